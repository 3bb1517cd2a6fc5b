package waypost.identity;

import java.util.HexFormat;

/** Identity of an account for ever: the volume of its birth (16 bit) and that volume's counter (48 bit). Kept by moves, never reused. */
public record AccountId(long value) implements Comparable<AccountId> {
    private static final long COUNTER_MASK = 0xFFFF_FFFF_FFFFL;

    public static AccountId of(int volume, long counter) {
        if (volume < 0 || volume > 0xFFFF || counter < 0 || counter > COUNTER_MASK) {
            throw new IllegalArgumentException("account id out of range: " + volume + "/" + counter);
        }
        return new AccountId((long) volume << 48 | counter);
    }

    /** Reads the 16 hexadecimal digits that {@link #toString} writes. */
    public static AccountId parse(String hex) {
        if (hex.length() != 16) {
            throw new IllegalArgumentException("account id of " + hex.length() + " digits");
        }
        return new AccountId(HexFormat.fromHexDigitsToLong(hex));
    }

    public int volume() {
        return (int) (value >>> 48);
    }

    public long counter() {
        return value & COUNTER_MASK;
    }

    @Override
    public int compareTo(AccountId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
