package waypost.delivery;

import java.util.function.Supplier;
import waypost.identity.NodeName;
import waypost.message.Octets;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;

/** Brings a message to a node for one recipient. Blocking; virtual threads. */
@FunctionalInterface
interface Hand {
    /** @param transaction asked for when MAIL is said: its ages are of that moment, not of the one at which the way there began */
    Handed offer(NodeName node, Supplier<Transaction> transaction, Recipient recipient, Octets content);

    /** What became of it. */
    sealed interface Handed {
        /** The node's last word: to the recipient, or to the whole transaction before that. */
        record Answered(SmtpReply reply) implements Handed {}

        /** The node could not be asked, or did not answer: it may have the message or not. */
        record Lost(String why) implements Handed {}

        /** Our own copy cannot be read, so the node does not have the message; nothing is said against the node. */
        record Unreadable(String why) implements Handed {}
    }
}
