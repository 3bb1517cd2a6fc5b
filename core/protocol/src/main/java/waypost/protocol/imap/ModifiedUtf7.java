package waypost.protocol.imap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Modified UTF-7 (RFC 3501 §5.1.3). Every text has one spelling; any other is refused, so that equal names are equal octets. */
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    public static String encode(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (direct(next)) {
                out.append(next == '&' ? "&-" : String.valueOf(next));
                at++;
                continue;
            }
            int from = at;
            while (at < text.length() && !direct(text.charAt(at))) {
                at++;
            }
            out.append('&').append(base64(text.substring(from, at))).append('-');
        }
        return out.toString();
    }

    /** The text, unless the octets are no modified UTF-7 or not as {@link #encode} writes it. */
    public static Optional<String> decode(String octets) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < octets.length()) {
            char next = octets.charAt(at);
            if (next != '&') {
                out.append(next);
                at++;
                continue;
            }
            int end = octets.indexOf('-', at);
            if (end < 0) {
                return Optional.empty();
            }
            String shifted = octets.substring(at + 1, end);
            Optional<String> text = shifted.isEmpty() ? Optional.of("&") : fromBase64(shifted);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            out.append(text.get());
            at = end + 1;
        }
        return Optional.of(out.toString()).filter(text -> encode(text).equals(octets));
    }

    private static boolean direct(char character) {
        return character >= ' ' && character < 0x7F;
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_16BE))
                .replace('/', ',');
    }

    private static Optional<String> fromBase64(String shifted) {
        if (shifted.indexOf('/') >= 0 || shifted.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            byte[] utf16 = Base64.getDecoder().decode(shifted.replace(',', '/'));
            CharBuffer text = StandardCharsets.UTF_16BE.newDecoder().decode(ByteBuffer.wrap(utf16));
            return Optional.of(text.toString());
        } catch (IllegalArgumentException | CharacterCodingException notEncoded) {
            return Optional.empty();
        }
    }
}
