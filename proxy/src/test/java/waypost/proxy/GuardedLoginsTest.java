package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Generation;
import waypost.mapping.Route;
import waypost.mapping.Service;
import waypost.net.Gatekeeper.Client;
import waypost.net.Peer;
import waypost.oauth.TokenAnswer;
import waypost.oauth.TokenCheck;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/** When log-ins are decided and answered. Right passwords are right; the time is moved by hand. */
class GuardedLoginsTest {
    private static final String BAD = "192.0.2.66";
    private static final Answer WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);
    private static final Answer AWAY = new Answer.Unavailable("away");

    private final HandLoop loop = new HandLoop();
    private final Users users = new Users();
    private final GuardedLogins logins =
            Guarded.logins(new LoginCheck(users, new FakeLogins(), Optional.of(new NoTokens()), new NoSecrets()), loop);
    private final List<String> answers = new ArrayList<>();

    private static final class Users extends NoMapping {
        private int asked;

        @Override
        public Answer authenticate(String user, Secret password, Service service) {
            asked++;
            return switch (password.value()) {
                case "right" -> granted(user);
                case "away" -> AWAY;
                case "another" -> new Answer.Unavailable("away", Answer.Shown.ANOTHER);
                case "bug" -> throw new IllegalStateException("a bug");
                case "locked" -> new Answer.Refused(Answer.Kind.LOCKED);
                default -> user.startsWith("nobody") ? new Answer.Unknown() : WRONG;
            };
        }

        @Override
        public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
            return Optional.empty();
        }

        @Override
        public Optional<Answer> cachedProven(String user, ScramKeys by, Service service) {
            return Optional.of(granted(user));
        }

        @Override
        public Optional<ScramKeys> cachedKeys(String user, ScramHash hash) {
            byte[] key = new byte[hash.length()];
            return user.equals("away")
                    ? Optional.empty()
                    : Optional.of(new ScramKeys(hash, new byte[16], 4096, key, key));
        }

        @Override
        public Optional<ScramKeys> keys(String user, ScramHash hash) {
            return Optional.empty();
        }
    }

    private static final class NoTokens implements TokenCheck {
        @Override
        public TokenAnswer check(Secret token) {
            return new TokenAnswer.Refused("expired");
        }

        @Override
        public Optional<TokenAnswer> cached(Secret token) {
            return Optional.empty();
        }
    }

    private static Answer granted(String user) {
        return new Answer.Granted(
                new AccountName(user, "example.net"),
                new DirectoryId("id"),
                new Route("store1", OptionalLong.empty()),
                Set.of(Service.IMAP),
                AccountLimits.NONE,
                "test",
                Instant.EPOCH,
                false,
                new Answer.Basis(new AccountName(user, "example.net"), Generation.NONE));
    }

    /** A connection, which is there until it is closed. */
    private final class Connection {
        private final Client client;
        private boolean open = true;

        Connection(String address) {
            InetSocketAddress remote = new InetSocketAddress(address, 4711);
            Peer peer = new Peer(remote, remote, Peer.Way.SOCKET, false, Optional.empty());
            client = new Client(peer, "s1", this::later);
        }

        private void later(Duration delay, Runnable task) {
            loop.schedule(delay, () -> {
                if (open) {
                    task.run();
                }
            });
        }

        void shows(Credentials credentials) {
            var _ = logins.check(credentials, Service.IMAP, client).whenComplete((checked, bug) -> {
                answers.add(checked == null ? "BUG" : word(checked));
            });
        }

        void login(String user, String password) {
            shows(new Credentials.Password("", user, new Secret(password)));
        }

        /** SCRAM, as far as its proof. */
        void proves(String user, boolean right) {
            var _ = logins.ask(new Question.Keys(user, ScramHash.SHA_256), client)
                    .thenAccept(reply -> {
                        if (reply.isPresent() && reply.get() instanceof Reply.Keys(var keys)) {
                            shows(right ? new Credentials.Proven("", user, keys) : new Credentials.Disproven(user));
                        } else {
                            answers.add("NO KEYS");
                        }
                    });
        }
    }

    private static String word(Checked checked) {
        return switch (checked) {
            case Checked.Unasked() -> "NOT ASKED";
            case Checked.Said(var answer) -> word(answer);
            case Checked.LeftToNode _ -> "LEFT";
        };
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Granted _ -> "OK";
            case Answer.LeftToNode _ -> "LEFT";
            case Answer.Refused(var kind) -> kind.name();
            case Answer.Unknown _ -> "UNKNOWN";
            case Answer.Unavailable _ -> "AWAY";
        };
    }

    private List<String> heard() {
        loop.run();
        List<String> all = List.copyOf(answers);
        answers.clear();
        return all;
    }

    /** Leaves an address where the next wrong answer takes 2 s. */
    private void guesses(int accounts) {
        for (int i = 0; i < accounts; i++) {
            new Connection(BAD).login("nobody" + i, "guess");
            loop.pass(Duration.ofSeconds(20));
        }
        heard();
    }

    @Test
    void aWrongPasswordIsAnsweredLaterAndOthersMeanwhile() {
        guesses(4);
        new Connection(BAD).login("anna", "guess");
        assertEquals(List.of(), heard());
        new Connection("192.0.2.1").login("bob", "guess");
        new Connection("192.0.2.1").login("bob", "right");
        new Connection(BAD).login("cat", "right");
        assertEquals(List.of("CREDENTIALS", "OK", "OK"), heard());
        loop.pass(Duration.ofMillis(1999));
        assertEquals(List.of(), heard());
        loop.pass(Duration.ofMillis(1));
        assertEquals(List.of("CREDENTIALS"), heard());
    }

    @Test
    void whoIsGoneIsNotAnswered() {
        guesses(4);
        Connection connection = new Connection(BAD);
        connection.login("anna", "guess");
        connection.open = false;
        loop.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), heard());
    }

    @Test
    void whoIsGoneBeforeItsTurnIsNotAskedAbout() {
        guesses(40);
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Connection connection = new Connection(BAD);
            held.add(connection);
            connection.login("other" + i, "guess");
        }
        int before = users.asked;
        new Connection(BAD).login("one-more", "right");
        assertEquals(List.of("NOT ASKED"), heard());
        held.forEach(connection -> connection.open = false);
        loop.pass(Duration.ofMinutes(1));
        assertEquals(before, users.asked);
        new Connection(BAD).login("anna", "right");
        assertEquals(List.of("OK"), heard());
    }

    @Test
    void whoWaitedForItsTurnIsAnsweredAtOnce() {
        guesses(40);
        for (int i = 0; i < 5; i++) {
            new Connection(BAD).login("other" + i, "guess");
        }
        new Connection(BAD).login("anna", "guess");
        new Connection(BAD).login("bob", "right");
        loop.pass(Duration.ofMillis(14_999));
        assertEquals(List.of(), heard());
        loop.pass(Duration.ofMillis(1));
        assertEquals(
                List.of("CREDENTIALS", "CREDENTIALS", "CREDENTIALS", "CREDENTIALS", "CREDENTIALS", "CREDENTIALS", "OK"),
                heard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "bug", "locked"})
    void whatIsNobodysGuessIsNoFailure(String password) {
        for (int i = 0; i < 200; i++) {
            new Connection(BAD).login("user" + i, password);
        }
        assertEquals(200, heard().size());
        new Connection(BAD).login("anna", "guess");
        assertEquals(List.of("CREDENTIALS"), heard());
    }

    @Test
    void anotherPasswordThanBeforeIsAGuessAlsoWhereNobodyCanSayThatItIsWrong() {
        for (int i = 0; i < 4; i++) {
            new Connection(BAD).login("user" + i, "another");
            loop.pass(Duration.ofSeconds(20));
        }
        assertEquals(List.of("AWAY", "AWAY", "AWAY", "AWAY"), heard());
        new Connection(BAD).login("anna", "another");
        assertEquals(List.of(), heard());
        loop.pass(Duration.ofSeconds(2));
        assertEquals(List.of("AWAY"), heard());
    }

    @Test
    void allSpellingsOfANameAreOneAccount() {
        List<String> spellings =
                List.of("anna", "ANNA", "anna@example.net", "Anna+tag@Example.NET", "anna@example.net.");
        for (int i = 0; i < spellings.size(); i++) {
            assertEquals(i == 0 ? List.of() : List.of("CREDENTIALS"), heard());
            new Connection(BAD).login(spellings.get(i), "guess" + i);
        }
        assertEquals(List.of(), heard(), "five passwords of one account");
        loop.pass(Duration.ofSeconds(2));
        assertEquals(List.of("CREDENTIALS"), heard());
    }

    @Test
    void aNameThatCanBeNobodysCountsAsOne() {
        for (String name : List.of("a b", "c d", "e\u0000f", "g@h@i j")) {
            new Connection(BAD).login(name, "guess");
        }
        assertEquals(4, heard().size());
        new Connection(BAD).login("k l", "guess");
        assertEquals(List.of(), heard());
    }

    @Test
    void proofsThatAreWrongCount() {
        for (int i = 0; i < 4; i++) {
            new Connection(BAD).proves("user" + i, false);
        }
        assertEquals(4, heard().size());
        new Connection(BAD).proves("anna", false);
        assertEquals(List.of(), heard());
        new Connection(BAD).proves("bob", true);
        assertEquals(List.of("OK"), heard());
        loop.pass(Duration.ofSeconds(2));
        assertEquals(List.of("CREDENTIALS"), heard());
    }

    @Test
    void keysAreNotGivenToWhoHoldsTooMany() {
        guesses(40);
        for (int i = 0; i < 25; i++) {
            new Connection(BAD).proves("other" + i, false);
        }
        assertEquals(List.of(), heard());
        new Connection(BAD).proves("one-more", false);
        assertEquals(List.of("NO KEYS"), heard());
    }

    @Test
    void keysThatNobodyHasNowAreNoFailure() {
        guesses(40);
        for (int i = 0; i < 100; i++) {
            new Connection(BAD).proves("away", false);
        }
        assertTrue(heard().stream().allMatch("NO KEYS"::equals));
        new Connection(BAD).login("anna", "right");
        assertEquals(List.of("OK"), heard());
    }

    @Test
    void tokensAndDigestsThatAreWrongCount() {
        for (int i = 0; i < 4; i++) {
            new Connection(BAD).shows(new Credentials.Token(i % 2 == 0 ? "" : "user" + i, new Secret("token" + i)));
        }
        assertEquals(4, heard().size());
        new Connection(BAD).shows(new Credentials.Token("", new Secret("another")));
        assertEquals(List.of(), heard());
    }

    @Test
    void anAddressThatIsNotKnownIsNotJudged() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("unknown", 0);
        Client client = new Client(
                new Peer(unknown, unknown, Peer.Way.IN_PROCESS, false, Optional.empty()), "s1", (_, _) -> {});
        for (int i = 0; i < 200; i++) {
            Credentials wrong = new Credentials.Password("", "user" + i, new Secret("guess"));
            assertTrue(logins.check(wrong, Service.IMAP, client)
                    .toCompletableFuture()
                    .isDone());
        }
    }
}
