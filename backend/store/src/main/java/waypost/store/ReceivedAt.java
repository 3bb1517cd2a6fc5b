package waypost.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The internal date of a message (RFC 3501 §2.3.3), to the second, with the zone it was given in. */
public record ReceivedAt(long epochSecond, int offsetMinutes) {
    private static final int OFFSET_BITS = 12;
    private static final int OFFSET_BIAS = 1 << (OFFSET_BITS - 1);

    static ReceivedAt of(OffsetDateTime date) {
        return new ReceivedAt(date.toEpochSecond(), date.getOffset().getTotalSeconds() / 60);
    }

    public OffsetDateTime date() {
        ZoneOffset zone = ZoneOffset.ofTotalSeconds(offsetMinutes * 60);
        return Instant.ofEpochSecond(epochSecond).atOffset(zone);
    }

    /** In one number, for all years that have four digits. */
    long packed() {
        return epochSecond << OFFSET_BITS | (offsetMinutes + OFFSET_BIAS);
    }

    static ReceivedAt unpacked(long packed) {
        int offset = (int) (packed & ((1 << OFFSET_BITS) - 1)) - OFFSET_BIAS;
        return new ReceivedAt(packed >> OFFSET_BITS, offset);
    }
}
