package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encoded words of a field body (RFC 2047, with the language tag of RFC 2231 §5), wherever they stand: also inside words and
 * quoted strings, also with blanks in them. Raw octets above 127 are UTF-8 (RFC 6532) or else windows-1252.
 */
public final class EncodedWords {
    private static final Pattern WORD =
            Pattern.compile("=\\?([^?*\\s]{1,64})(?:\\*[^?\\s]{0,64})?\\?([bBqQ])\\?([^?]*+)\\?=");

    private EncodedWords() {}

    /** @param raw an unfolded field body, octets as ISO-8859-1 characters */
    public static String decode(String raw) {
        Matcher matcher = WORD.matcher(raw);
        StringBuilder text = new StringBuilder(raw.length());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Optional<Charset> pending = Optional.empty();
        int at = 0;
        while (matcher.find()) {
            Optional<Charset> charset = Charsets.lookup(matcher.group(1));
            if (charset.isEmpty()) {
                continue;
            }
            String between = raw.substring(at, matcher.start());
            boolean adjacent = pending.isPresent() && between.isBlank();
            // RFC 2047 §6.2: blanks between encoded words are not shown; a character may have been cut in two by the
            // sender
            if (!adjacent || !pending.equals(charset)) {
                flush(pending, octets, text);
            }
            if (!adjacent) {
                text.append(unencoded(between));
            }
            octets.writeBytes(decoded(matcher.group(2), matcher.group(3)));
            pending = charset;
            at = matcher.end();
        }
        flush(pending, octets, text);
        return text.append(unencoded(raw.substring(at))).toString();
    }

    private static void flush(Optional<Charset> charset, ByteArrayOutputStream octets, StringBuilder text) {
        charset.ifPresent(known -> text.append(octets.toString(known)));
        octets.reset();
    }

    private static byte[] decoded(String encoding, String text) {
        return encoding.equalsIgnoreCase("B") ? base64(text) : q(text);
    }

    private static byte[] base64(String text) {
        String digits = text.replaceAll("[^A-Za-z0-9+/]", "");
        // one digit over a multiple of four carries no octet
        int usable = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
        return Base64.getDecoder().decode(digits.substring(0, usable));
    }

    private static byte[] q(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '=' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                octets.write(high << 4 | low);
                i += 2;
            } else {
                octets.write(c == '_' ? ' ' : c);
            }
        }
        return octets.toByteArray();
    }

    private static String unencoded(String raw) {
        byte[] octets = raw.getBytes(ISO_8859_1);
        boolean ascii = true;
        for (byte octet : octets) {
            ascii &= octet >= 0;
        }
        if (ascii) {
            return raw;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, Charset.forName("windows-1252"));
        }
    }
}
