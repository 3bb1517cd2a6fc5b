package waypost.net;

import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;

/** What went wrong on a connection, in a few words for the log; no stack trace for what a peer can cause. */
final class Failures {
    private Failures() {}

    static String text(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        Throwable inner = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        String message = inner.getMessage();
        String name = inner.getClass().getSimpleName();
        return message == null
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }
}
