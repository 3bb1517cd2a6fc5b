package waypost.access;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import waypost.protocol.ServedSession;
import waypost.testkit.RecordingOutput;

/** A served session and its client, octets in and octets out. Single-threaded but for wake-ups. */
final class Dialogue implements AutoCloseable {
    private final ServedSession session;
    private final RecordingOutput out = new RecordingOutput();
    private volatile boolean awake;

    Dialogue(ServedSession session) throws IOException {
        this.session = session;
        session.opened(out, () -> awake = true);
    }

    /** What the server answers, octets as ISO-8859-1 characters. */
    String say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String say(byte[]... pieces) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            session.received(ByteBuffer.wrap(piece), out);
            answers.writeBytes(out.take());
        }
        return answers.toString(StandardCharsets.ISO_8859_1);
    }

    /** What the server says of itself, after it was woken. */
    String woken() throws IOException {
        assertTrue(awake, "nobody woke the session");
        awake = false;
        session.woken(out);
        return out.takeText();
    }

    /** Whether an answer has a line that begins so. */
    static boolean says(String answer, String line) {
        return ("\r\n" + answer).contains("\r\n" + line);
    }

    /** Fails when a line is not in the answer. */
    static void has(String answer, String... lines) {
        for (String line : lines) {
            assertTrue(says(answer, line), () -> "no " + line + " in:\n" + answer);
        }
    }

    @Override
    public void close() {
        session.closed();
    }
}
