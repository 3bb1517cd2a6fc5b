package waypost.identity;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Identity of one SMTP transaction inside the cluster: 128 random bits, written as 32 hexadecimal digits. */
public record TransferId(long high, long low) {
    public static TransferId random(RandomGenerator random) {
        return new TransferId(random.nextLong(), random.nextLong());
    }

    public static TransferId parse(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("transfer id of " + hex.length() + " digits");
        }
        return new TransferId(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
