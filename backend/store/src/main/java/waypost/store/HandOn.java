package waypost.store;

import java.time.Instant;
import java.util.Optional;
import waypost.identity.TransferId;
import waypost.message.Octets;

/**
 * An entry of the hand-on queue: mail that this volume answers for until the recipient's node has it.
 *
 * @param began tick of the transfer's MAIL
 * @param done tick of its DONE
 */
public record HandOn(
        long number,
        TransferId transfer,
        KeptEnvelope envelope,
        long began,
        Optional<Long> done,
        int attempts,
        Instant nextAttempt,
        Octets body) {}
