package waypost.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waypost.identity.Base32;

/** What an authenticator and a node share: makes codes of six digits out of time (RFC 6238), by HMAC-SHA-1 and steps of 30 s, which all authenticators know. None of it is ever printed. */
public final class TotpKey {
    /** Digits of a code. */
    public static final int DIGITS = 6;

    /** RFC 4226 §4 recommends 160 bits. */
    private static final int OCTETS = 20;

    private static final int MODULUS = 1_000_000;
    private static final long STEP_SECONDS = 30;

    /** Steps by which the two clocks may differ (RFC 6238 §5.2). */
    private static final long WINDOW = 1;

    private static final String HMAC = "HmacSHA1";

    private final byte[] octets;

    TotpKey(byte[] octets) {
        this.octets = octets.clone();
    }

    static TotpKey random(RandomGenerator random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new TotpKey(octets);
    }

    static TotpKey ofHex(String hex) {
        return new TotpKey(HexFormat.of().parseHex(hex));
    }

    String hex() {
        return HexFormat.of().formatHex(octets);
    }

    /** As it is typed into an authenticator. */
    public String base32() {
        return Base32.encode(octets);
    }

    /** The number of a step. */
    static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
    }

    /** The code of a step. */
    public String code(long step) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", truncated(step) % MODULUS);
    }

    /** The step near this time, and behind the one that was accepted last, whose code this is: no code is good twice (RFC 6238 §5.2). */
    OptionalLong match(String code, Instant now, long lastAccepted) {
        long present = step(now);
        for (long step = Math.max(present - WINDOW, lastAccepted + 1); step <= present + WINDOW; step++) {
            if (MessageDigest.isEqual(ascii(code(step)), ascii(code))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    private static byte[] ascii(String code) {
        return code.getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 4226 §5.3. */
    int truncated(long step) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(octets, HMAC));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            return ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xF) & Integer.MAX_VALUE;
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
