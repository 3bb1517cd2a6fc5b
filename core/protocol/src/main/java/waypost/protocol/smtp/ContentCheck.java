package waypost.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.message.OctetScan;

/** Looks at the content of one message as it passes, and remembers the first thing that forbids accepting it. */
final class ContentCheck {
    /** RFC 5321 §4.5.3.1.6 has 1000; senders exceed it, and the store does not care. */
    static final int MAX_LINE = 1 << 20;

    /** NUL, LF and CR are below this, and little else that mail has. */
    private static final int CONTROLS = '\r' + 1;

    private final long maxSize;
    private Optional<ContentFault> fault = Optional.empty();
    private long size;
    private int line;
    private boolean afterCr;

    ContentCheck(long maxSize) {
        this.maxSize = maxSize;
    }

    /** Reads the slice without consuming it. */
    void scan(ByteBuffer slice) {
        size += slice.remaining();
        if (size > maxSize) {
            found(ContentFault.TOO_BIG);
        }
        int end = slice.limit();
        for (int i = slice.position(); i < end && fault.isEmpty(); ) {
            int next = afterCr ? i : OctetScan.firstBelow(CONTROLS, slice, i, end);
            line += next - i;
            i = next;
            if (i < end) {
                line++;
                look(slice.get(i++));
            }
        }
        if (line > MAX_LINE) {
            found(ContentFault.LINE_TOO_LONG);
        }
    }

    private void look(byte octet) {
        if (afterCr != (octet == '\n')) {
            found(ContentFault.BARE_LINE_END);
        } else if (octet == 0) {
            found(ContentFault.NUL);
        } else if (octet == '\n') {
            endLine();
        }
        afterCr = octet == '\r';
    }

    private void endLine() {
        if (line > MAX_LINE) {
            found(ContentFault.LINE_TOO_LONG);
        }
        line = 0;
    }

    /** The content ends here. */
    void finish() {
        if (afterCr) {
            found(ContentFault.BARE_LINE_END);
        }
    }

    private void found(ContentFault what) {
        if (fault.isEmpty()) {
            fault = Optional.of(what);
        }
    }

    Optional<ContentFault> fault() {
        return fault;
    }

    /** Octets of content so far, as SIZE counts them (RFC 1870 §5). */
    long size() {
        return size;
    }
}
