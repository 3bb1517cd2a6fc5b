package waypost.protocol.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waypost.protocol.LineReader;

/** The administrator's side of a connection to a node: asks, and reads replies. Words of a newer release are skipped. One thread. */
public final class AdminDialogue {
    /** Octets of a reply. */
    public static final int MAX_LINE = 4 * AdminReply.MAX_TEXT + 64;

    private final LineReader lines = new LineReader();
    private int left;

    /** The other side does not speak as a node does. */
    public static final class Foreign extends Exception {
        private static final long serialVersionUID = 1;

        Foreign() {
            super("what answers is not a node of Waypost", null, false, false);
        }
    }

    public static ByteBuffer encoded(AdminRequest request) {
        return ByteBuffer.wrap((request.line() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The next reply; empty when more has to be read. The octets of a line that is not complete stay in the buffer, which has room for {@link #MAX_LINE}. */
    public Optional<AdminReply> next(ByteBuffer in) throws Foreign {
        while (true) {
            if (left > 0) {
                return content(in);
            }
            switch (lines.next(in, MAX_LINE)) {
                case LineReader.Line.Text(var line) -> {
                    int length = AdminFrame.length(line);
                    Optional<AdminReply> reply = length < 0 ? parse(line) : Optional.empty();
                    left = Math.max(0, length);
                    if (reply.isPresent()) {
                        return reply;
                    }
                }
                case LineReader.Line.Partial _ -> {
                    return Optional.empty();
                }
                case LineReader.Line.TooLong _, LineReader.Line.Foul _ -> throw new Foreign();
            }
        }
    }

    private Optional<AdminReply> content(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return Optional.empty();
        }
        ByteBuffer octets = AdminFrame.take(in, left);
        left -= octets.remaining();
        return Optional.of(new AdminReply.Content(octets));
    }

    /** Empty when this release does not know what it means. */
    private static Optional<AdminReply> parse(String line) {
        int space = line.indexOf(' ');
        String text = space < 0 ? "" : line.substring(space + 1);
        return switch (space < 0 ? line : line.substring(0, space)) {
            case "WAYPOST" -> numbered(text).map(found -> new AdminReply.Greeting(found.number, found.text));
            case "PROGRESS" -> Optional.of(new AdminReply.Progress(text));
            case "LINE" -> Optional.of(new AdminReply.Line(text));
            case "OK" -> Optional.of(new AdminReply.Ok());
            case "FAILED" ->
                numbered(text)
                        .filter(found -> found.number > 0)
                        .map(found -> new AdminReply.Failed(found.number, found.text));
            default -> Optional.empty();
        };
    }

    /** A number of up to four digits, a space, a text. */
    private record Numbered(int number, String text) {}

    private static Optional<Numbered> numbered(String text) {
        int space = text.indexOf(' ');
        String digits = space < 0 ? "" : text.substring(0, space);
        boolean number =
                !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number
                ? Optional.of(new Numbered(Integer.parseInt(digits), text.substring(space + 1)))
                : Optional.empty();
    }
}
