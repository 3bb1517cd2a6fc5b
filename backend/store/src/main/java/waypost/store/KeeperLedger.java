package waypost.store;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.identity.TransferId;

/**
 * Decides what a node takes over for recipients of other nodes, and what DONE makes of that. Pure; the caller brings what is on disk, and asks in the
 * order of the volume's commits.
 *
 * <p>A node can be the keeper of what it has the body of: in a hold, in its queue, or in a mailbox. A hold is a body and no more: nothing is promised
 * with it, and it is no answer to "is it already here" ({@link TransferLedger}). What becomes of a promise is a matter of the keeper at work.
 */
public final class KeeperLedger {
    private static final Duration FOR_DONE = Duration.ofMinutes(1);

    private KeeperLedger() {}

    /**
     * What a keeper answers for from the moment that it has said so: that the recipient's node gets the message, or its sender a report.
     *
     * @param began tick of the transfer's MAIL
     * @param done tick of its DONE, if it has come
     */
    public record Promise(TransferId transfer, KeptEnvelope envelope, long began, Optional<Long> done) {
        /**
         * Tick of the first attempt. A moment ago it failed; and once DONE is known the recipient's node can be told of it, so DONE is waited for.
         *
         * @param now tick of the keeping
         */
        long firstAttempt(long now) {
            return done.isPresent() ? now : began + FOR_DONE.toMillis() * 1000;
        }

        /** Hand-ons tell of DONE from now on. The first counts: empty if it has come before, or is another transfer's. */
        public Optional<Promise> doneAt(TransferId which, long tick) {
            return which.equals(transfer) && done.isEmpty()
                    ? Optional.of(new Promise(transfer, envelope, began, Optional.of(tick)))
                    : Optional.empty();
        }
    }

    /**
     * What a node has of a transfer.
     *
     * @param began tick of its MAIL as written down with its body; empty if no body is here
     * @param done tick of its DONE, if it has come
     * @param promised recipients that it is kept for
     */
    public record Traces(TransferId transfer, Optional<Long> began, Optional<Long> done, Set<String> promised) {}

    public sealed interface Decision {
        /** Answer 250 once these are on disk too. */
        record Keep(List<Promise> more) implements Decision {}

        /** Another has to be the keeper. */
        record NothingHere() implements Decision {}
    }

    /** KEEP. A recipient that is promised already stays as it is: the same front end may ask again, and the client may have named one twice. */
    public static Decision keep(Traces here, List<KeptEnvelope> envelopes) {
        if (here.began().isEmpty()) {
            return new Decision.NothingHere();
        }
        long began = here.began().get();
        Set<String> promised = new HashSet<>(here.promised());
        return new Decision.Keep(envelopes.stream()
                .filter(envelope -> promised.add(envelope.recipient()))
                .map(envelope -> new Promise(here.transfer(), envelope, began, here.done()))
                .toList());
    }
}
