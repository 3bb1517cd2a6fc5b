package waypost.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.List;
import waypost.identity.TransferId;

/**
 * Where a node's {@link LmtpSession}s bring mail: the port that delivery implements. Blocking; called on virtual threads. Nothing here
 * throws for what a peer sends or a disk refuses: replies say it.
 */
public interface Reception {
    /** MAIL. The time of this call is when the transfer began at this node. */
    Opening begin(Transaction transaction);

    /**
     * Journals what the keeper owes, in its hand-on queue, the body by reference to the transfer: it is held, or stored for a recipient of
     * the node. 250 means it is on disk; asked again, it answers 250 again.
     *
     * @param transaction with its transfer
     */
    SmtpReply keep(Transaction transaction, List<Kept> recipients);

    /** The client has shown that it heard 250. Ends holds; 250 also for a transfer that is not known here. */
    SmtpReply done(TransferId transfer);

    /** The answer to MAIL. */
    sealed interface Opening {
        record Opened(SmtpReply reply, Receiving receiving) implements Opening {}

        record Declined(SmtpReply reply) implements Opening {}
    }

    /** One transaction. Ends with exactly one of {@link #finish} and {@link #abandon}. */
    interface Receiving {
        /**
         * RCPT. A positive answer puts the recipient on the list; the answer to one that is not owned here but known to be elsewhere is
         * {@link SmtpReply#referral(waypost.identity.Referral)}.
         */
        SmtpReply recipient(Recipient recipient);

        /** Content in order. The slice is valid during the call only. What goes wrong here, {@link #finish} tells. */
        void content(ByteBuffer slice);

        /**
         * The dot: commits for each listed recipient, in its account's order, with (transfer, recipient, digest of content and sender), or
         * finds it already there.
         *
         * @return one reply for each listed recipient, in the order of the list (RFC 2033 §4.2)
         */
        List<SmtpReply> finish();

        /** RSET, refused content, or the connection is gone. */
        void abandon();
    }
}
