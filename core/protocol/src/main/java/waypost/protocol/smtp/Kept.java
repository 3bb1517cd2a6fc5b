package waypost.protocol.smtp;

import waypost.identity.NodeName;

/**
 * One entry of KEEP: a recipient that the keeper takes over before the client hears 250. A whole envelope, as a later keeper knows no
 * list of holds.
 *
 * @param recipient without {@link Recipient#hold}
 * @param node that the recipient belongs to
 * @param reason what became of it there, for reports and logs: the node's reply, or our finding
 */
public record Kept(Recipient recipient, NodeName node, Purpose purpose, String reason) {
    /** What the keeper owes. */
    public enum Purpose {
        /** Hand the message on until it is there. */
        HAND_ON,
        /** Refused for good after others had taken it: tell the sender. */
        REPORT
    }
}
