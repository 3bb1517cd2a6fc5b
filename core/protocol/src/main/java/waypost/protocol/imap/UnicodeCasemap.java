package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Locale;

/** The collation i;unicode-casemap (RFC 5051), by which RFC 5256 §7 compares strings. */
final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /**
     * The text prepared as RFC 5051 §2 says: titlecased, then decomposed to normalization form KD. The answer is its UTF-8, each octet one
     * character: {@link String#compareTo} orders it as i;octet does.
     */
    static String prepare(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toUpperCase(Locale.ROOT);
        }
        StringBuilder titlecased = new StringBuilder(text.length());
        text.codePoints().map(Character::toTitleCase).forEach(titlecased::appendCodePoint);
        String decomposed = Normalizer.normalize(titlecased, Normalizer.Form.NFKD);
        return new String(decomposed.getBytes(UTF_8), ISO_8859_1);
    }
}
