package waypost.net;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;

/** Serves each connection from its first byte. */
record ServeAtOnce(Queue<LineSession> sessions) implements WireHandler {
    @Override
    public void connected(Wire wire) {
        LineSession session = new LineSession();
        sessions.add(session);
        wire.serve(session, Duration.ofMinutes(1));
    }

    @Override
    public void received(Wire wire, ByteBuffer in) {
        throw new AssertionError("handed over already");
    }

    @Override
    public void closed(Wire wire, String why) {}
}
