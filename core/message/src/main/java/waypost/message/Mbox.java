package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Splits an mbox file (RFC 4155) into its messages while it streams by. A message begins with a {@code From } line that has a time of day
 * in it and stands at the beginning or after an empty line; line ends are LF or CRLF. The bytes between are given out as they are, a
 * quoted {@code >From } too, but without the empty line before the next message. Bytes before the first {@code From } line are skipped.
 * One use, one thread.
 */
public final class Mbox {
    private static final Pattern FROM_LINE = Pattern.compile("From .*\\d\\d:\\d\\d.*", Pattern.DOTALL);
    private static final byte[] FROM = "From ".getBytes(ISO_8859_1);
    private static final int MAX_FROM_LINE = 1024;

    private final Messages messages;

    /** The beginning of a line that may be a From_ line, its empty line before it included. */
    private final ByteBuffer held = ByteBuffer.allocate(MAX_FROM_LINE);

    private Line line = Line.FROM;
    private int lineStart;
    private boolean inMessage;

    private enum Line {
        /** All of this line so far is held and may be an empty line. */
        EMPTY,
        /** The line follows an empty line, or is the first, and so far could be a From_ line. */
        FROM,
        /** The line is given out as it comes. */
        OTHER
    }

    /** Takes the messages, one after another. */
    public interface Messages {
        /** @param fromLine the From_ line, without its line end, octets as ISO-8859-1 characters */
        void begin(String fromLine) throws IOException;

        /** More of the message. The slice is valid only during the call. */
        void bytes(ByteBuffer slice) throws IOException;

        void end() throws IOException;
    }

    public Mbox(Messages messages) {
        this.messages = messages;
    }

    /** Takes all that remains in the buffer. */
    public void feed(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (line == Line.OTHER) {
                restOfLine(in);
            } else {
                hold(in.get());
            }
        }
    }

    /** Ends the file. */
    public void finish() throws IOException {
        if (line == Line.FROM && lineStart == held.position()) {
            held.clear(); // the empty line before the end of the file
        } else if (line == Line.FROM && isFromLine()) {
            fromLine();
        }
        release();
        if (inMessage) {
            messages.end();
        }
    }

    private void restOfLine(ByteBuffer in) throws IOException {
        int from = in.position();
        int end = from;
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        boolean ended = end < in.limit();
        in.position(ended ? end + 1 : end);
        give(in.slice(from, in.position() - from));
        if (ended) {
            line = Line.EMPTY;
            lineStart = 0;
        }
    }

    private void hold(byte octet) throws IOException {
        held.put(octet);
        int index = held.position() - 1 - lineStart;
        switch (line) {
            case EMPTY -> {
                if (octet == '\n') {
                    line = Line.FROM;
                    lineStart = held.position();
                } else if (octet != '\r' || index > 0) {
                    other();
                }
            }
            case FROM -> {
                if (octet == '\n') {
                    endOfFromCandidate(index);
                } else if (index < FROM.length && octet != FROM[index] && !(index == 0 && octet == '\r')
                        || !held.hasRemaining()) {
                    other();
                }
            }
            case OTHER -> throw new IllegalStateException("nothing is held of such a line");
        }
    }

    private void endOfFromCandidate(int index) throws IOException {
        if (isFromLine()) {
            fromLine();
            return;
        }
        boolean empty = index == 0 || index == 1 && held.get(lineStart) == '\r';
        if (!empty) {
            other();
            line = Line.EMPTY;
            lineStart = 0;
            return;
        }
        // one more empty line: the one before it belongs to the message
        byte[] last = new byte[index + 1];
        held.get(lineStart, last);
        held.position(lineStart);
        release();
        held.put(last);
        lineStart = last.length;
    }

    private boolean isFromLine() {
        String text = heldLine();
        return text.startsWith("From ") && FROM_LINE.matcher(text).matches();
    }

    private String heldLine() {
        return new String(held.array(), lineStart, held.position() - lineStart, ISO_8859_1).stripTrailing();
    }

    private void fromLine() throws IOException {
        String text = heldLine();
        held.clear();
        if (inMessage) {
            messages.end();
        }
        messages.begin(text);
        inMessage = true;
        line = Line.EMPTY;
        lineStart = 0;
    }

    private void other() throws IOException {
        release();
        line = Line.OTHER;
    }

    private void release() throws IOException {
        ByteBuffer slice = held.flip().slice();
        if (slice.hasRemaining()) {
            give(slice);
        }
        held.clear();
        lineStart = 0;
    }

    private void give(ByteBuffer slice) throws IOException {
        if (inMessage) {
            messages.bytes(slice);
        }
    }
}
