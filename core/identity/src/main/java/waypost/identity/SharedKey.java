package waypost.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that several nodes have, for hashes that all of them understand and nobody else. In the order of age: of two, both sides take the lesser.
 *
 * @param made milliseconds since 1970
 * @param hex 64 hexadecimal digits in small letters
 */
public record SharedKey(long made, String hex) implements Comparable<SharedKey> {
    private static final int OCTETS = 32;
    private static final Comparator<SharedKey> AGE =
            Comparator.comparingLong(SharedKey::made).thenComparing(SharedKey::hex);

    public SharedKey {
        if (!valid(hex)) {
            throw new IllegalArgumentException("a key of " + hex.length() + " characters");
        }
    }

    public static boolean valid(String hex) {
        return hex.length() == 2 * OCTETS
                && hex.chars().allMatch(digit -> digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f');
    }

    /** @param random unpredictable */
    public static SharedKey make(Instant now, RandomGenerator random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new SharedKey(now.toEpochMilli(), HexFormat.of().formatHex(octets));
    }

    /** 32 octets of which nothing follows for any other purpose. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(hex), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public int compareTo(SharedKey other) {
        return AGE.compare(this, other);
    }

    @Override
    public String toString() {
        return "key of " + Instant.ofEpochMilli(made);
    }
}
