package waypost.protocol.smtp;

import java.nio.ByteBuffer;

/** Counts the Received fields of a message while its content passes, against loops (RFC 5321 §6.3). */
public final class ReceivedCount {
    /** More than so many are a loop (RFC 5321 §6.3: "normally at least 100"). */
    public static final int MAX_HOPS = 100;

    private static final String FIELD = "received:";

    private int count;
    /** Octets of the field name matched at the line's start; -1 when the line is another. */
    private int matched;

    private int column;
    private boolean inHeader = true;

    /** Reads the slice without consuming it. */
    public void scan(ByteBuffer slice) {
        for (int i = slice.position(); i < slice.limit() && inHeader; i++) {
            octet((char) (slice.get(i) & 0xFF));
        }
    }

    private void octet(char c) {
        if (c == '\n') {
            inHeader = column > 0;
            column = 0;
            matched = 0;
            return;
        }
        if (c == '\r') {
            return;
        }
        column++;
        if (matched >= 0 && matched < FIELD.length()) {
            matched = FIELD.charAt(matched) == lower(c) ? matched + 1 : -1;
            if (matched == FIELD.length()) {
                count++;
            }
        }
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    public int count() {
        return count;
    }

    public boolean loops() {
        return count > MAX_HOPS;
    }
}
