package waypost.protocol.admin;

import java.nio.ByteBuffer;
import waypost.protocol.LineReader;

/** The node's side of one connection of its administrator: greets, takes one request, then content in frames. One thread. */
public final class AdminSession {
    public static final int VERSION = 1;

    /** Octets of a line, CRLF included. */
    public static final int MAX_LINE = 8192;

    /** Exit status of a request that is wrong in itself. */
    private static final int WRONG = 2;

    private final LineReader lines = new LineReader();
    private boolean asked;
    private int left;

    /** What is to be done. */
    public sealed interface Step {
        /** Read on. */
        record More() implements Step {}

        /** Do it, and stop when the client goes. */
        record Run(AdminRequest request) implements Step {}

        /** Give it these octets, which are valid until the next call. */
        record Content(ByteBuffer octets) implements Step {}

        /** No more content comes. */
        record ContentEnd() implements Step {}

        /** Say so, and close. */
        record Refuse(AdminReply.Failed why) implements Step {}
    }

    public static AdminReply.Greeting greeting(String node) {
        return new AdminReply.Greeting(VERSION, node);
    }

    /** Takes one step's octets; those of a line that is not complete stay in the buffer, which has room for {@link #MAX_LINE}. */
    public Step next(ByteBuffer in) {
        if (left > 0) {
            return content(in);
        }
        return switch (lines.next(in, MAX_LINE)) {
            case LineReader.Line.Partial _ -> new Step.More();
            case LineReader.Line.TooLong _ -> refuse("The request is longer than " + MAX_LINE + " octets.");
            case LineReader.Line.Foul _ -> refuse("The request is no line of text.");
            case LineReader.Line.Text(var line) -> asked ? frame(line, in) : request(line);
        };
    }

    private Step request(String line) {
        asked = true;
        return AdminRequest.parse(line)
                .<Step>map(Step.Run::new)
                .orElseGet(() -> refuse("The request is not understood."));
    }

    private Step frame(String line, ByteBuffer in) {
        int length = AdminFrame.length(line);
        if (length < 0) {
            return refuse("What comes behind the request is not understood.");
        }
        left = length;
        return length == 0 ? new Step.ContentEnd() : content(in);
    }

    private Step content(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return new Step.More();
        }
        ByteBuffer octets = AdminFrame.take(in, left);
        left -= octets.remaining();
        return new Step.Content(octets);
    }

    private static Step refuse(String why) {
        return new Step.Refuse(new AdminReply.Failed(WRONG, why));
    }
}
