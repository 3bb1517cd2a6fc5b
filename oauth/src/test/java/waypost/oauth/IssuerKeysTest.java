package waypost.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.oauth.Issuing.claims;
import static waypost.oauth.Issuing.json;
import static waypost.oauth.Issuing.keys;
import static waypost.oauth.Issuing.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Secret;
import waypost.oauth.IssuerSettings.Proof;
import waypost.oauth.TokenAnswer.Refused;
import waypost.oauth.TokenAnswer.Unavailable;
import waypost.oauth.TokenAnswer.User;

/** When keys are fetched, and what holds while they cannot be. */
@Timeout(300)
class IssuerKeysTest {
    private static final Signer OLD = Signer.rsa("RS256", "old", 2048);
    private static final Signer NEW = Signer.elliptic("ES256", "new", "secp256r1");

    private Issuing issuing;
    private Issuers issuers;
    private int tokens;

    @BeforeEach
    void open() throws Exception {
        issuing = new Issuing();
        issuing.reply = keys(OLD);
        issuers = issuing.open(issuing.signing());
    }

    @AfterEach
    void close() {
        issuers.close();
        issuing.close();
    }

    /** A token that was never shown before. */
    private Secret token(Signer signer) {
        long end = Issuing.START.plus(IssuerKeys.LIMIT).plus(IssuerKeys.LIMIT).getEpochSecond();
        return new Secret(signer.token(claims(Map.of("jti", tokens++, "exp", end))));
    }

    private void shows(Class<? extends TokenAnswer> answer, Signer signer) {
        assertInstanceOf(answer, issuers.check(token(signer)));
    }

    private void fetched(int times) {
        assertEquals(times, issuing.asked.size());
    }

    @Test
    void onceForManyTokens() {
        for (int i = 0; i < 10; i++) {
            shows(User.class, OLD);
        }
        fetched(1);
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() {
        shows(User.class, OLD);
        issuing.reply = keys(OLD, NEW);
        issuing.pass(IssuerKeys.PAUSE);
        shows(User.class, NEW);
        shows(User.class, OLD);
        fetched(2);
    }

    @Test
    void unknownKeysAreNotFetchedMoreOftenThanThePauseLets() {
        for (int i = 0; i < 100; i++) {
            shows(Refused.class, NEW);
        }
        fetched(1);
        issuing.pass(IssuerKeys.PAUSE);
        for (int i = 0; i < 100; i++) {
            shows(Refused.class, NEW.named("new" + i));
        }
        fetched(2);
    }

    @Test
    void aWrongSignatureFetchesNothing() {
        shows(User.class, OLD);
        issuing.pass(IssuerKeys.PAUSE);
        shows(Refused.class, NEW.named("old"));
        fetched(1);
    }

    @Test
    void aKeyTakenBackIsGoodNoLonger() {
        Secret token = token(OLD);
        assertInstanceOf(User.class, issuers.check(token));
        issuing.reply = keys(NEW);
        issuing.pass(IssuerKeys.LIFETIME);
        assertInstanceOf(Refused.class, issuers.check(token));
        shows(User.class, NEW);
        fetched(2);
    }

    /** RFC 7515 §4.1.4: a header need not name a key. */
    @Test
    void anIssuerMayHaveOneKeyWithoutAName() {
        String nameless = "{\"alg\":\"ES256\"}";
        Signer other = Signer.elliptic("ES256", "", "secp256r1");
        issuing.reply = json(Issuing.set(NEW.jwk().replace("\"kid\":\"new\",", "")));
        assertInstanceOf(User.class, issuers.check(new Secret(NEW.token(nameless, claims()))));
        issuing.reply = json(Issuing.set(other.jwk().replace("\"kid\":\"\",", "")));
        issuing.pass(IssuerKeys.PAUSE);
        assertInstanceOf(User.class, issuers.check(new Secret(other.token(nameless, claims("a", 1)))));
        assertInstanceOf(Refused.class, issuers.check(new Secret(NEW.token(nameless, claims("a", 2)))));
        fetched(2);
    }

    /** RFC 7517 §4.5: keys of different types may share a name; some issuers' keys do that are of one. */
    @Test
    void keysMayShareAName() {
        Signer second = Signer.elliptic("ES256", "old", "secp256r1");
        Signer third = Signer.elliptic("ES256", "old", "secp256r1");
        issuing.reply = keys(OLD, second, third);
        shows(User.class, OLD);
        shows(User.class, second);
        shows(User.class, third);
        shows(Refused.class, NEW.named("old"));
        fetched(1);
    }

    @Test
    void withoutKeysNothingIsRefused() {
        issuing.reply = status(503);
        shows(Unavailable.class, OLD);
        shows(Unavailable.class, NEW);
        fetched(1);
        issuing.reply = keys(OLD);
        issuing.pass(IssuerKeys.PAUSE);
        shows(User.class, OLD);
        shows(Refused.class, NEW);
        fetched(2);
    }

    @Test
    void inAnOutageTheKeysAtHandAreGoodUpToALimit() {
        shows(User.class, OLD);
        issuing.reply = status(500);
        Duration step = Duration.ofHours(1);
        int hours = (int) IssuerKeys.LIMIT.dividedBy(step);
        for (int i = 1; i < hours; i++) {
            issuing.pass(step);
            shows(User.class, OLD);
            shows(Unavailable.class, NEW);
        }
        fetched(hours);
        issuing.pass(step);
        shows(Unavailable.class, OLD);
        shows(Unavailable.class, OLD);
        issuing.pass(IssuerKeys.PAUSE);
        shows(Unavailable.class, OLD);
        issuing.reply = keys(OLD);
        issuing.pass(IssuerKeys.PAUSE);
        shows(User.class, OLD);
    }

    static Stream<Arguments> answersThatAreNone() {
        String large = " ".repeat(Web.LARGEST);
        return Stream.of(
                Arguments.of("an error", status(500)),
                Arguments.of("not there", status(404)),
                Arguments.of("no content", status(204)),
                Arguments.of("no JSON", json("<html>")),
                Arguments.of("a list", json("[]")),
                Arguments.of("nothing", json("")),
                Arguments.of("no keys in it", json("{}")),
                Arguments.of("keys are no list", json("{\"keys\":{}}")),
                Arguments.of("no keys in the list", json(Issuing.set())),
                Arguments.of(
                        "no key that can be used", json(Issuing.set("{\"kty\":\"oct\",\"kid\":\"old\",\"k\":\"AA\"}"))),
                Arguments.of("deep", json("{\"keys\":" + "[".repeat(200_000))),
                Arguments.of("too large", json(Issuing.set(OLD.jwk()) + large)),
                Arguments.of("without an end", (Issuing.Reply) exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(large.getBytes(StandardCharsets.US_ASCII));
                    exchange.getResponseBody().write(large.getBytes(StandardCharsets.US_ASCII));
                }),
                Arguments.of("cut short", (Issuing.Reply) exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void answersThatAreNone(String name, Issuing.Reply reply) {
        issuing.reply = reply;
        shows(Unavailable.class, OLD);
        fetched(1);
    }

    @Test
    void nobodyIsFollowedElsewhere() {
        issuing.reply = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/keys")) {
                exchange.getResponseHeaders()
                        .set("Location", issuing.url("/others").toString());
                exchange.sendResponseHeaders(302, -1);
            } else {
                keys(OLD).to(exchange);
            }
        };
        shows(Unavailable.class, OLD);
        fetched(1);
    }

    @Test
    void nobodyThere() throws Exception {
        IssuerSettings gone = issuing.signing();
        issuing.close();
        try (Issuers alone = issuing.open(gone)) {
            assertInstanceOf(Unavailable.class, alone.check(token(OLD)));
        }
    }

    @Test
    void anIssuerThatDoesNotAnswerCostsTheTimeout() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        issuing.reply = waiting(new CountDownLatch(1), release, keys(OLD));
        try (Issuers hasty = issuing.open(Duration.ofMillis(200), issuing.signing())) {
            Unavailable answer = assertInstanceOf(Unavailable.class, hasty.check(token(OLD)));
            assertTrue(answer.why().endsWith("no answer in 200 ms"), answer.why());
        }
        release.countDown();
    }

    /** The timeout is for all of the answer and not only for its head. */
    @Test
    void anIssuerThatDoesNotEndItsAnswerCostsTheTimeout() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        issuing.reply = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(release);
        };
        try (Issuers hasty = issuing.open(Duration.ofMillis(200), issuing.signing())) {
            assertInstanceOf(Unavailable.class, hasty.check(token(OLD)));
        }
        release.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A reply that is held back. */
    private static Issuing.Reply waiting(CountDownLatch begun, CountDownLatch release, Issuing.Reply reply) {
        return exchange -> {
            begun.countDown();
            await(release);
            reply.to(exchange);
        };
    }

    @Test
    void aHundredCallersWithAnUnknownKeyFetchOnce() throws Exception {
        shows(User.class, OLD);
        issuing.pass(IssuerKeys.PAUSE);
        CountDownLatch begun = new CountDownLatch(100);
        CountDownLatch release = new CountDownLatch(1);
        issuing.reply = waiting(new CountDownLatch(1), release, keys(OLD, NEW));
        List<Future<TokenAnswer>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                Secret token = token(NEW);
                answers.add(callers.submit(() -> {
                    begun.countDown();
                    return issuers.check(token);
                }));
            }
            begun.await();
            release.countDown();
        }
        for (Future<TokenAnswer> answer : answers) {
            assertInstanceOf(User.class, answer.get());
        }
        fetched(2);
    }

    @Test
    void oneCallerWaitsForNewKeysAndOthersGoOnWithTheOldOnes() throws Exception {
        shows(User.class, OLD);
        issuing.pass(IssuerKeys.LIFETIME);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        issuing.reply = waiting(begun, release, keys(OLD));
        Secret first = token(OLD);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TokenAnswer> waits = callers.submit(() -> issuers.check(first));
            begun.await();
            shows(User.class, OLD);
            assertEquals(Optional.empty(), issuers.cached(first));
            release.countDown();
            assertInstanceOf(User.class, waits.get());
        }
        fetched(2);
    }

    @Test
    void keysInAFileMayBeReplaced(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), Issuing.set(OLD.jwk()));
        try (Issuers fromFile =
                issuing.open(Issuing.settings(Issuing.ISSUER, new Proof.KeysIn(file), Optional.empty()))) {
            assertInstanceOf(User.class, fromFile.check(token(OLD)));
            Files.writeString(file, Issuing.set(NEW.jwk()));
            issuing.pass(IssuerKeys.PAUSE);
            assertInstanceOf(User.class, fromFile.check(token(NEW)));
            Files.delete(file);
            issuing.pass(IssuerKeys.PAUSE);
            assertInstanceOf(Unavailable.class, fromFile.check(token(OLD)));
            assertInstanceOf(User.class, fromFile.check(token(NEW)));
        }
        fetched(0);
    }
}
