package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.config.ClusterNodeSection;
import waypost.guard.Fellows;
import waypost.guard.Guard;
import waypost.guard.GuardSettings;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.mapping.Trials;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.LoginLimits;
import waypost.net.LoginService;
import waypost.net.Net;
import waypost.net.Protection;
import waypost.net.WaitingRoom;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;

/** Log-ins whose passwords a node judges, from the client's socket to the node's: what the client hears, and what the guard has counted by then. */
class NodesWordTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);

    private final Net net = Net.open(new MetricRegistry());
    private final List<String> counted = new CopyOnWriteArrayList<>();
    private volatile String answer = "";
    private Listener node;
    private Listener front;

    /** Says what the test wants it to: a log-in's answer, or nothing at all before it hangs up. */
    private final class FakeNode implements WireHandler {
        @Override
        public void connected(Wire wire) {
            say(wire, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi");
        }

        private static void say(Wire wire, String line) {
            wire.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.US_ASCII)));
            wire.flush();
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            in.position(in.limit());
            if (answer.isEmpty()) {
                wire.close("down");
            } else {
                say(wire, answer);
            }
        }

        @Override
        public void closed(Wire wire, String why) {}
    }

    private final class Dialer implements NodeDialer {
        @Override
        public Optional<Dial> dial(ClusterNodeSection to, Service protocol, Service service) {
            return Optional.of(Dial.to(Endpoint.of(node.address())));
        }

        @Override
        public NodeLogin login(
                ClusterNodeSection to,
                Service service,
                AccountName account,
                Optional<Proof> shown,
                Forwarded forwarded) {
            return new ImapUpstream(account, shown.orElseThrow(), forwarded, Opening.GREETING);
        }
    }

    @BeforeEach
    void open() throws IOException {
        node = net.listen(ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()), _ -> new FakeNode());
        Fellows fellows = new Fellows(
                new NodeName("fe1"),
                new SharedKey(1, "0".repeat(64)),
                tiding -> counted.add(tiding.getClass().getSimpleName()));
        Guard guard = new Guard(
                GuardSettings.STANDARD,
                Optional.empty(),
                fellows,
                System::nanoTime,
                InstantSource.system(),
                new MetricRegistry());
        LoginCheck check = new LoginCheck(new LeftUsers(), new FakeLogins(), Optional.empty(), new NoSecrets());
        var door = new Frontdoor(
                new GuardedLogins(
                        check,
                        guard,
                        Trials.alone(System::nanoTime),
                        new AddressRules(AddressSettings.plain(Optional.of("example.net"))),
                        Runnable::run),
                new Nodes(List.of(MailScene.section("f1"))),
                new NodeName("n1"),
                new Dialer(),
                Optional.empty(),
                new LearnedRoutes());
        LoginService service = new LoginService(
                net,
                Service.IMAP.name(),
                Optional.empty(),
                _ -> new ImapLogin(new ImapLogin.Options(Set.of(), SaslOffer.of(Mechanism.PLAIN), 3)),
                door,
                new WaitingRoom(1, 1, Duration.ZERO),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        front = net.listen(ListenerSpec.open("front", ANY_PORT, new Protection.Clear()), _ -> service.handler());
    }

    @AfterEach
    void close() {
        net.close();
    }

    private String logIn(String password) throws IOException {
        try (Socket client = new Socket("127.0.0.1", front.address().getPort());
                var lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            client.setSoTimeout(60_000);
            client.getOutputStream().write(("a LOGIN ann " + password + "\r\n").getBytes(StandardCharsets.US_ASCII));
            lines.readLine();
            return String.valueOf(lines.readLine());
        }
    }

    @Test
    void aRightPasswordIsCountedBeforeTheClientHears() throws Exception {
        answer = "A OK [CAPABILITY IMAP4rev1] in";
        assertTrue(logIn("right").startsWith("a OK "));
        assertEquals(List.of("LoggedIn"), counted);
    }

    @ParameterizedTest
    @CsvSource({
        "A NO [AUTHENTICATIONFAILED] no, a NO [AUTHENTICATIONFAILED], Failed",
        "A NO no, a NO [AUTHENTICATIONFAILED], Failed",
        "A NO [EXPIRED] no, a NO [EXPIRED], ",
        "A NO [CONTACTADMIN] no, a NO [CONTACTADMIN], ",
        "A NO [UNAVAILABLE] later, a NO [UNAVAILABLE], ",
        "A BAD what, a NO [UNAVAILABLE], ",
        "'', a NO [UNAVAILABLE], ",
    })
    void aRefusalIsAFailedTryAndNothingElseIs(String says, String hears, String counts) throws Exception {
        answer = says;
        String heard = logIn("guess");
        assertTrue(heard.startsWith(hears), heard);
        assertEquals(Optional.ofNullable(counts).stream().toList(), counted);
        answer = "A OK [CAPABILITY IMAP4rev1] in";
        assertTrue(logIn("right").startsWith("a OK "));
    }

    @Test
    void whileTheNodeIsAwayNobodyFails() throws Exception {
        node.stop(Duration.ZERO).toCompletableFuture().join();
        String heard = logIn("right");
        assertTrue(heard.startsWith("a NO [UNAVAILABLE] "), heard);
        assertEquals(List.of(), counted);
    }
}
