package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import waypost.message.EncodedWords;
import waypost.message.HeaderFields;
import waypost.message.HeaderFields.Field;
import waypost.message.Octets;

/**
 * A header block while it is searched. A text is looked for in each field as it stands, unfolded, and in the same with its encoded words
 * (RFC 2047) decoded; raw 8-bit text counts as UTF-8. Of a very long header the first {@link HeaderFields#LIMIT} octets are looked at.
 */
final class SearchHeader {
    private final byte[] octets;
    private final boolean encodedWords;
    private final boolean eightBit;
    private @Nullable List<Field> fields;

    private SearchHeader(byte[] octets) {
        this.octets = octets;
        encodedWords = encodedWords(octets);
        eightBit = eightBit(octets);
    }

    static SearchHeader read(Octets octets, long start, long end) throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(HeaderFields.LIMIT, end - start));
        octets.read(start, block.capacity(), block::put);
        return new SearchHeader(block.array());
    }

    /** HEADER and its kind: whether a field of that name has the text. Any text has the empty one. */
    boolean field(String name, SearchText text) {
        if (!possible(text)) {
            return false;
        }
        for (Field field : fields()) {
            if (field.is(name) && (text.isEmpty() || in(field.unfolded(), text))) {
                return true;
            }
        }
        return false;
    }

    /** TEXT: whether the text is anywhere in the header, names included. */
    boolean anywhere(SearchText text) {
        if (text.ascii() && text.in(octets, 0, octets.length)) {
            return true;
        }
        if (!possible(text)) {
            return false;
        }
        for (Field field : fields()) {
            if (in(field.name() + ": " + field.unfolded(), text)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A quick no for most headers: without encoded words and other letters an ASCII text must be there as octets, unless it has a blank at
     * which a field may be folded.
     */
    private boolean possible(SearchText text) {
        return encodedWords || eightBit || text.blanks() || !text.ascii() || text.in(octets, 0, octets.length);
    }

    /** Octets as characters: whether they have the text as they stand, decoded, or as UTF-8. */
    static boolean in(String value, SearchText text) {
        byte[] raw = value.getBytes(ISO_8859_1);
        if (text.ascii() && text.in(raw, 0, raw.length)) {
            return true;
        }
        if (value.contains("=?") && text.in(EncodedWords.decode(value))) {
            return true;
        }
        return eightBit(raw) && text.in(new String(raw, UTF_8));
    }

    private List<Field> fields() {
        List<Field> present = fields;
        if (present == null) {
            present = HeaderFields.parse(octets).fields();
            fields = present;
        }
        return present;
    }

    private static boolean eightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean encodedWords(byte[] octets) {
        for (int i = 1; i < octets.length; i++) {
            if (octets[i] == '?' && octets[i - 1] == '=') {
                return true;
            }
        }
        return false;
    }
}
