package waypost.protocol.smtp;

import java.nio.ByteBuffer;
import waypost.message.OctetScan;

/**
 * Reads content behind DATA: takes away the dots that transparency added (RFC 5321 §4.5.2) and finds the end, which is CRLF dot CRLF and
 * nothing like it. Everything else, bare CR and LF included, is content, for {@link ContentCheck} to refuse.
 */
final class DataReader implements ContentReader {
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private At at = At.LINE_START;

    /** Where the next octet stands. */
    private enum At {
        LINE_START,
        TEXT,
        AFTER_CR,
        /** Behind a dot at a line's start, itself not yet content. */
        AFTER_DOT,
        /** Behind such a dot and CR, neither yet content. */
        AFTER_DOT_CR
    }

    @Override
    public Piece next(ByteBuffer in) {
        int start = in.position();
        for (int i = start; i < in.limit(); i++) {
            if (at == At.TEXT && (i = OctetScan.firstBelow(CR + 1, in, i, in.limit())) == in.limit()) {
                break;
            }
            byte octet = in.get(i);
            switch (at) {
                case TEXT, AFTER_CR, LINE_START -> {
                    if (at == At.LINE_START && octet == '.') {
                        at = At.AFTER_DOT;
                        if (i > start) {
                            return slice(in, start, i, i + 1);
                        }
                        start = i + 1;
                    } else {
                        at = behind(octet);
                    }
                }
                case AFTER_DOT -> {
                    if (octet == CR) {
                        at = At.AFTER_DOT_CR;
                        start = i + 1;
                    } else {
                        at = At.TEXT;
                    }
                }
                case AFTER_DOT_CR -> {
                    in.position(octet == LF ? i + 1 : i);
                    return octet == LF ? new Piece.End() : heldBackCr();
                }
            }
        }
        return start == in.limit() ? more(in) : slice(in, start, in.limit(), in.limit());
    }

    private At behind(byte octet) {
        if (octet == CR) {
            return At.AFTER_CR;
        }
        return octet == LF && at == At.AFTER_CR ? At.LINE_START : At.TEXT;
    }

    private Piece heldBackCr() {
        at = At.AFTER_CR;
        return new Piece.Slice(ByteBuffer.wrap(new byte[] {CR}));
    }

    private static Piece slice(ByteBuffer in, int from, int to, int next) {
        ByteBuffer slice = in.slice(from, to - from);
        in.position(next);
        return new Piece.Slice(slice);
    }

    private static Piece more(ByteBuffer in) {
        in.position(in.limit());
        return new Piece.More();
    }
}
