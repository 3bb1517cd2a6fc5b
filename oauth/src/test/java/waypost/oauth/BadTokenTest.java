package waypost.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.oauth.Issuing.START;
import static waypost.oauth.Issuing.claims;
import static waypost.oauth.Issuing.without;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Secret;

/** Tokens that are refused, each for its own reason, and without anybody being asked but the issuer's keys. */
class BadTokenTest {
    private static final Signer RSA = Signer.rsa("RS256", "r", 2048);
    private static final Signer OTHER = Signer.rsa("RS256", "r", 2048);
    private static final Signer PSS = Signer.rsa("PS256", "p", 2048);
    private static final Signer SHORT = Signer.rsa("RS256", "short", 1024);
    private static final Signer ENCRYPTING = OTHER.named("enc");
    private static final Signer ELLIPTIC = Signer.elliptic("ES256", "e", "secp256r1");
    private static final Signer LONGER = Signer.elliptic("ES384", "e384", "secp384r1");
    private static final Signer EDWARDS = Signer.edwards("d");
    private static final String HMAC_KEY = "a secret of thirty-two octets...";
    private static final long NOW = START.getEpochSecond();

    private static final String SIGNATURE = "the signature is wrong";
    private static final String UNKNOWN = "signed with an unknown key";
    private static final String UNSIGNED = "not a signed JWT";
    private static final String OPAQUE = "not a JWT, and there is no issuer to ask";
    private static final String NO_TOKEN = "not a bearer token";

    /** Of all tokens: time stands still, so that each finds the keys that the first has fetched. */
    @SuppressWarnings("NullAway.Init")
    private static Issuing issuing;

    @SuppressWarnings("NullAway.Init")
    private static Issuers issuers;

    /** The set also has keys that are not for signatures, too weak, of other kinds, or none. */
    @BeforeAll
    static void open() throws Exception {
        issuing = new Issuing();
        issuing.reply = Issuing.json(Issuing.set(
                "{\"kty\":\"oct\",\"kid\":\"h\",\"alg\":\"HS256\",\"k\":\"" + Signer.encoded(HMAC_KEY) + "\"}",
                "{\"kty\":\"XYZ\",\"kid\":\"x\"}",
                "{\"kty\":\"RSA\",\"kid\":\"incomplete\"}",
                "{\"kty\":\"EC\",\"kid\":\"off\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "\"text\"",
                "null",
                SHORT.jwk(),
                ENCRYPTING.jwk(",\"use\":\"enc\""),
                OTHER.named("signs").jwk(",\"key_ops\":[\"sign\"]"),
                LONGER.jwk(),
                PSS.jwk(",\"alg\":\"PS256\",\"use\":\"sig\",\"key_ops\":[\"verify\"]"),
                ELLIPTIC.jwk(),
                EDWARDS.jwk(),
                RSA.jwk()));
        issuers = issuing.open(issuing.signing());
    }

    @AfterAll
    static void close() {
        issuers.close();
        issuing.close();
    }

    private static Arguments row(String name, String token, String why) {
        return Arguments.of(name, token, why);
    }

    private static String header(String members) {
        return RSA.token("{" + members + "}", claims());
    }

    static Stream<Arguments> algorithms() {
        String good = RSA.token(claims());
        String none = Signer.encoded("{\"alg\":\"none\"}") + "." + Signer.encoded(claims()) + ".";
        byte[] der = RSA.keys().getPublic().getEncoded();
        byte[] modulus = ((RSAPublicKey) RSA.keys().getPublic()).getModulus().toByteArray();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                row("none", none, UNSIGNED),
                row("none with the signature of another", none + good.substring(good.lastIndexOf('.') + 1), UNSIGNED),
                row(
                        "nOnE",
                        none.replace(Signer.encoded("{\"alg\":\"none\"}"), Signer.encoded("{\"alg\":\"nOnE\"}")) + "AA",
                        "algorithm nOnE"),
                row("no alg", header("\"kid\":\"r\""), UNSIGNED),
                row("alg is a number", header("\"alg\":256,\"kid\":\"r\""), UNSIGNED),
                row("alg is empty", header("\"alg\":\"\",\"kid\":\"r\""), "algorithm "),
                row(
                        "HS256 with the public key in PEM",
                        hmac("r", pem.getBytes(StandardCharsets.US_ASCII)),
                        "algorithm HS256"),
                row("HS256 with the public key in DER", hmac("r", der), "algorithm HS256"),
                row("HS256 with the modulus", hmac("r", modulus), "algorithm HS256"),
                row(
                        "HS256 with a secret of the set",
                        hmac("h", HMAC_KEY.getBytes(StandardCharsets.US_ASCII)),
                        "algorithm HS256"),
                row("RS384", RSA.as("RS384").token(claims()), "algorithm RS384"),
                row("RS512", RSA.as("RS512").token(claims()), "algorithm RS512"),
                row("ES384", LONGER.token(claims()), "algorithm ES384"),
                row("a name of this program's", header("\"alg\":\"RS256\\n\",\"kid\":\"r\""), "algorithm RS256?"),
                row("encrypted", RSA.token("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}", claims()), UNSIGNED),
                row("ES256 by a key of RSA", ELLIPTIC.named("r").token(claims()), SIGNATURE),
                row("EdDSA by a key of RSA", EDWARDS.named("r").token(claims()), SIGNATURE),
                row("RS256 by an elliptic key", RSA.named("e").token(claims()), SIGNATURE),
                row("RS256 by a key for PS256", PSS.as("RS256").token(claims()), SIGNATURE));
    }

    private static String hmac(String kid, byte[] key) {
        String signed = Signer.encoded("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}") + "." + Signer.encoded(claims());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return signed + "." + Signer.encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Stream<Arguments> headers() {
        String theirs = "{\"alg\":\"RS256\",\"kid\":\"r\",";
        String nameless = "{\"alg\":\"RS256\",";
        String elsewhere = "\"http://127.0.0.1:1/keys\"}";
        return Stream.of(
                row(
                        "crit",
                        header("\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"exp\"],\"exp\":1"),
                        "crit in the header"),
                row(
                        "crit of b64",
                        header("\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"b64\"],\"b64\":true"),
                        "crit in the header"),
                row("crit that is empty", header("\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[]"), "crit in the header"),
                row("crit that is text", header("\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":\"exp\""), UNSIGNED),
                row(
                        "a logout token",
                        header("\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"logout+jwt\""),
                        "typ logout+jwt"),
                row(
                        "a proof of possession",
                        header("\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"dpop+jwt\""),
                        "typ dpop+jwt"),
                row("jku", OTHER.token(theirs + "\"jku\":" + elsewhere, claims()), SIGNATURE),
                row("jku without kid", OTHER.token(nameless + "\"jku\":" + elsewhere, claims()), UNKNOWN),
                row("x5u", OTHER.token(theirs + "\"x5u\":" + elsewhere, claims()), SIGNATURE),
                row("x5c", OTHER.token(theirs + "\"x5c\":[\"AAAA\"]}", claims()), SIGNATURE),
                row("jwk", OTHER.token(theirs + "\"jwk\":" + OTHER.jwk() + "}", claims()), SIGNATURE),
                row("jwk without kid", OTHER.token(nameless + "\"jwk\":" + OTHER.jwk() + "}", claims()), UNKNOWN));
    }

    static Stream<Arguments> kids() {
        return Stream.of(
                row("kid unknown", RSA.named("s").token(claims()), UNKNOWN),
                row("kid empty", RSA.named("").token(claims()), UNKNOWN),
                row("kid is a number", header("\"alg\":\"RS256\",\"kid\":1"), UNSIGNED),
                row("kid is a path", RSA.named("../../../../../../dev/null").token(claims()), UNKNOWN),
                row("kid is a URL", RSA.named("http://127.0.0.1:1/keys#r").token(claims()), UNKNOWN),
                row("kid is a query", RSA.named("' UNION SELECT 'key' --").token(claims()), UNKNOWN),
                row("kid of a short key", SHORT.token(claims()), UNKNOWN),
                row("kid of a key for encryption", ENCRYPTING.token(claims()), UNKNOWN),
                row("kid of a key that only signs", OTHER.named("signs").token(claims()), UNKNOWN),
                row("kid of an incomplete key", OTHER.named("incomplete").token(claims()), UNKNOWN),
                row("kid of a key off the curve", ELLIPTIC.named("off").token(claims()), UNKNOWN));
    }

    static Stream<Arguments> signatures() {
        String good = RSA.token(claims());
        String signed = good.substring(0, good.lastIndexOf('.'));
        String forged = claims("email", "root@example.net");
        String elliptic = Signer.encoded(ELLIPTIC.header()) + "." + Signer.encoded(claims()) + ".";
        byte[] zeros = new byte[64];
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        return Stream.of(
                row("of another key", OTHER.token(claims()), SIGNATURE),
                row("of other claims", good.replace(Signer.encoded(claims()), Signer.encoded(forged)), SIGNATURE),
                row(
                        "of another header",
                        good.replace(Signer.encoded(RSA.header()), Signer.encoded(RSA.header() + " ")),
                        SIGNATURE),
                row("empty", signed + ".", UNSIGNED),
                row("short", good.substring(0, good.length() - 8), SIGNATURE),
                row("long", good + "AAAA", SIGNATURE),
                row("zeros on a curve (CVE-2022-21449)", elliptic + Signer.encoded(zeros), SIGNATURE),
                row("ones on a curve", elliptic + Signer.encoded(ones), SIGNATURE),
                row(
                        "zeros on a curve of Edwards",
                        Signer.encoded(EDWARDS.header()) + "." + Signer.encoded(claims()) + "." + Signer.encoded(zeros),
                        SIGNATURE));
    }

    static Stream<Arguments> forms() {
        String good = RSA.token(claims());
        return Stream.of(
                row("too long", RSA.token(claims("padding", "x".repeat(8192))), "longer than 8192 characters"),
                row("empty", "", NO_TOKEN),
                row("a space", good.replaceFirst("\\.", ". "), NO_TOKEN),
                row("a line end behind", good + "\n", NO_TOKEN),
                row("the scheme before it", "Bearer " + good, NO_TOKEN),
                row("NUL", good + "\0", NO_TOKEN),
                row("no base64url", good.replaceFirst("\\.", "/+."), OPAQUE),
                row("padded", good + "==", OPAQUE),
                row("no JSON in it", "abc.def.ghi", OPAQUE),
                row("two parts", good.substring(0, good.lastIndexOf('.')), OPAQUE),
                row("four parts", good + ".AAAA", OPAQUE),
                row("five parts", good + ".AAAA.AAAA", OPAQUE),
                row("a list for a header", RSA.token("[]", claims()), OPAQUE),
                row("no claims", RSA.token("claims"), "the JWT has no claims"),
                row("a list for claims", RSA.token("[" + claims() + "]"), "the JWT has no claims"),
                row("pairs for claims", RSA.token("[[\"iss\",\"" + Issuing.ISSUER + "\"]]"), "the JWT has no claims"),
                row("a claim twice", RSA.token(claims().replace("{", "{\"iss\":\"x\",")), "the JWT has no claims"),
                row("alg twice", header("\"alg\":\"none\",\"alg\":\"RS256\""), OPAQUE),
                row("null for claims", RSA.token("null"), "the JWT has no claims"),
                row("claims that do not end", RSA.token(claims().replace("}", "")), "the JWT has no claims"),
                row("deep claims", RSA.token("[".repeat(3000)), "the JWT has no claims"),
                row(
                        "nested",
                        RSA.token("{\"alg\":\"RS256\",\"kid\":\"r\",\"cty\":\"JWT\"}", good),
                        "the JWT has no claims"));
    }

    static Stream<Arguments> claimsOfOthers() {
        return Stream.of(
                row("iss missing", RSA.token(without("iss")), "no such issuer: "),
                row(
                        "iss of another",
                        RSA.token(claims("iss", "https://login.example.org")),
                        "no such issuer: https://login.example.org"),
                row(
                        "iss with a slash",
                        RSA.token(claims("iss", Issuing.ISSUER + "/")),
                        "no such issuer: " + Issuing.ISSUER + "/"),
                row(
                        "iss in capitals",
                        RSA.token(claims("iss", "HTTPS://login.example.net/realms/mail")),
                        "no such issuer: HTTPS://login.example.net/realms/mail"),
                row("iss is a list", RSA.token(claims("iss", List.of(Issuing.ISSUER))), "no such issuer: "),
                row("aud missing", RSA.token(without("aud")), "aud is for others: missing"),
                row(
                        "aud of others",
                        RSA.token(claims("aud", List.of("account", "crm"))),
                        "aud is for others: [account, crm]"),
                row("aud that begins like ours", RSA.token(claims("aud", "mail2")), "aud is for others: mail2"),
                row("aud in capitals", RSA.token(claims("aud", "MAIL")), "aud is for others: MAIL"),
                row("aud is empty", RSA.token(claims("aud", "")), "aud is for others: "),
                row("aud is an empty list", RSA.token(claims("aud", List.of())), "aud is for others: []"),
                row("aud is a number", RSA.token(claims("aud", 1)), "aud is for others: 1"),
                row("aud has a number", RSA.token(claims("aud", List.of("mail", 1))), "aud is for others: [mail, 1]"),
                row(
                        "aud is an object",
                        RSA.token(claims("aud", Map.of("mail", true))),
                        "aud is for others: {mail=true}"),
                row("bound to a key", RSA.token(claims("cnf", Map.of("jkt", "x"))), "bound to a key (cnf)"));
    }

    static Stream<Arguments> times() {
        return Stream.of(
                row("exp missing", RSA.token(without("exp")), "exp is no date: missing"),
                row("exp in the past", RSA.token(claims("exp", NOW - 60)), "expired at 2026-11-23T11:59:00Z"),
                row("exp is zero", RSA.token(claims("exp", 0)), "expired at 1970-01-01T00:00:00Z"),
                row("exp is text", RSA.token(claims("exp", String.valueOf(NOW + 60))), "exp is no date: " + (NOW + 60)),
                row("exp is negative", RSA.token(claims("exp", -1)), "exp is no date: -1"),
                row(
                        "exp is beyond all dates",
                        RSA.token(claims().replace("" + (NOW + 3600), "1e300")),
                        "exp is no date: 1.0E300"),
                row(
                        "exp in milliseconds",
                        RSA.token(claims("exp", (NOW + 60) * 1000)),
                        "exp is no date: " + (NOW + 60) * 1000),
                row("exp is true", RSA.token(claims("exp", true)), "exp is no date: true"),
                row(
                        "nbf in the future",
                        RSA.token(claims("nbf", NOW + 61)),
                        "not to be used before nbf: " + (NOW + 61)),
                row("nbf is text", RSA.token(claims("nbf", "0")), "not to be used before nbf: 0"));
    }

    static Stream<Arguments> names() {
        String nobody = "no name of a user in email";
        String unverified = "email_verified is not true: anna@example.net";
        return Stream.of(
                row("email missing", RSA.token(without("email")), nobody),
                row("email is empty", RSA.token(claims("email", "")), nobody),
                row("email is blank", RSA.token(claims("email", "  ")), nobody),
                row("email is a number", RSA.token(claims("email", 1)), nobody),
                row("email is a list", RSA.token(claims("email", List.of("anna@example.net"))), nobody),
                row("email has NUL", RSA.token(claims("email", "anna\0@example.net")), nobody),
                row("email has a line end", RSA.token(claims("email", "anna@example.net\r\n")), nobody),
                row("email is too long", RSA.token(claims("email", "a".repeat(321))), nobody),
                row("email not verified", RSA.token(claims("email_verified", false)), unverified),
                row("email not said to be verified", RSA.token(without("email_verified")), unverified),
                row("email not verified, in text", RSA.token(claims("email_verified", "false")), unverified),
                row("email verified by a number", RSA.token(claims("email_verified", 1)), unverified));
    }

    static Stream<Arguments> bad() {
        return Stream.of(algorithms(), headers(), kids(), signatures(), forms(), claimsOfOthers(), times(), names())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bad(String name, String token, String why) {
        TokenAnswer answer = issuers.check(new Secret(token));
        assertEquals(why, assertInstanceOf(TokenAnswer.Refused.class, answer).why(), name);
        assertEquals(answer, issuers.cached(new Secret(token)).orElseThrow(), "and so it stays for a moment");
        assertTrue(issuing.asked.stream().allMatch(asked -> asked.path().equals("/keys")), "only for the keys");
        assertTrue(issuing.asked.size() <= 1);
        assertFalse(token.length() > 40 && answer.toString().contains(token.substring(token.length() - 20)));
    }

    /** Else the other tests would show nothing. */
    @ParameterizedTest
    @MethodSource
    void nearlyTheSameIsGood(String token) {
        assertInstanceOf(TokenAnswer.User.class, issuers.check(new Secret(token)));
    }

    static Stream<String> nearlyTheSameIsGood() {
        return Stream.of(
                header("\"alg\":\"RS256\",\"kid\":\"r\""),
                PSS.token(claims()),
                ELLIPTIC.token(claims()),
                EDWARDS.token(claims()),
                RSA.token(claims("nbf", NOW + 60)),
                RSA.token(claims("exp", NOW - 59)),
                RSA.token(claims("padding", "x".repeat(5000))));
    }
}
