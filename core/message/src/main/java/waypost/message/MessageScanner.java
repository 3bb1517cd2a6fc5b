package waypost.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the MIME structure of a message while its bytes stream by, in bounded memory. Any input has a structure, and the result does not
 * depend on how the bytes are cut. One use, one thread.
 *
 * <p>Lines end with LF, a CR before it belongs to the line end; a bare CR is an ordinary octet. Only header lines and lines that may be
 * delimiters are looked at as a whole; of the others nothing is kept.
 */
public final class MessageScanner {
    private static final int COPY = 16 * 1024;
    private static final byte[] NOTHING = {};

    /** NUL, LF and CR are below this, and little else that mail has. */
    private static final int CONTROLS = '\r' + 1;

    private final StructureBuilder builder = new StructureBuilder();

    private byte[] kept = new byte[512];
    private int keptLength;
    private int keepLimit = builder.keepLimit();

    private long lineStart;
    private long at;
    private boolean afterCr;

    private boolean eightBit;
    private boolean dotLines;
    private boolean nul;
    private boolean bareCr;
    private boolean bareLf;
    private byte[] copy = NOTHING;

    /** Takes the next bytes of the message, all that remain in the buffer. */
    public void feed(ByteBuffer in) {
        if (in.hasArray()) {
            int from = in.arrayOffset() + in.position();
            scan(in.array(), from, from + in.remaining());
            in.position(in.limit());
            return;
        }
        if (copy.length < Math.min(in.remaining(), COPY)) {
            copy = new byte[Math.min(in.remaining(), COPY)];
        }
        while (in.hasRemaining()) {
            int length = Math.min(in.remaining(), copy.length);
            in.get(copy, 0, length);
            scan(copy, 0, length);
        }
    }

    /** Ends the message. The scanner is spent. */
    public Scanned finish() {
        bareCr |= afterCr;
        if (at > lineStart) {
            builder.line(kept, keptLength, lineStart, at, 0);
        }
        MessageStructure structure = builder.finish(at);
        return new Scanned(structure, builder.envelope(), dotLines, eightBit, nul, bareCr, bareLf);
    }

    private void scan(byte[] bytes, int from, int to) {
        eightBit = eightBit || OctetScan.anyEightBit(bytes, from, to);
        int start = from;
        while (start < to) {
            if (at == lineStart && bytes[start] == '.') {
                dotLines = true;
            }
            int end = lineEnd(bytes, start, to);
            if (keptLength < keepLimit) {
                keep(bytes, start, end);
            }
            at += end - start;
            if (bytes[end - 1] == '\n') {
                endLine(afterCrBefore(bytes, start, end - 1) ? 2 : 1);
            } else {
                afterCr = bytes[end - 1] == '\r';
            }
            start = end;
        }
    }

    /** Index after the line's LF, or {@code to}. Notes what is odd. */
    private int lineEnd(byte[] bytes, int from, int to) {
        if (afterCr && bytes[from] != '\n') {
            bareCr = true;
        }
        for (int i = from; (i = OctetScan.firstBelow(CONTROLS, bytes, i, to)) < to; i++) {
            int octet = bytes[i];
            if (octet == '\n') {
                bareLf |= !afterCrBefore(bytes, from, i);
                return i + 1;
            }
            nul |= octet == 0;
            bareCr |= octet == '\r' && i + 1 < to && bytes[i + 1] != '\n';
        }
        return to;
    }

    private boolean afterCrBefore(byte[] bytes, int from, int index) {
        return index > from ? bytes[index - 1] == '\r' : afterCr;
    }

    private void endLine(int endLength) {
        int length = (int) Math.min(keptLength, at - lineStart - endLength);
        builder.line(kept, length, lineStart, at, endLength);
        lineStart = at;
        afterCr = false;
        keptLength = 0;
        keepLimit = builder.keepLimit();
    }

    private void keep(byte[] bytes, int from, int end) {
        if (keptLength == 0 && bytes[from] != '-' && !builder.inHeader()) {
            keepLimit = 0;
            return;
        }
        int length = Math.min(end - from, keepLimit - keptLength);
        if (keptLength + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(keptLength + length, Math.min(2 * kept.length, keepLimit)));
        }
        System.arraycopy(bytes, from, kept, keptLength, length);
        keptLength += length;
    }
}
