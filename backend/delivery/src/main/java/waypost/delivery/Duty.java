package waypost.delivery;

import java.time.Instant;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.SmtpReply;

/**
 * What a keeper owes for one recipient: that its node gets the message, or that the sender hears why not. Pure: a moment or a finding in, the next step
 * out. {@link KeeperSchedule} has the times.
 *
 * <p>Nobody is told of a failure before it is known that the client heard 250: until then it may come again, and succeed. Who refused for good is asked
 * once more before the report, and has to answer: another transfer or another keeper may have brought the message in the meantime.
 *
 * @param reason what the recipient's node said, or did not, when the keeper took over
 * @param began the transfer's MAIL
 * @param done DONE has come: the client heard 250
 */
public record Duty(Kept.Purpose purpose, String reason, Instant began, boolean done) {
    public sealed interface Step {
        /** Offer the message to the recipient's node. */
        record HandOn() implements Step {}

        /** Tell the sender. */
        record Report(String diagnosis) implements Step {}

        /** What an attempt ends with. */
        sealed interface End extends Step {}

        /** Nothing more is owed. */
        record Settled() implements End {}

        record Later(String why) implements End {}

        /** There is nobody who could be told. */
        record GiveUp(String why) implements End {}
    }

    /** What became of a report. */
    public enum Told {
        SENDER,
        /** For now it cannot be delivered. */
        NOT_YET,
        /** The sender has no mailbox here. */
        STRANGER,
        /** The message has no sender (RFC 5321 §4.5.5). */
        NOBODY
    }

    /** An attempt begins. */
    public Step due(Instant now) {
        if (KeeperSchedule.expired(began, now)) {
            return new Step.Report(
                    "550 5.4.7 Not delivered in " + KeeperSchedule.LIFETIME.toDays() + " days: " + reason);
        }
        return switch (purpose) {
            case HAND_ON -> new Step.HandOn();
            case REPORT -> reportable(now) ? new Step.HandOn() : new Step.Later("it is not known that 250 was heard");
        };
    }

    /** The last word to the hand-on: the node's, or our own. */
    public Step answered(SmtpReply reply, Instant now) {
        if (reply.positive()) {
            return new Step.Settled();
        }
        if (reply.temporary() || !reportable(now)) {
            return new Step.Later(reply.toString());
        }
        return new Step.Report(
                switch (purpose) {
                    case HAND_ON -> reply.toString();
                    case REPORT -> reason;
                });
    }

    /** The node could not be asked, or did not answer: it may have the message or not. Or our own copy could not be read. */
    public Step lost(String why) {
        return new Step.Later(why);
    }

    /** A failure is settled when its sender knows of it; mail of a sender whom we cannot tell stays for its whole time. */
    public Step.End reported(Told told, String diagnosis, Instant now) {
        boolean over = switch (told) {
            case SENDER, NOBODY -> true;
            case STRANGER -> KeeperSchedule.expired(began, now);
            case NOT_YET -> KeeperSchedule.abandoned(began, now);
        };
        if (!over) {
            return new Step.Later(diagnosis);
        }
        return told == Told.SENDER ? new Step.Settled() : new Step.GiveUp(diagnosis);
    }

    private boolean reportable(Instant now) {
        return KeeperSchedule.reportable(began, done, now);
    }
}
