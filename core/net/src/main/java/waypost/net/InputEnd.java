package waypost.net;

import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/** How a peer says that it will send no more: by TCP or by TLS (RFC 8446 §6.1). */
final class InputEnd {
    private InputEnd() {}

    static boolean is(Object event) {
        return event instanceof ChannelInputShutdownEvent
                || (event instanceof SslCloseCompletionEvent closed && closed.isSuccess());
    }
}
