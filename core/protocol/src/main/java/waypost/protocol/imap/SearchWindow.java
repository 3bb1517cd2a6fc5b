package waypost.protocol.imap;

import java.nio.ByteBuffer;

/**
 * A bounded window over octets that arrive in slices, looked through for an ASCII text. A match that crosses slices is found: the window
 * keeps as many octets as may still begin one. One serves all keys of a search and all parts, one after the other: a search may have
 * thousands of keys.
 */
final class SearchWindow {
    private byte[] octets = {};
    private int kept;

    /** Begins to look, for this text and in other octets. */
    void begin(SearchText text) {
        kept = 0;
        int size = Math.max(1 << 14, 4 * text.length());
        if (octets.length < size) {
            octets = new byte[size];
        }
    }

    /** Takes the slice; true at the first match of the text that it began with. */
    boolean feed(SearchText text, ByteBuffer slice) {
        while (slice.hasRemaining()) {
            int count = Math.min(slice.remaining(), octets.length - kept);
            slice.get(octets, kept, count);
            int end = kept + count;
            if (text.in(octets, 0, end)) {
                return true;
            }
            kept = Math.min(end, Math.max(0, text.length() - 1));
            System.arraycopy(octets, end - kept, octets, 0, kept);
        }
        return false;
    }
}
