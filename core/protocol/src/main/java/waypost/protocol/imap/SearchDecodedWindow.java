package waypost.protocol.imap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import waypost.message.UnicodeCasemap;

/**
 * A bounded window over octets of some charset that arrive in slices, decoded and looked through for one text. What is malformed decodes
 * to U+FFFD. For one part.
 */
final class SearchDecodedWindow {
    private final SearchText text;
    private final CharsetDecoder decoder;

    /** Octets not decoded yet: of a character whose end has not come. */
    private final ByteBuffer pending = ByteBuffer.allocate(1 << 13);

    private final CharBuffer decoded = CharBuffer.allocate(1 << 12);

    /** Prepared. */
    private final char[] characters;

    private int kept;

    SearchDecodedWindow(SearchText text, Charset charset) {
        this.text = text;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        characters = new char[Math.max(1 << 13, 4 * text.length())];
    }

    /** Takes the slice; true at the first match. */
    boolean feed(ByteBuffer slice) {
        while (slice.hasRemaining()) {
            int count = Math.min(slice.remaining(), pending.remaining());
            pending.put(slice.slice(slice.position(), count));
            slice.position(slice.position() + count);
            if (decode(false)) {
                return true;
            }
        }
        return false;
    }

    /** Takes the end of the octets; true at a match. */
    boolean finish() {
        return decode(true);
    }

    private boolean decode(boolean end) {
        pending.flip();
        CoderResult result;
        do {
            result = decoder.decode(pending, decoded, end);
            if (take()) {
                return true;
            }
        } while (result.isOverflow());
        pending.compact();
        if (end) {
            do {
                result = decoder.flush(decoded);
                if (take()) {
                    return true;
                }
            } while (result.isOverflow());
        }
        return false;
    }

    /** Prepares what is decoded and looks at it. A decoder gives both halves of a surrogate pair at once. */
    private boolean take() {
        char[] text = decoded.array();
        int length = decoded.flip().limit();
        int at = kept;
        for (int i = 0; i < length; i += UnicodeCasemap.units(text, i, length)) {
            if (characters.length - at < UnicodeCasemap.LONGEST) {
                if (look(at)) {
                    return true;
                }
                at = kept;
            }
            at = UnicodeCasemap.prepare(text, i, length, characters, at);
        }
        decoded.clear();
        return look(at);
    }

    private boolean look(int end) {
        if (text.in(characters, 0, end)) {
            return true;
        }
        kept = Math.min(end, Math.max(0, text.length() - 1));
        System.arraycopy(characters, end - kept, characters, 0, kept);
        return false;
    }
}
