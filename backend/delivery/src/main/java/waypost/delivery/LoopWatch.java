package waypost.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.ReceivedCount;

/**
 * Watches the header of a message go by for signs that it goes in circles: too many Received fields (RFC 5321 §6.3), or our own
 * Delivered-To. Bounded memory; one thread.
 */
final class LoopWatch {
    private static final String FIELD = "delivered-to:";
    private static final int LONGEST_LINE = 1000;
    private static final int MOST_FIELDS = 100;

    private final ReceivedCount received = new ReceivedCount();
    private final StringBuilder line = new StringBuilder();
    private final Set<String> deliveredTo = new HashSet<>();
    private boolean inHeader = true;

    /** @param trace Received fields that stand before the content */
    LoopWatch(String trace) {
        received.scan(ByteBuffer.wrap(trace.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads the slice without consuming it. */
    void scan(ByteBuffer slice) {
        received.scan(slice);
        for (int i = slice.position(); i < slice.limit() && inHeader; i++) {
            char c = (char) (slice.get(i) & 0xFF);
            if (c == '\n') {
                ended();
            } else if (c != '\r' && line.length() < LONGEST_LINE) {
                line.append(c);
            }
        }
    }

    private void ended() {
        inHeader = !line.isEmpty();
        if (line.length() > FIELD.length()
                && line.substring(0, FIELD.length()).toLowerCase(Locale.ROOT).equals(FIELD)
                && deliveredTo.size() < MOST_FIELDS) {
            byte[] octets = line.substring(FIELD.length()).getBytes(StandardCharsets.ISO_8859_1);
            deliveredTo.add(plain(new String(octets, StandardCharsets.UTF_8)));
        }
        line.setLength(0);
    }

    private static String plain(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether no recipient may have it. */
    boolean tooManyHops() {
        return received.loops();
    }

    /** Whether it has been delivered to this address before. */
    boolean deliveredTo(Mailbox address) {
        return deliveredTo.contains(plain(address.toString()));
    }
}
