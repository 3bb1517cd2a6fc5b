package waypost.store;

import java.util.List;
import java.util.Optional;
import waypost.identity.TransferId;

/**
 * Decides whether a transfer has already reached a recipient. Pure; the caller brings what the account remembers of this recipient and asks in
 * the order of the account's commits.
 *
 * <p>Two transfers with the same bytes, sender and recipient are one if they overlap: neither was DONE when the other began. Times are ticks of
 * the volume's {@link Ticks}, so no two events share one.
 */
public final class TransferLedger {
    private TransferLedger() {}

    /**
     * A transfer as one node saw it.
     *
     * @param began tick of its MAIL, or for a hand-on of its first MAIL anywhere
     * @param done tick of its DONE, if it has come
     */
    public record Seen(TransferDigest digest, long began, Optional<Long> done) {
        public Seen doneAt(long tick) {
            return new Seen(
                    digest,
                    began,
                    Optional.of(done.map(old -> Math.min(old, tick)).orElse(tick)));
        }

        private boolean doneBefore(long tick) {
            return done.isPresent() && done.get() <= tick;
        }
    }

    /** A transfer to the recipient that the account remembers. */
    public record Remembered(TransferId transfer, Seen seen) {}

    public sealed interface Decision {
        /** Nothing of the sort is here: store it. */
        record Store() implements Decision {}

        /** Answer 250 and store nothing. */
        record AlreadyHere(TransferId earlier) implements Decision {}
    }

    public static Decision decide(TransferId transfer, Seen arriving, List<Remembered> remembered) {
        for (Remembered earlier : remembered) {
            if (earlier.transfer().equals(transfer)) {
                return new Decision.AlreadyHere(transfer);
            }
        }
        for (Remembered earlier : remembered) {
            if (earlier.seen().digest().equals(arriving.digest()) && overlap(earlier.seen(), arriving)) {
                return new Decision.AlreadyHere(earlier.transfer());
            }
        }
        return new Decision.Store();
    }

    private static boolean overlap(Seen one, Seen other) {
        return !one.doneBefore(other.began()) && !other.doneBefore(one.began());
    }
}
