package waypost.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.ChannelBinding;
import waypost.identity.Secret;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

class SaslExchangeTest {
    static Stream<Arguments> plainMessages() {
        return Stream.of(
                Arguments.of("\0tim\0tanstaaftanstaaf", password("", "tim", "tanstaaftanstaaf")),
                Arguments.of("Ursel\0Kurt\0xipj3plmq", password("Ursel", "Kurt", "xipj3plmq")),
                Arguments.of("\0jürgen\0größe €", password("", "jürgen", "größe €")),
                Arguments.of("\0tim\0", failed(Failure.CREDENTIALS)),
                Arguments.of("\0\0secret", failed(Failure.CREDENTIALS)),
                Arguments.of("", failed(Failure.MALFORMED)),
                Arguments.of("tim\0secret", failed(Failure.MALFORMED)),
                Arguments.of("\0tim\0sec\0ret", failed(Failure.MALFORMED)),
                Arguments.of("\0" + "u".repeat(1024) + "\0p", password("", "u".repeat(1024), "p")),
                Arguments.of("\0" + "u".repeat(1025) + "\0p", failed(Failure.CREDENTIALS)),
                Arguments.of("\0u\0" + "p".repeat(4097), failed(Failure.CREDENTIALS)));
    }

    @ParameterizedTest
    @MethodSource("plainMessages")
    void readsPlainAsInitialResponseAndAsAnswer(String message, SaslStep expected) {
        String base64 = base64(message);
        String initial = base64.isEmpty() ? "=" : base64;
        assertEquals(expected, exchange(Mechanism.PLAIN).start(Optional.of(initial)));

        SaslExchange exchange = exchange(Mechanism.PLAIN);
        assertEquals(new SaslStep.Challenge(""), exchange.start(Optional.empty()));
        assertEquals(expected, exchange.respond(base64));
    }

    @Test
    void refusesPasswordsThatAreNotUtf8() {
        byte[] latin1 = "\0u\0größe".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                failed(Failure.CREDENTIALS),
                exchange(Mechanism.PLAIN).start(Optional.of(Base64.getEncoder().encodeToString(latin1))));
    }

    @Test
    void asksForNameAndPassword() {
        SaslExchange exchange = exchange(Mechanism.LOGIN);
        assertEquals(new SaslStep.Challenge(base64("Username:")), exchange.start(Optional.empty()));
        assertEquals(new SaslStep.Challenge(base64("Password:")), exchange.respond(base64("anna")));
        assertEquals(password("", "anna", "geheim"), exchange.respond(base64("geheim")));
        assertEquals(failed(Failure.MALFORMED), exchange.respond(base64("geheim")));
    }

    @Test
    void takesTheNameAsInitialResponse() {
        SaslExchange exchange = exchange(Mechanism.LOGIN);
        assertEquals(new SaslStep.Challenge(base64("Password:")), exchange.start(Optional.of(base64("anna"))));
        assertEquals(failed(Failure.CREDENTIALS), exchange.respond(""));
    }

    @Test
    void endsWhenTheClientCancels() {
        SaslExchange exchange = exchange(Mechanism.LOGIN);
        exchange.start(Optional.empty());
        assertEquals(failed(Failure.CANCELLED), exchange.respond("*"));
    }

    @Test
    void readsExternal() {
        assertEquals(
                new SaslStep.Proved(new Credentials.External("")),
                exchange(Mechanism.EXTERNAL).start(Optional.of("=")));
        assertEquals(
                new SaslStep.Proved(new Credentials.External("anna@example.net")),
                exchange(Mechanism.EXTERNAL).start(Optional.of(base64("anna@example.net"))));
        assertEquals(failed(Failure.CREDENTIALS), exchange(Mechanism.EXTERNAL).start(Optional.of(base64("anna\0"))));
    }

    @Test
    void readsExternalOfAUserWhomTheCertificateNames() {
        SaslOffer offer = SaslOffer.of(Mechanism.EXTERNAL).to(new Outside.User(List.of("anna@a", "anna@b")));
        assertEquals(
                new SaslStep.Proved(new Credentials.Vouched(List.of("anna@a", "anna@b"), "anna@b")),
                offer.begin("EXTERNAL").orElseThrow().start(Optional.of(base64("anna@b"))));
        SaslExchange exchange = offer.begin("external").orElseThrow();
        assertEquals(new SaslStep.Challenge(""), exchange.start(Optional.empty()));
        assertEquals(
                new SaslStep.Proved(new Credentials.Vouched(List.of("anna@a", "anna@b"), "")), exchange.respond(""));
    }

    /** Whatever else is on: nobody is known. */
    @Test
    void doesNotOfferExternalToNobody() {
        SaslOffer offer = SaslOffer.of(Mechanism.EXTERNAL, Mechanism.PLAIN);
        assertEquals(List.of(Mechanism.PLAIN), offer.announced());
        assertTrue(offer.begin("EXTERNAL").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new Outside.User(List.of()));
    }

    static Stream<String> notBase64() {
        return Stream.of(
                "A",
                "AB",
                "ABC",
                "ABCD=",
                "AB=C",
                "====",
                "QQ=",
                "QR==",
                "QQ==QQ==",
                "QQ==\n",
                " QQ==",
                "Q_==",
                "QQé=");
    }

    @ParameterizedTest
    @MethodSource("notBase64")
    void refusesLooseBase64(String text) {
        assertEquals(failed(Failure.MALFORMED), exchange(Mechanism.EXTERNAL).start(Optional.of(text)));
    }

    @Test
    void boundsTheLine() {
        String text = "QUFB".repeat(SaslExchange.MAX_LINE / 4 + 1);
        assertEquals(failed(Failure.MALFORMED), exchange(Mechanism.PLAIN).start(Optional.of(text)));
    }

    /** RFC 4648 table 1 and the pad, for all octets. */
    @Test
    void knowsTheAlphabet() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
        for (int octet = 0; octet < 256; octet++) {
            assertEquals(alphabet.indexOf(octet) >= 0, StrictBase64.allowed(octet), "octet " + octet);
        }
    }

    @Test
    void clientAndServerAgree() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 2000; round++) {
            String user = word(random);
            String authorize = random.nextBoolean() ? "" : word(random);
            Secret secret = new Secret(word(random));
            assertEquals(
                    new SaslStep.Proved(new Credentials.Password(authorize, user, secret)),
                    exchange(Mechanism.PLAIN)
                            .start(Optional.of(InitialResponse.plain(authorize, user, secret)
                                    .value())));
        }
    }

    @Test
    void survivesAnyResponse() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String line = random.nextBoolean()
                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                    : Base64.getEncoder().encodeToString(bytes);
            for (Mechanism mechanism : Mechanism.values()) {
                SaslStep step = exchange(mechanism).start(Optional.of(line));
                assertFalse(step.toString().contains("Secret[value"), "passwords are masked");
            }
        }
    }

    @Test
    void findsMechanismsInAnyCase() {
        assertEquals(Optional.of(Mechanism.PLAIN), Mechanism.named("plain"));
        assertTrue(Mechanism.named("PLAINX").isEmpty());
    }

    private static SaslExchange exchange(Mechanism mechanism) {
        return new SaslOffer(Set.of(mechanism), Optional.of(new ChannelBinding(new byte[32])))
                .to(new Outside.Node())
                .with(WordContext::new)
                .begin(mechanism.toString())
                .orElseThrow();
    }

    private static String word(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(20);
        for (int i = 0; i < length; i++) {
            word.appendCodePoint(random.nextBoolean() ? random.nextInt(1, 128) : random.nextInt(0xA0, 0x2000));
        }
        return word.toString();
    }

    private static SaslStep password(String authorize, String user, String password) {
        return new SaslStep.Proved(new Credentials.Password(authorize, user, new Secret(password)));
    }

    private static SaslStep failed(Failure why) {
        return new SaslStep.Failed(why);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
