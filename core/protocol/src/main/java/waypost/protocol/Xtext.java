package waypost.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The xtext form of a value in a command line (RFC 3461 §4): one word of printable ASCII for any text, here of its UTF-8. */
public final class Xtext {
    private Xtext() {}

    public static String encode(String text) {
        StringBuilder xtext = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (plain(octet & 0xFF)) {
                xtext.append((char) octet);
            } else {
                xtext.append('+').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return xtext.toString();
    }

    public static Optional<String> decode(String xtext) {
        byte[] octets = new byte[xtext.length()];
        int length = 0;
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (plain(c)) {
                octets[length++] = (byte) c;
            } else if (c == '+' && i + 3 <= xtext.length() && hex(xtext.charAt(i + 1)) && hex(xtext.charAt(i + 2))) {
                octets[length++] = (byte) HexFormat.fromHexDigits(xtext, i + 1, i + 3);
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** xchar = %d33-42 / %d44-60 / %d62-126. */
    static boolean plain(int octet) {
        return octet >= 33 && octet <= 126 && octet != '+' && octet != '=';
    }

    private static boolean hex(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'F';
    }
}
