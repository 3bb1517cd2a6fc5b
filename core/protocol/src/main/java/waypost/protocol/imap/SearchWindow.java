package waypost.protocol.imap;

import java.nio.ByteBuffer;

/**
 * A bounded window over octets that arrive in slices, looked through for one ASCII text. A match that crosses slices is found: the window
 * keeps as many octets as may still begin one. Reused from part to part with {@link #clear}.
 */
final class SearchWindow {
    private final SearchText text;
    private final byte[] octets;
    private int kept;

    SearchWindow(SearchText text) {
        this.text = text;
        octets = new byte[Math.max(1 << 14, 4 * text.length())];
    }

    void clear() {
        kept = 0;
    }

    /** Takes the slice; true at the first match. */
    boolean feed(ByteBuffer slice) {
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
