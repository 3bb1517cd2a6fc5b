package waypost.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.LoginLimits;
import waypost.net.LoginService;
import waypost.net.Net;
import waypost.net.Verdict;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Proof;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;

/** Clients that log in by IMAP at a node that is front end, and store of all accounts, on a loop turned by hand. */
final class LoginScene {
    private static final int MAX_FAILURES = 3;

    private final HandLoop loop = new HandLoop();
    private final LoginService service;

    /** @param self the node where all accounts are */
    LoginScene(Mapping mapping, String self) {
        LoginCheck check = new LoginCheck(mapping, new FakeLogins(), Optional.empty(), new NoSecrets());
        var door = new Frontdoor(
                Guarded.logins(check, loop),
                new Nodes(List.of(MailScene.section(self))),
                new NodeName(self),
                new NoDialer(),
                Optional.of((_, _, _, _) ->
                        CompletableFuture.completedStage(new Verdict.Serve(NoSession::new, List.of("IMAP4rev1")))),
                new LearnedRoutes());
        service = new LoginService(
                new NoNet(),
                Service.IMAP.name(),
                Optional.empty(),
                _ -> new ImapLogin(new ImapLogin.Options(Set.of(), SaslOffer.of(Mechanism.PLAIN), MAX_FAILURES)),
                door,
                LoginLimits.USUAL,
                Duration.ZERO);
    }

    /** What a client hears to its password: {@code OK}, or {@code NO} with its code. */
    String logIn(String user, String password) {
        HandWire client = HandWire.accepted(loop, _ -> service.handler());
        client.take();
        client.give("a LOGIN %s %s\r\n".formatted(user, password).getBytes(StandardCharsets.US_ASCII));
        loop.run();
        String said = new String(client.take(), StandardCharsets.US_ASCII);
        client.close("enough");
        loop.run();
        return said.startsWith("a OK ") ? "OK" : said.substring("a ".length(), said.indexOf(']') + 1);
    }

    private static final class NoDialer implements NodeDialer {
        @Override
        public Optional<Dial> dial(ClusterNodeSection node, Service protocol, Service service) {
            return Optional.empty();
        }

        @Override
        public NodeLogin login(
                ClusterNodeSection node,
                Service service,
                AccountName account,
                Optional<Proof> shown,
                Forwarded forwarded) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoNet implements Net {
        @Override
        public Listener listen(ListenerSpec spec, Function<Wire, WireHandler> handlers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Wire connect(Dial dial, WireHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final class NoSession implements ServedSession {
        @Override
        public void opened(Output out, Wakeup wakeup) {}

        @Override
        public void received(ByteBuffer in, Output out) {}

        @Override
        public void woken(Output out) {}

        @Override
        public boolean shutdown(Output out) {
            return true;
        }

        @Override
        public void closed() {}
    }
}
