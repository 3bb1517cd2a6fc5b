package waypost.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.protocol.imap.MailboxName;
import waypost.protocol.login.NodeLogin;

/** An IMAP client in blocking code: one command at a time, each waits for its answer. One thread. */
final class ImapClient implements AutoCloseable {
    private static final long SECONDS = 60;
    private static final String SILENCE = "no answer in " + SECONDS + " s";
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final ImapWire session;
    private final Wire wire;
    private int commands;

    private ImapClient(ImapWire session, Wire wire) {
        this.session = session;
        this.wire = wire;
    }

    /** What is appended beside the message itself. */
    record Envelope(String folder, List<String> flags, OffsetDateTime date) {}

    static ImapClient dial(Net net, Dial dial, NodeLogin login) {
        ImapWire session = new ImapWire(login);
        return new ImapClient(session, net.connect(dial, session));
    }

    /** How the log-in ended; never {@link NodeLogin.Step.More}. */
    NodeLogin.Step login() throws IOException {
        return await(session.loggedIn());
    }

    /** The tagged answer without its tag. */
    String command(String text) throws IOException {
        String tag = nextTag();
        send(tag + " " + text + "\r\n");
        return answer(tag);
    }

    /** RFC 3501 §6.3.11, with the non-synchronizing literal of RFC 7888. */
    String append(Envelope envelope, Spool message) throws IOException {
        String tag = nextTag();
        send(tag + " APPEND " + MailboxName.astring(envelope.folder()) + " (" + String.join(" ", envelope.flags())
                + ") \"" + DATE_TIME.format(envelope.date()) + "\" {" + message.size() + "+}\r\n");
        message.read(slice -> await(session.send(wire, slice)));
        send("\r\n");
        return answer(tag);
    }

    private String nextTag() {
        return "W" + ++commands;
    }

    private void send(String text) throws IOException {
        await(session.send(wire, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private String answer(String tag) throws IOException {
        while (true) {
            switch (nextEvent()) {
                case ImapWire.Event.Line(var text)
                when text.startsWith(tag + " ") -> {
                    return text.substring(tag.length() + 1);
                }
                case ImapWire.Event.Line _ -> {}
                case ImapWire.Event.Closed(var why) -> throw new IOException(why);
            }
        }
    }

    private ImapWire.Event nextEvent() throws IOException {
        try {
            ImapWire.@Nullable Event event = session.events().poll(SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new IOException(SILENCE);
            }
            return event;
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
            throw new IOException(SILENCE, silent);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    @Override
    public void close() {
        wire.close("done");
    }
}
