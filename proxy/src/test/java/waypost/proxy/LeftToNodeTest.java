package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Forwarding;
import waypost.net.Gatekeeper.Client;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.net.Peer;
import waypost.net.Verdict;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin.Step;

/** Sessions of users whose passwords only their node can judge. */
class LeftToNodeTest {
    private static final Duration LATE = Duration.ofSeconds(2);

    private final HandLoop loop = new HandLoop();
    private final List<String> heard = new ArrayList<>();

    private AskedNode node = new AskedNode(loop, Service.IMAP);
    private Frontdoor door = door(node);
    private Service service = Service.IMAP;

    private Frontdoor door(AskedNode foreign) {
        LoginCheck check = new LoginCheck(new LeftUsers(), new FakeLogins(), Optional.empty(), new NoSecrets());
        return new Frontdoor(
                Guarded.logins(check, loop),
                new Nodes(List.of(MailScene.section("f1"), MailScene.section("n1"))),
                new NodeName("n1"),
                foreign,
                Optional.of((_, _, _, _) -> {
                    throw new AssertionError("let in without a password");
                }),
                new LearnedRoutes());
    }

    private void byPop3() {
        node = new AskedNode(loop, Service.POP3);
        door = door(node);
        service = Service.POP3;
    }

    private CompletionStage<Verdict> admitted(String user, String password) {
        InetSocketAddress remote = new InetSocketAddress("192.0.2.66", 4711);
        Peer peer = new Peer(remote, remote, Peer.Way.SOCKET, false, Optional.empty());
        Client client = new Client(peer, "s1", loop::schedule);
        Credentials shown = new Credentials.Password("", user, new Secret(password));
        return door.admit(new LoginRequest(shown, client, Forwarded.NONE, service.name()));
    }

    /** What the client hears by now. */
    private String logIn(String user, String password) {
        var _ = admitted(user, password).thenCompose(this::followed).thenAccept(heard::add);
        return hears();
    }

    private String hears() {
        loop.run();
        String all = String.join(", ", heard);
        heard.clear();
        return all;
    }

    private CompletionStage<String> followed(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Revocable(var inner, var _) -> followed(inner);
            case Verdict.Refuse(var why) -> CompletableFuture.completedStage(why.name());
            case Verdict.Forward(var forwarding) -> handedOver(forwarding);
            case Verdict.Serve _, Verdict.Refer _ -> throw new AssertionError(verdict);
        };
    }

    private CompletionStage<String> handedOver(Forwarding next) {
        return NodeInquiry.ask(node, next.dial(), next.login(), "BYE")
                .<String>thenCompose(step -> switch (step) {
                    case Step.LoggedIn _ -> {
                        next.loggedIn();
                        yield CompletableFuture.completedStage("OK");
                    }
                    case Step.Refused(var why, var _) -> next.onRefusal(why).thenCompose(this::followed);
                    case Step.Broken(var reason) -> next.onFailure(reason).thenCompose(this::followed);
                    case Step.More _, Step.StartTls _ -> throw new AssertionError(step);
                })
                .whenComplete((_, _) -> next.ended());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A NO [AUTHENTICATIONFAILED] no | CREDENTIALS",
                "A NO Login failed.             | CREDENTIALS",
                "A NO [UNAVAILABLE] later       | UNAVAILABLE",
                "A NO [SERVERBUG] oh            | UNAVAILABLE",
                "A NO [CONTACTADMIN] no         | DISABLED",
                "A NO [EXPIRED] no              | EXPIRED",
                "A NO [AUTHORIZATIONFAILED] no  | SERVICE",
                "A NO [LIMIT] no                | LIMIT",
                "A BAD what                     | UNAVAILABLE",
                "* BYE                          | UNAVAILABLE",
                "+ go on                        | UNAVAILABLE",
            })
    void hearsByImapWhatTheNodeSays(String answer, String hears) {
        node.answers(answer);
        assertEquals(hears, logIn("ann", "other"));
        assertEquals("OK", logIn("ann", "right"));
        assertEquals(List.of("ann@example.net other", "ann@example.net right"), node.shown());
        assertEquals(List.of("A AUTHENTICATE PLAIN", "A AUTHENTICATE PLAIN", "BYE"), node.told());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-ERR [AUTH] no         | CREDENTIALS",
                "-ERR no                | CREDENTIALS",
                "-ERR [SYS/TEMP] later  | UNAVAILABLE",
                "-ERR [LOGIN-DELAY] no  | UNAVAILABLE",
                "-ERR [IN-USE] no       | LIMIT",
                "-ERR [STALE] no        | UNAVAILABLE",
                "what                   | UNAVAILABLE",
            })
    void hearsByPop3WhatTheNodeSays(String answer, String hears) {
        byPop3();
        node.answers(answer);
        assertEquals(hears, logIn("ann", "other"));
        assertEquals("OK", logIn("ann", "right"));
    }

    @Test
    void aWrongPasswordIsShownToTheNodeOnce() {
        node.answers("A NO no");
        assertEquals("CREDENTIALS", logIn("ann", "old"));
        assertEquals("CREDENTIALS", logIn("ann", "old"));
        assertEquals("CREDENTIALS", logIn("ann", "older"));
        assertEquals(List.of("ann@example.net old", "ann@example.net older"), node.shown());
        loop.pass(Duration.ofMinutes(10));
        assertEquals("CREDENTIALS", logIn("ann", "old"));
        assertEquals(List.of("ann@example.net old"), node.shown());
    }

    @Test
    void aRightOneIsShownEachTime() {
        assertEquals("OK", logIn("ann", "right"));
        assertEquals("OK", logIn("ann", "right"));
        node.down(true);
        assertEquals("UNAVAILABLE", logIn("ann", "right"));
        assertEquals(2, node.shown().size());
    }

    @Test
    void whoGuessesIsHeldUp() {
        node.answers("A NO no");
        for (int i = 0; i < 4; i++) {
            assertEquals("CREDENTIALS", logIn("ann", "guess" + i));
        }
        assertEquals("", logIn("ann", "guess"));
        loop.pass(LATE);
        assertEquals("CREDENTIALS", hears());
        assertEquals("OK", logIn("ann", "right"));
    }

    @Test
    void outagesAreNoFailures() {
        for (int i = 0; i < 20; i++) {
            node.down(i % 2 == 0);
            node.hung(i % 2 == 1);
            String atOnce = logIn("ann", "guess" + i);
            loop.pass(NodeInquiry.PATIENCE);
            assertEquals("UNAVAILABLE", atOnce + hears());
        }
        node.hung(false);
        node.answers("A NO no");
        assertEquals("CREDENTIALS", logIn("ann", "guess"), "at once");
    }

    @Test
    void whoHangsUpBeforeTheNodeHasSaidAnythingHasNotFailed() {
        for (int i = 0; i < 200; i++) {
            var _ = admitted("ann", "guess" + i).thenAccept(verdict -> {
                if (verdict instanceof Verdict.Revocable(Verdict.Forward(var forwarding), var _)) {
                    forwarding.ended();
                }
            });
            loop.run();
        }
        node.answers("A NO no");
        assertEquals("CREDENTIALS", logIn("ann", "guess"), "at once");
    }

    /** It would believe us that the password is right. */
    @Test
    void aNodeOfTheClusterIsNotAsked() {
        assertEquals("UNAVAILABLE", logIn("ned", "right"));
        assertEquals("UNAVAILABLE", logIn("ned", "other"));
        assertEquals(List.of(), node.told());
    }

    @Test
    void whomNobodyKnowsHearsTheSame() {
        assertEquals("CREDENTIALS", logIn("nobody", "right"));
        assertEquals(List.of(), node.told());
    }
}
