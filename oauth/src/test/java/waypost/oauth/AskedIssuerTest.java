package waypost.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.oauth.Issuing.ISSUER;
import static waypost.oauth.Issuing.START;
import static waypost.oauth.Issuing.json;
import static waypost.oauth.Issuing.status;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.Secret;
import waypost.oauth.TokenAnswer.Refused;
import waypost.oauth.TokenAnswer.Unavailable;
import waypost.oauth.TokenAnswer.User;

/** Issuers that are asked about each token (RFC 7662). */
@Timeout(300)
class AskedIssuerTest {
    private static final Secret OPAQUE = new Secret("mF_9.B5f-4.1JqM+/~==");
    private static final String INACTIVE = "{\"active\":false}";

    private Issuing issuing;
    private Issuers issuers;

    @BeforeEach
    void open() throws Exception {
        issuing = new Issuing();
        issuing.reply = active(Map.of());
        issuers = issuing.open(issuing.asking(ISSUER, "/introspect"));
    }

    @AfterEach
    void close() {
        issuers.close();
        issuing.close();
    }

    private static Issuing.Reply active(Map<String, Object> further) {
        Map<String, Object> said = new HashMap<>(Issuing.good());
        said.put("active", true);
        said.putAll(further);
        return json(JSONObjectUtils.toJSONString(said));
    }

    private static Issuing.Reply without(String name) {
        Map<String, Object> said = new HashMap<>(Issuing.good());
        said.put("active", true);
        said.remove(name);
        return json(JSONObjectUtils.toJSONString(said));
    }

    private void asked(int times) {
        assertEquals(times, issuing.asked.size());
    }

    @Test
    void theIssuerSaysWhoseItIs() {
        assertEquals(
                new User("anna@example.net", START.plusSeconds(3600), Set.of("openid", "mail")), issuers.check(OPAQUE));
        String credentials = Base64.getEncoder()
                .encodeToString("mail:s3%3Acret%26more".getBytes(StandardCharsets.US_ASCII)); // RFC 6749 §2.3.1
        assertEquals(
                List.of(new Issuing.Asked(
                        "/introspect",
                        "Basic " + credentials,
                        "token=mF_9.B5f-4.1JqM%2B%2F%7E%3D%3D&token_type_hint=access_token")),
                issuing.asked);
    }

    @Test
    void whatItSaidIsRememberedForMinutes() {
        assertInstanceOf(User.class, issuers.check(OPAQUE));
        issuing.reply = json(INACTIVE);
        issuing.pass(Remembered.ACCEPTED.minusSeconds(1));
        assertInstanceOf(User.class, issuers.check(OPAQUE));
        assertTrue(issuers.cached(OPAQUE).isPresent());
        asked(1);
        issuing.pass(Duration.ofSeconds(1));
        assertInstanceOf(Refused.class, issuers.check(OPAQUE));
        asked(2);
    }

    @Test
    void butNoLongerThanTheTokenLives() {
        issuing.reply = active(Map.of("exp", START.getEpochSecond() + 30));
        assertInstanceOf(User.class, issuers.check(OPAQUE));
        issuing.pass(Duration.ofSeconds(89));
        assertInstanceOf(User.class, issuers.check(OPAQUE));
        asked(1);
        issuing.pass(Duration.ofSeconds(1));
        assertInstanceOf(Refused.class, issuers.check(OPAQUE));
        asked(2);
    }

    @Test
    void aTokenWithoutAnEndIsToBeAskedAgain() {
        issuing.reply = without("exp");
        User user = assertInstanceOf(User.class, issuers.check(OPAQUE));
        assertEquals(START.plus(Remembered.ACCEPTED), user.until());
    }

    @Test
    void whoAnswersNeedNotNameItself() {
        issuing.reply = without("iss");
        assertInstanceOf(User.class, issuers.check(OPAQUE));
    }

    @Test
    void whatIsNotActiveIsRefusedForAMoment() {
        issuing.reply = json(INACTIVE);
        assertEquals(new Refused("not active, says main"), issuers.check(OPAQUE));
        assertInstanceOf(Refused.class, issuers.check(OPAQUE));
        asked(1);
        issuing.reply = active(Map.of());
        issuing.pass(Remembered.REFUSED);
        assertInstanceOf(User.class, issuers.check(OPAQUE));
        asked(2);
    }

    static Stream<Arguments> whatIsActiveForOthersIsRefused() {
        return Stream.of(
                Arguments.of(active(Map.of("iss", "https://login.example.org")), "iss is not " + ISSUER),
                Arguments.of(active(Map.of("iss", 1)), "iss is not " + ISSUER),
                Arguments.of(active(Map.of("aud", "crm")), "aud is for others: crm"),
                Arguments.of(without("aud"), "aud is for others: missing"),
                Arguments.of(active(Map.of("exp", 1)), "expired at 1970-01-01T00:00:01Z"),
                Arguments.of(active(Map.of("exp", "never")), "exp is no date: never"),
                Arguments.of(active(Map.of("nbf", 9_000_000_000L)), "not to be used before nbf: 9000000000"),
                Arguments.of(without("email"), "no name of a user in email"),
                Arguments.of(active(Map.of("email_verified", false)), "email_verified is not true: anna@example.net"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsActiveForOthersIsRefused(Issuing.Reply reply, String why) {
        issuing.reply = reply;
        assertEquals(new Refused(why), issuers.check(OPAQUE));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 400, 401, 403, 404, 429, 500, 503})
    void anIssuerThatCannotSayRefusesNothing(int status) {
        issuing.reply = status(status);
        assertInstanceOf(Unavailable.class, issuers.check(OPAQUE));
        assertEquals(Optional.empty(), issuers.cached(OPAQUE));
        issuing.reply = active(Map.of());
        assertInstanceOf(User.class, issuers.check(OPAQUE));
        asked(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "[]",
                "null",
                "{}",
                "{\"active\":null}",
                "{\"active\":\"true\"}",
                "{\"active\":1}",
                "{\"active\":true",
                "{\"error\":\"invalid_client\"}",
            })
    void whatSaysNothingRefusesNothing(String answer) {
        issuing.reply = json(answer);
        assertEquals(new Unavailable("main does not say whether a token is active"), issuers.check(OPAQUE));
    }

    @Test
    void anIssuerThatDoesNotAnswerRefusesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        issuing.reply = exchange -> await(release);
        try (Issuers hasty = issuing.open(Duration.ofMillis(200), issuing.asking(ISSUER, "/introspect"))) {
            assertInstanceOf(Unavailable.class, hasty.check(OPAQUE));
        }
        release.countDown();
    }

    @Test
    void noMoreQuestionsAreOpenThanItCanBear() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(Web.AT_ONCE);
        issuing.reply = exchange -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            full.countDown();
            await(full);
            open.decrementAndGet();
            json(INACTIVE).to(exchange);
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3 * Web.AT_ONCE; i++) {
                Secret token = new Secret("guess" + i);
                callers.submit(() -> issuers.check(token));
            }
        }
        asked(3 * Web.AT_ONCE);
        assertEquals(Web.AT_ONCE, most.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A token is worth something at its own issuer, so nobody else is shown it. */
    @Test
    void aTokenIsShownToTheIssuerThatItNames() throws Exception {
        Signer signer = Signer.elliptic("ES256", "e", "secp256r1");
        String second = "https://second.example.net";
        try (Issuers several = issuing.open(
                issuing.signing(),
                issuing.asking("https://first.example.net", "/first"),
                issuing.asking(second, "/second"))) {
            issuing.reply = without("iss");
            assertInstanceOf(User.class, several.check(new Secret(signer.token(Issuing.claims("iss", second)))));
            assertInstanceOf(User.class, several.check(OPAQUE));
            assertInstanceOf(
                    Refused.class, several.check(new Secret(signer.token(Issuing.claims("iss", "https://third")))));
            assertEquals(
                    List.of("/second", "/first"),
                    issuing.asked.stream().map(Issuing.Asked::path).toList());
        }
    }

    /** Who vouches for it decides what a signature is worth. */
    @Test
    void aSignatureOfNobodyIsTheAskedIssuersMatter() {
        Signer signer = Signer.elliptic("ES256", "e", "secp256r1");
        Secret token = new Secret(signer.token(Issuing.claims()));
        assertInstanceOf(User.class, issuers.check(token));
        issuing.reply = json(INACTIVE);
        assertInstanceOf(Refused.class, issuers.check(new Secret(signer.token(Issuing.claims("a", 1)))));
    }
}
