package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64 as SASL profiles want it: the alphabet and nothing else, padded, and one spelling for each value (RFC 4648 §3.3, §3.5). */
final class StrictBase64 {
    private StrictBase64() {}

    static Optional<byte[]> decode(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        if (ascii.length % 4 != 0) {
            return Optional.empty();
        }
        for (byte octet : ascii) {
            if (!allowed(octet & 0xFF)) {
                return Optional.empty();
            }
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(ascii);
            return Arrays.equals(Base64.getEncoder().encode(decoded), ascii) ? Optional.of(decoded) : Optional.empty();
        } catch (IllegalArgumentException misplacedPadding) {
            return Optional.empty();
        }
    }

    static boolean allowed(int octet) {
        return octet >= 'A' && octet <= 'Z'
                || octet >= 'a' && octet <= 'z'
                || octet >= '0' && octet <= '9'
                || octet == '+'
                || octet == '/'
                || octet == '=';
    }
}
