package waypost.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.net.WireHandler;
import waypost.protocol.Output;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.Extension;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.LmtpSession;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;
import waypost.protocol.smtp.Transaction;

/** A node that speaks LMTP as a real one does, answers as a test wants it to, and remembers what it was told. */
final class ScriptedNode {
    static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "OK");

    private final HandLoop loop;
    private final NodeName name;
    private Set<Extension> extensions;
    private final List<String> told = new ArrayList<>();
    private final Map<String, SmtpReply> answers = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private long maxSize = 10 << 20;
    private boolean down;
    private boolean hung;

    ScriptedNode(HandLoop loop, String name, Kind kind) {
        this.loop = loop;
        this.extensions =
                kind == Kind.FOREIGN ? Set.of(Extension.SMTPUTF8) : Set.of(Extension.WAYPOST, Extension.SMTPUTF8);
        this.name = new NodeName(name);
    }

    /** What was said to it since the last time: {@code mail, rcpt ann, hold ben, content 12, keep ben HAND_ON, done, reset}. */
    String told() {
        String all = String.join(", ", told);
        told.clear();
        return all;
    }

    /** @param to {@code rcpt ann}, {@code dot ann} or {@code keep}, {@code done} */
    void answer(String to, SmtpReply reply) {
        answers.put(to, reply);
    }

    void maxSize(long size) {
        maxSize = size;
    }

    /** Of connections from now on. */
    void offers(Set<Extension> now) {
        extensions = now;
    }

    /** Refuses connections, or takes them again. */
    void down(boolean now) {
        down = now;
    }

    /** Takes bytes and does nothing with them, until it wakes. */
    void hang() {
        hung = true;
    }

    void wake() {
        hung = false;
        connections.forEach(Connection::serve);
        loop.run();
    }

    /** Its connections break. */
    void cut() {
        connections.forEach(connection -> connection.wire.close("reset"));
        connections.clear();
        loop.run();
    }

    /** Half a reply, which is progress. */
    void mumble() {
        connections.getLast().wire.give("250".getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether the socket to it takes bytes. */
    void room(boolean now) {
        connections.getLast().wire.room(now);
    }

    int connections() {
        return (int) connections.stream().filter(one -> one.wire.open()).count();
    }

    HandWire connect(WireHandler handler) {
        Connection connection = new Connection(handler);
        if (down) {
            connection.wire.close("refused");
        } else {
            connections.add(connection);
            loop.execute(() -> {
                handler.connected(connection.wire);
                connection.open();
            });
        }
        return connection.wire;
    }

    private SmtpReply say(String to) {
        return answers.getOrDefault(to, OK);
    }

    /** The node's end of one connection. */
    private final class Connection implements Output {
        private final HandWire wire;
        private final LmtpSession session;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final ByteArrayOutputStream saying = new ByteArrayOutputStream();

        Connection(WireHandler handler) {
            wire = new HandWire(loop, _ -> handler, () -> loop.execute(this::serve));
            SmtpService service = new SmtpService(
                    name.value(), Dialect.LMTP, Admission.ANYONE, maxSize, extensions, SaslOffer.NOTHING);
            session = LmtpSession.open(service, new Mail());
        }

        void open() {
            try {
                session.opened(this, () -> {});
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        void serve() {
            heard.writeBytes(wire.take());
            if (!hung && wire.open()) {
                byte[] bytes = heard.toByteArray();
                heard.reset();
                try {
                    session.received(ByteBuffer.wrap(bytes), this);
                } catch (IOException impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }

        @Override
        public void write(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            saying.writeBytes(copy);
        }

        @Override
        public void flush() {
            byte[] bytes = saying.toByteArray();
            saying.reset();
            loop.execute(() -> {
                if (wire.open()) {
                    wire.give(bytes);
                }
            });
        }

        @Override
        public void close() {
            flush();
            loop.execute(() -> wire.close("peer closed"));
        }
    }

    private final class Mail implements Reception, Reception.Receiving {
        private final List<String> listed = new ArrayList<>();
        private long octets;

        @Override
        public Opening begin(Transaction transaction) {
            told.add("mail");
            listed.clear();
            octets = 0;
            return new Opening.Opened(OK, this);
        }

        @Override
        public SmtpReply recipient(Recipient recipient) {
            String local = recipient.address().local();
            told.add((recipient.hold().isPresent() ? "hold " : "rcpt ") + local);
            SmtpReply reply = say("rcpt " + local);
            if (reply.positive()) {
                listed.add(local);
            }
            return reply;
        }

        @Override
        public void content(ByteBuffer slice) {
            octets += slice.remaining();
        }

        @Override
        public List<SmtpReply> finish() {
            told.add("content " + octets);
            return listed.stream().map(local -> say("dot " + local)).toList();
        }

        @Override
        public void abandon() {
            told.add("reset");
        }

        @Override
        public SmtpReply keep(Transaction transaction, List<Kept> recipients) {
            recipients.forEach(
                    one -> told.add("keep " + one.recipient().address().local() + " " + one.purpose()));
            return say("keep");
        }

        @Override
        public SmtpReply done(TransferId transfer) {
            told.add("done");
            return say("done");
        }
    }
}
