package waypost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waypost.protocol.ServedSession;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.ClientLogin.Step;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/**
 * A connection without a network: a log-in and the session behind it, driven as the network would drive them. What is sent is fed whole or
 * octet by octet. Single-threaded; wake-ups are delivered before the next read.
 */
public final class MemorySession implements ByteSession {
    private final ClientLogin login;
    private final Gate gate;
    private final Feeding feeding;
    private final RecordingOutput output = new RecordingOutput();
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private byte[] left = {};
    private Optional<ServedSession> served = Optional.empty();
    private boolean woken;

    /** How the octets of one {@link #send} arrive. */
    public enum Feeding {
        WHOLE,
        OCTETS
    }

    public MemorySession(ClientLogin login, Gate gate, Feeding feeding) throws IOException {
        this.login = login;
        this.gate = gate;
        this.feeding = feeding;
        login.greet(output);
    }

    @Override
    public void send(byte[] octets) throws IOException {
        int step = feeding == Feeding.WHOLE ? Math.max(1, octets.length) : 1;
        for (int from = 0; from < octets.length && !output.closed(); from += step) {
            feed(ByteBuffer.wrap(octets, from, Math.min(step, octets.length - from)));
        }
    }

    private void feed(ByteBuffer octets) throws IOException {
        if (served.isPresent()) {
            serve(served.get(), octets);
            if (served.isPresent() || !octets.hasRemaining()) {
                return;
            }
        }
        ByteBuffer in = ByteBuffer.allocate(left.length + octets.remaining())
                .put(left)
                .put(octets)
                .flip();
        Step step = login.receive(in, output);
        boolean asked = true;
        while (asked) {
            switch (step) {
                case Step.Authenticate(var credentials) -> step = decide(gate.decide(credentials), in);
                case Step.Ask(var question) -> step = goOn(login.told(reply(question), output), in);
                case Step.More(), Step.StartTls(), Step.Close() -> asked = false;
            }
        }
        if (!(step instanceof Step.More)) {
            output.close();
        }
        left = new byte[in.remaining()];
        in.get(left);
    }

    private Optional<Reply> reply(Question question) {
        return switch (question) {
            case Question.Keys wanted -> gate.keys(wanted).map(Reply.Keys::new);
            case Question.Work(var work) -> Optional.of(new Reply.Done(work.get()));
        };
    }

    /** A session that releases its client leaves it to the log-in. */
    private void serve(ServedSession session, ByteBuffer in) throws IOException {
        session.received(in, output);
        if (session.released()) {
            session.closed();
            served = Optional.empty();
        }
    }

    private Step decide(Gate.Decision decision, ByteBuffer in) throws IOException {
        return switch (decision) {
            case Gate.Refuse(var why) -> goOn(login.refused(why, output), in);
            case Gate.Refer(var where) -> goOn(login.referred(where, output), in);
            case Gate.Serve(var session, var capabilities) -> {
                login.succeeded(capabilities, output);
                served = Optional.of(session);
                session.opened(output, () -> woken = true);
                serve(session, in);
                yield served.isPresent() ? new Step.More() : login.receive(in, output);
            }
        };
    }

    private Step goOn(Step step, ByteBuffer in) throws IOException {
        return step instanceof Step.More ? login.receive(in, output) : step;
    }

    @Override
    public Optional<String> line() throws IOException {
        pump();
        byte[] octets = unread.toByteArray();
        for (int end = 0; end < octets.length; end++) {
            if (octets[end] == '\n') {
                unread.reset();
                unread.write(octets, end + 1, octets.length - end - 1);
                int length = end > 0 && octets[end - 1] == '\r' ? end - 1 : end;
                return Optional.of(new String(octets, 0, length, StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    private void pump() throws IOException {
        if (woken && served.isPresent() && !output.closed()) {
            woken = false;
            served.get().woken(output);
        }
        unread.writeBytes(output.take());
    }

    /** All that the server has said and has not been read. */
    public byte[] take() throws IOException {
        pump();
        byte[] octets = unread.toByteArray();
        unread.reset();
        return octets;
    }

    @Override
    public boolean silent() throws IOException {
        pump();
        return unread.size() == 0;
    }

    @Override
    public boolean ended() {
        return output.closed();
    }

    @Override
    public void close() {
        served.ifPresent(ServedSession::closed);
    }
}
