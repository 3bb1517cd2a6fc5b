package waypost.protocol.smtp;

import java.time.Duration;
import java.util.Optional;
import waypost.identity.TransferId;

/**
 * What a Waypost node must know of a transaction to store it once: two transfers of the same bytes, sender and recipient are one if
 * neither was done when the other began.
 *
 * @param age since the transaction began, at the front end that the client spoke to
 * @param doneAge since the client showed that it heard 250; empty if that is not so, or not known
 * @param hops nodes passed; {@link #MAX_HOPS} end in a report
 */
public record Transfer(TransferId id, Duration age, Optional<Duration> doneAge, int hops) {
    public static final int MAX_HOPS = 7;

    /** A transaction that begins now, at its front end. */
    public static Transfer begins(TransferId id) {
        return new Transfer(id, Duration.ZERO, Optional.empty(), 0);
    }
}
