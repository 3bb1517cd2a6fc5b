package waypost.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountName;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.pop3.Pop3Upstream;

/** A foreign node that users log in to by IMAP, or by POP3: says what a test wants it to, and remembers what it was shown. */
final class AskedNode implements Net, NodeDialer {
    private final HandLoop loop;
    private final Service service;
    private final List<String> shown = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private String greeting;
    private String answer = "";
    private boolean down;
    private boolean hung;

    AskedNode(HandLoop loop, Service service) {
        this.loop = loop;
        this.service = service;
        this.greeting = service == Service.POP3 ? "+OK hi" : "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi";
    }

    /** What it says to a password other than {@code right}. */
    void answers(String line) {
        answer = line;
    }

    void greets(String line) {
        greeting = line;
    }

    void down(boolean now) {
        down = now;
    }

    /** Takes what is said, and says nothing. */
    void hung(boolean now) {
        hung = now;
    }

    /** The passwords that it was shown since the last time. */
    List<String> shown() {
        List<String> all = List.copyOf(shown);
        shown.clear();
        return all;
    }

    /** The commands that it has heard since the last time, without what is shown by them. */
    List<String> told() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    @Override
    public Wire connect(Dial dial, WireHandler handler) {
        Connection connection = new Connection(handler);
        if (down) {
            connection.wire.close("refused");
        } else {
            loop.execute(() -> {
                handler.connected(connection.wire);
                connection.say(greeting);
            });
        }
        return connection.wire;
    }

    private final class Connection {
        private final HandWire wire;

        Connection(WireHandler handler) {
            wire = new HandWire(loop, _ -> handler, () -> loop.execute(this::serve));
        }

        private void serve() {
            new String(wire.take(), StandardCharsets.US_ASCII).lines().forEach(this::hear);
        }

        private void hear(String line) {
            int plain = line.indexOf(" PLAIN ");
            if (plain < 0) {
                told.add(line);
                return;
            }
            told.add(line.substring(0, plain) + " PLAIN");
            String[] parts = StandardCharsets.UTF_8
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(line.substring(plain + " PLAIN ".length()))))
                    .toString()
                    .split("\0", -1);
            shown.add(parts[1] + " " + parts[2]);
            say(parts[2].equals("right") ? in() : answer);
        }

        private String in() {
            return service == Service.POP3 ? "+OK in" : "A OK [CAPABILITY IMAP4rev1] in";
        }

        private void say(String line) {
            loop.execute(() -> {
                if (!hung && wire.open()) {
                    wire.give((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            });
        }
    }

    @Override
    public Optional<Dial> dial(ClusterNodeSection node, Service protocol, Service client) {
        return Optional.of(Dial.to(Endpoint.local(node.name().value()))).filter(_ -> protocol == service);
    }

    @Override
    public NodeLogin login(
            ClusterNodeSection node, Service asked, AccountName account, Optional<Proof> proof, Forwarded forwarded) {
        return asked == Service.POP3
                ? new Pop3Upstream(account, proof.orElseThrow(), forwarded, Opening.GREETING)
                : new ImapUpstream(account, proof.orElseThrow(), forwarded, Opening.GREETING);
    }

    @Override
    public Listener listen(ListenerSpec spec, Function<Wire, WireHandler> handlers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
