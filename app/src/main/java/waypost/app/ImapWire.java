package waypost.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.login.NodeLogin;

/** The event loop's side of an {@link ImapClient}: logs in, then hands over each line of the server. */
final class ImapWire implements WireHandler {
    private static final int MAX_WAITING = 1000;

    private NodeLogin login;
    private final CompletableFuture<NodeLogin.Step> loggedIn = new CompletableFuture<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Optional<CompletableFuture<Wire>> sending = Optional.empty();
    private Optional<String> end = Optional.empty();

    /** What comes from the server after the log-in. */
    sealed interface Event {
        /** Without its line end, octets as ISO-8859-1 characters. */
        record Line(String text) implements Event {}

        /** The last. */
        record Closed(String why) implements Event {}
    }

    ImapWire(NodeLogin login) {
        this.login = login;
    }

    /** How the log-in ended; neither {@link NodeLogin.Step.More} nor a step on the way. */
    CompletableFuture<NodeLogin.Step> loggedIn() {
        return loggedIn;
    }

    BlockingQueue<Event> events() {
        return events;
    }

    /** Sends the remaining bytes; done when more may follow. Any thread. */
    CompletableFuture<Wire> send(Wire wire, ByteBuffer bytes) {
        CompletableFuture<Wire> sent = new CompletableFuture<>();
        wire.loop().execute(() -> {
            if (end.isPresent()) {
                sent.completeExceptionally(new IOException(end.get()));
                return;
            }
            wire.write(bytes);
            wire.flush();
            sending = Optional.of(sent);
            writabilityChanged(wire);
        });
        return sent;
    }

    @Override
    public void connected(Wire wire) {
        try {
            login.connected(wire.output());
        } catch (IOException gone) {
            wire.close(String.valueOf(gone.getMessage()));
        }
    }

    @Override
    public void received(Wire wire, ByteBuffer in) {
        if (!loggedIn.isDone()) {
            step(wire, in);
        }
        if (loggedIn.isDone()) {
            lines(wire, in);
        }
    }

    private void step(Wire wire, ByteBuffer in) {
        try {
            NodeLogin.Step step = login.receive(in, wire.output());
            switch (step) {
                case NodeLogin.Step.More _ -> {}
                case NodeLogin.Step.StartTls(var behind) -> {
                    login = behind;
                    wire.startTls(this);
                }
                case NodeLogin.Step _ -> loggedIn.complete(step);
            }
        } catch (IOException gone) {
            wire.close(String.valueOf(gone.getMessage()));
        }
    }

    private void lines(Wire wire, ByteBuffer in) {
        takeLines(in, events);
        if (events.size() > MAX_WAITING) {
            wire.close("lines that nobody asked for");
        }
    }

    /** Takes all lines that have come whole. */
    static void takeLines(ByteBuffer in, Queue<Event> to) {
        for (int at = in.position(); at < in.limit(); at++) {
            if (in.get(at) == '\n') {
                byte[] line = new byte[at + 1 - in.position()];
                in.get(line);
                to.add(new Event.Line(new String(line, StandardCharsets.ISO_8859_1).stripTrailing()));
            }
        }
    }

    @Override
    public void writabilityChanged(Wire wire) {
        if (wire.writable()) {
            sending.ifPresent(sent -> sent.complete(wire));
            sending = Optional.empty();
        }
    }

    @Override
    public void closed(Wire wire, String why) {
        end = Optional.of(why);
        loggedIn.complete(new NodeLogin.Step.Broken(why));
        sending.ifPresent(sent -> sent.completeExceptionally(new IOException(why)));
        events.add(new Event.Closed(why));
    }
}
