package waypost.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The internal date of a message (RFC 3501 §2.3.3), to the second, with the zone it was given in. */
record ReceivedAt(long epochSecond, int offsetMinutes) {
    static ReceivedAt of(OffsetDateTime date) {
        return new ReceivedAt(date.toEpochSecond(), date.getOffset().getTotalSeconds() / 60);
    }

    OffsetDateTime date() {
        ZoneOffset zone = ZoneOffset.ofTotalSeconds(offsetMinutes * 60);
        return Instant.ofEpochSecond(epochSecond).atOffset(zone);
    }
}
