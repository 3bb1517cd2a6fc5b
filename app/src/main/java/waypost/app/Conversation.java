package waypost.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;

/** A client of any line protocol in blocking code, for the rehearsal. Octets are ISO-8859-1 characters. One thread. */
final class Conversation implements AutoCloseable {
    private static final long SECONDS = 30;

    private final Lines lines = new Lines();
    private final Wire wire;

    private Conversation(Net net, Dial dial) {
        wire = net.connect(dial, lines);
    }

    static Conversation open(Net net, Dial dial) {
        return new Conversation(net, dial);
    }

    /** On a wire that was dialled for it; what is sent from now on waits for the handshake. */
    void startTls() {
        wire.loop().execute(() -> wire.startTls(lines));
    }

    /** Sends the lines, which end in CRLF. */
    void send(String text) {
        wire.loop().execute(() -> {
            wire.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            wire.flush();
        });
    }

    /** The next line that is the last of an answer, without its CRLF; those before it are left out. */
    String answer(Predicate<String> last) throws IOException {
        String line = line();
        while (!last.test(line)) {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        try {
            ImapWire.@Nullable Event event = lines.come.poll(SECONDS, TimeUnit.SECONDS);
            return switch (event) {
                case ImapWire.Event.Line(var text) -> text;
                case ImapWire.Event.Closed(var why) -> throw new IOException(why);
                case null -> throw new IOException("no answer in " + SECONDS + " s");
            };
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        wire.close("done");
    }

    /** The event loop's side. */
    private static final class Lines implements WireHandler {
        private final BlockingQueue<ImapWire.Event> come = new LinkedBlockingQueue<>();

        @Override
        public void connected(Wire wire) {
            // the server speaks first
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            ImapWire.takeLines(in, come);
        }

        @Override
        public void closed(Wire wire, String why) {
            come.add(new ImapWire.Event.Closed(why));
        }
    }
}
