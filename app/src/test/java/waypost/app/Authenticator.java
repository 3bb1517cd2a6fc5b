package waypost.app;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A user's authenticator, as others make them: reads a key in base32, and shows codes of RFC 6238. */
final class Authenticator {
    private final byte[] key;

    Authenticator(String base32) {
        BigInteger number = BigInteger.ZERO;
        for (char letter : base32.toCharArray()) {
            number = number.shiftLeft(5).add(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)));
        }
        byte[] octets = number.toByteArray();
        int length = base32.length() * 5 / 8;
        this.key = new byte[length];
        byte[] last = Arrays.copyOfRange(octets, Math.max(0, octets.length - length), octets.length);
        System.arraycopy(last, 0, key, length - last.length, last.length);
    }

    /** @param ahead steps that the user's clock is ahead */
    String code(int ahead) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            long step = Instant.now().getEpochSecond() / 30 + ahead;
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int at = hash[19] & 0xF;
            return String.format(
                    Locale.ROOT, "%06d", (ByteBuffer.wrap(hash).getInt(at) & Integer.MAX_VALUE) % 1_000_000);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
