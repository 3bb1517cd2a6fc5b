package waypost.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static waypost.oauth.Issuing.START;
import static waypost.oauth.Issuing.claims;
import static waypost.oauth.Issuing.without;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Secret;

/** Tokens that are good. {@link BadTokenTest} has the others. */
class SignedTokenTest {
    private static final Signer RSA = Signer.rsa("RS256", "r", 2048);
    private static final Signer ELLIPTIC = Signer.elliptic("ES256", "e", "secp256r1");
    private static final Signer EDWARDS = Signer.edwards("d");
    private static final long NOW = START.getEpochSecond();

    private Issuing issuing;
    private Issuers issuers;

    @BeforeEach
    void open() throws Exception {
        issuing = new Issuing();
        issuing.reply = Issuing.keys(RSA, ELLIPTIC, EDWARDS);
        issuers = issuing.open(issuing.signing());
    }

    @AfterEach
    void close() {
        issuers.close();
        issuing.close();
    }

    static Stream<Arguments> good() {
        String claims = claims();
        return Stream.of(
                Arguments.of("RS256", RSA.token(claims)),
                Arguments.of("PS256", RSA.as("PS256").token(claims)),
                Arguments.of("ES256", ELLIPTIC.token(claims)),
                Arguments.of("EdDSA", EDWARDS.token(claims)),
                Arguments.of("no typ", RSA.token("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims)),
                Arguments.of("RFC 9068", RSA.token("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"at+JWT\"}", claims)),
                Arguments.of("no kid", ELLIPTIC.token("{\"alg\":\"ES256\"}", claims)),
                Arguments.of("for several", RSA.token(claims("aud", List.of("account", "webmail")))),
                Arguments.of("ended within the leeway", RSA.token(claims("exp", NOW - 59))),
                Arguments.of("ends in half a second", RSA.token(claims("exp", NOW + 0.5))),
                Arguments.of("begins within the leeway", RSA.token(claims("nbf", NOW + 60))),
                Arguments.of("verified", RSA.token(claims("email_verified", true))),
                Arguments.of("verified, in text", RSA.token(claims("email_verified", "true"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void good(String name, String token) {
        var user = assertInstanceOf(TokenAnswer.User.class, issuers.check(new Secret(token)), name);
        assertEquals("anna@example.net", user.name());
        assertEquals(Set.of("openid", "mail"), user.scopes());
    }

    @Test
    void anAnswerTellsWhenTheTokenEnds() {
        assertEquals(
                new TokenAnswer.User("anna@example.net", START.plusSeconds(3600), Set.of("openid", "mail")),
                issuers.check(new Secret(RSA.token(claims()))));
    }

    static Stream<Arguments> scopes() {
        return Stream.of(
                Arguments.of(Map.of("scope", "a mail b"), true),
                Arguments.of(Map.of("scope", "mail"), true),
                Arguments.of(Map.of("scp", "mail other"), true),
                Arguments.of(Map.of("scp", List.of("other", "mail")), true),
                Arguments.of(Map.of("scope", "mailbox"), false),
                Arguments.of(Map.of("scope", "MAIL"), false),
                Arguments.of(Map.of("scope", "openid,mail"), false),
                Arguments.of(Map.of("scope", 1, "scp", List.of("mail", 1)), false),
                Arguments.of(Map.of(), false));
    }

    @ParameterizedTest
    @MethodSource
    void scopes(Map<String, Object> written, boolean enough) {
        ClaimRules rules = new ClaimRules(
                Issuing.ISSUER, Set.of("mail"), Optional.of("mail"), "email", IssuerSettings.Emails.VERIFIED);
        Claims others = Claims.parse(without("scope")).orElseThrow();
        TokenAnswer answer = rules.judge(new Claims(written).orElse(others.members()), START);
        assertEquals(enough ? TokenAnswer.User.class : TokenAnswer.Refused.class, answer.getClass(), answer.toString());
    }

    /** OpenID Connect Core 1.0 §5.1, §5.7: without that claim the address may be whatever a user has written down. */
    @ParameterizedTest
    @CsvSource({
        "VERIFIED, true, yes",
        "VERIFIED, false, no",
        "VERIFIED, , no",
        "UNLESS_DENIED, true, yes",
        "UNLESS_DENIED, false, no",
        "UNLESS_DENIED, , yes",
    })
    void whetherAnAddressIsTheUsers(IssuerSettings.Emails emails, @Nullable Boolean said, String believed) {
        ClaimRules rules = new ClaimRules(Issuing.ISSUER, Set.of("mail"), Optional.empty(), "email", emails);
        String token = said == null ? without("email_verified") : claims("email_verified", said);
        TokenAnswer answer = rules.judge(Claims.parse(token).orElseThrow(), START);
        assertEquals(
                believed.equals("yes") ? TokenAnswer.User.class : TokenAnswer.Refused.class,
                answer.getClass(),
                answer.toString());
    }

    @Test
    void anotherClaimMayHaveTheName() {
        ClaimRules rules =
                new ClaimRules(Issuing.ISSUER, Set.of("mail"), Optional.empty(), "upn", IssuerSettings.Emails.VERIFIED);
        Claims claims = Claims.parse(claims("upn", "a.nna@example.net")).orElseThrow();
        TokenAnswer answer = rules.judge(claims.orElse(Map.of("email_verified", false)), START);
        assertEquals(
                "a.nna@example.net",
                assertInstanceOf(TokenAnswer.User.class, answer).name());
    }

    @Test
    void whatWasFoundIsKnownWithoutAsking() {
        Secret token = new Secret(RSA.token(claims()));
        assertEquals(Optional.empty(), issuers.cached(token));
        TokenAnswer answer = issuers.check(token);
        assertEquals(Optional.of(answer), issuers.cached(token));
        issuing.pass(Remembered.ACCEPTED);
        assertEquals(Optional.empty(), issuers.cached(token));
    }

    @Test
    void whatIsKnownEndsWithTheToken() {
        Secret token = new Secret(RSA.token(claims("exp", NOW + 100)));
        assertInstanceOf(TokenAnswer.User.class, issuers.check(token));
        issuing.pass(Duration.ofSeconds(159));
        assertInstanceOf(TokenAnswer.User.class, issuers.check(token));
        issuing.pass(Duration.ofSeconds(1));
        assertInstanceOf(TokenAnswer.Refused.class, issuers.check(token));
    }
}
