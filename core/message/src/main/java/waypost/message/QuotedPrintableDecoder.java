package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Quoted-printable (RFC 2045 §6.7): blanks at the end of a line go, a {@code =} before it joins the lines, small hexadecimal digits are
 * taken, and a {@code =} that means nothing stays as it is.
 */
final class QuotedPrintableDecoder implements TransferDecoder {
    /** Blanks held back until it is known whether the line ends after them; more than these stay. */
    private static final int MAX_BLANKS = 1024;

    private enum State {
        TEXT,
        EQUALS,
        FIRST_DIGIT,
        JOIN,
        JOIN_CR
    }

    private static final int SLICE = 8 * 1024;
    private static final boolean[] ORDINARY = ordinary();

    private final byte[] encoded = new byte[SLICE];
    private final ByteBuffer decoded = ByteBuffer.allocate(SLICE + MAX_BLANKS + 4);
    private final ByteBuffer blanks = ByteBuffer.allocate(MAX_BLANKS);
    private State state = State.TEXT;
    private byte first;

    @Override
    public void decode(ByteBuffer in, Octets.Sink out) throws IOException {
        while (in.hasRemaining()) {
            int count = Math.min(in.remaining(), SLICE);
            in.get(encoded, 0, count);
            for (int at = 0; at < count; ) {
                int next = state == State.TEXT && blanks.position() == 0 ? plain(at, count) : at;
                decoded.put(encoded, at, next - at);
                if (next < count) {
                    take(encoded[next++]);
                }
                at = next;
            }
            give(out);
        }
    }

    /** The end of the octets from here on that stand for themselves: ordinary ones, and blanks that are followed by one. */
    private int plain(int from, int to) {
        int end = from;
        for (int at = from; at < to; at++) {
            byte octet = encoded[at];
            if (ORDINARY[octet & 0xFF]) {
                end = at + 1;
            } else if (octet != ' ' && octet != '\t') {
                break;
            }
        }
        return end;
    }

    @Override
    public void finish(Octets.Sink out) throws IOException {
        if (state == State.FIRST_DIGIT) {
            decoded.put((byte) '=').put(first);
        }
        blanks.clear();
        give(out);
    }

    private void take(byte octet) {
        switch (state) {
            case TEXT -> text(octet);
            case EQUALS -> afterEquals(octet);
            case FIRST_DIGIT -> secondDigit(octet);
            case JOIN -> join(octet);
            case JOIN_CR -> {
                state = State.TEXT;
                if (octet != '\n') {
                    text(octet);
                }
            }
        }
    }

    private void text(byte octet) {
        switch (octet) {
            case ' ', '\t' -> {
                if (!blanks.hasRemaining()) {
                    decoded.put(blanks.flip());
                    blanks.clear();
                }
                blanks.put(octet);
            }
            case '\r', '\n' -> {
                blanks.clear();
                decoded.put(octet);
            }
            default -> {
                decoded.put(blanks.flip());
                blanks.clear();
                if (octet == '=') {
                    state = State.EQUALS;
                } else {
                    decoded.put(octet);
                }
            }
        }
    }

    private void afterEquals(byte octet) {
        if (Character.digit(octet, 16) >= 0) {
            first = octet;
            state = State.FIRST_DIGIT;
        } else if (octet == ' ' || octet == '\t') {
            state = State.JOIN;
            blanks.put(octet);
        } else if (octet == '\r') {
            state = State.JOIN_CR;
        } else {
            state = State.TEXT;
            if (octet != '\n') {
                decoded.put((byte) '=');
                text(octet);
            }
        }
    }

    private void secondDigit(byte octet) {
        state = State.TEXT;
        int low = Character.digit(octet, 16);
        if (low >= 0) {
            decoded.put((byte) (Character.digit(first, 16) << 4 | low));
        } else {
            decoded.put((byte) '=').put(first);
            text(octet);
        }
    }

    /** Blanks after a {@code =}: they and it go if the line ends. */
    private void join(byte octet) {
        if ((octet == ' ' || octet == '\t') && blanks.hasRemaining()) {
            blanks.put(octet);
        } else if (octet == '\r' || octet == '\n') {
            blanks.clear();
            state = octet == '\r' ? State.JOIN_CR : State.TEXT;
        } else {
            decoded.put((byte) '=');
            state = State.TEXT;
            text(octet);
        }
    }

    private static boolean[] ordinary() {
        boolean[] ordinary = new boolean[256];
        Arrays.fill(ordinary, true);
        for (char octet : " \t\r\n=".toCharArray()) {
            ordinary[octet] = false;
        }
        return ordinary;
    }

    private void give(Octets.Sink out) throws IOException {
        if (decoded.flip().hasRemaining()) {
            out.accept(decoded.slice());
        }
        decoded.clear();
    }
}
