package waypost.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A node: greets, answers the first line in pieces, then echoes. */
final class FakeNode implements WireHandler {
    private final List<String> answer;
    private boolean loggedIn;

    FakeNode(String... answer) {
        this.answer = List.of(answer);
    }

    @Override
    public void connected(Wire wire) {
        say(wire, "+OK node\r\n");
    }

    private static void say(Wire wire, String text) {
        wire.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        wire.flush();
    }

    @Override
    public void received(Wire wire, ByteBuffer in) {
        if (!loggedIn && !LineLogin.takeLine(in).isEmpty()) {
            loggedIn = true;
            answer.forEach(piece -> say(wire, piece));
        }
        if (loggedIn && in.hasRemaining()) {
            wire.write(in);
            wire.flush();
        }
    }

    @Override
    public void closed(Wire wire, String why) {}
}
