package waypost.protocol.admin;

import java.nio.ByteBuffer;
import waypost.protocol.LineReader;
import waypost.protocol.Remainder;

/** The node's side of one connection of its administrator: greets, takes one request. What comes behind it is of no meaning. One thread. */
public final class AdminSession {
    public static final int VERSION = 1;

    /** Octets of a request, CRLF included. */
    public static final int MAX_LINE = 8192;

    /** Exit status of a request that is wrong in itself. */
    private static final int WRONG = 2;

    private final LineReader lines = new LineReader();
    private final Remainder remainder = new Remainder();
    private boolean asked;

    /** What is to be done. */
    public sealed interface Step {
        /** Read on. */
        record More() implements Step {}

        /** Do it, and stop when the client goes. */
        record Run(AdminRequest request) implements Step {}

        /** Say so, and close. */
        record Refuse(AdminReply.Failed why) implements Step {}
    }

    public static AdminReply.Greeting greeting(String node) {
        return new AdminReply.Greeting(VERSION, node);
    }

    /** Takes what came. */
    public Step received(ByteBuffer in) {
        if (asked) {
            in.position(in.limit());
            return new Step.More();
        }
        ByteBuffer all = remainder.join(in);
        Step step = switch (lines.next(all, MAX_LINE)) {
            case LineReader.Line.Partial _ -> new Step.More();
            case LineReader.Line.TooLong _ -> refuse("The request is longer than " + MAX_LINE + " octets.");
            case LineReader.Line.Foul _ -> refuse("The request is no line of text.");
            case LineReader.Line.Text(var line) -> request(line);
        };
        remainder.keep(all);
        return step;
    }

    private Step request(String line) {
        asked = true;
        return AdminRequest.parse(line)
                .<Step>map(Step.Run::new)
                .orElseGet(() -> refuse("The request is not understood."));
    }

    private static Step refuse(String why) {
        return new Step.Refuse(new AdminReply.Failed(WRONG, why));
    }
}
