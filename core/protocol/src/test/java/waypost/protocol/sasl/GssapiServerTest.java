package waypost.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** RFC 4752 §3.1 with contexts of words, where what is wrapped stands between brackets. */
class GssapiServerTest {
    private static final SaslOffer OFFER = SaslOffer.of(Mechanism.GSSAPI).with(WordContext::new);
    private static final String LAYERS = "[\1\0\0\0]";

    private static SaslStep step(SaslStep asked) {
        Question question = assertInstanceOf(SaslStep.Ask.class, asked).question();
        return assertInstanceOf(Question.Work.class, question).work().get();
    }

    private static SaslStep goOn(SaslExchange exchange, SaslStep asked) {
        return exchange.told(Optional.of(new Reply.Done(step(asked))));
    }

    private static SaslStep start(SaslExchange exchange, String token) {
        return goOn(exchange, exchange.start(Optional.of(base64(token))));
    }

    private static SaslStep respond(SaslExchange exchange, String message) {
        return goOn(exchange, exchange.respond(base64(message)));
    }

    private static SaslExchange exchange() {
        return OFFER.begin("gssapi").orElseThrow();
    }

    private static SaslStep challenge(String text) {
        return new SaslStep.Challenge(base64(text));
    }

    private static SaslStep failed(Failure why) {
        return new SaslStep.Failed(why);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void tokenThenNothingThenTheChoice() {
        SaslExchange exchange = exchange();
        assertEquals(new SaslStep.Challenge(""), exchange.start(Optional.empty()));
        assertEquals(challenge("answer"), respond(exchange, "ticket"));
        assertEquals(challenge(LAYERS), respond(exchange, ""));
        assertEquals(
                new SaslStep.Proved(new Credentials.Vouched(List.of("anna@example.net"), "")),
                respond(exchange, LAYERS));
        assertEquals(failed(Failure.MALFORMED), exchange.respond(""));
    }

    @Test
    void severalTokens() {
        SaslExchange exchange = exchange();
        assertEquals(challenge("more"), start(exchange, "first"));
        assertEquals(challenge("more"), respond(exchange, "first"));
        assertEquals(challenge("answer"), respond(exchange, "ticket"));
    }

    /** Without mutual authentication the client is owed no token, and hears the offer at once. */
    @Test
    void theOfferAtOnce() {
        SaslExchange exchange = exchange();
        assertEquals(challenge(LAYERS), start(exchange, "one-sided"));
        assertEquals(
                new SaslStep.Proved(new Credentials.Vouched(List.of("anna@example.net"), "bob@example.net")),
                respond(exchange, "[\1\0\0\0bob@example.net]"));
    }

    @ParameterizedTest
    @CsvSource({"stolen, CREDENTIALS", "'', CREDENTIALS", "away, UNAVAILABLE"})
    void tokensThatAreRefused(String token, Failure why) {
        SaslExchange exchange = exchange();
        assertEquals(failed(why), start(exchange, token));
        assertEquals(failed(Failure.MALFORMED), exchange.respond(base64("ticket")));
    }

    @ParameterizedTest
    @CsvSource({
        "forged, CREDENTIALS",
        "[], MALFORMED",
        "[100], MALFORMED",
        "[2000], MALFORMED",
        "[3000], MALFORMED",
        "[4000], MALFORMED",
        "[0000], MALFORMED",
        "[1000anna0], CREDENTIALS",
        "[1000\u00fc], CREDENTIALS",
    })
    void choicesThatAreRefused(String choice, Failure why) {
        SaslExchange exchange = exchange();
        start(exchange, "one-sided");
        String octets =
                choice.replace('0', '\0').replace('1', '\1').replace('2', '\2').replace('3', '\3');
        assertEquals(failed(why), respond(exchange, octets.replace('4', '\4')));
    }

    @Test
    void whatIsNotAsked() {
        SaslExchange talkative = exchange();
        start(talkative, "ticket");
        assertEquals(failed(Failure.MALFORMED), respond(talkative, "again"));
        SaslExchange cancelled = exchange();
        start(cancelled, "ticket");
        assertEquals(failed(Failure.CANCELLED), cancelled.respond("*"));
        SaslExchange away = exchange();
        away.start(Optional.of(base64("ticket")));
        assertEquals(failed(Failure.UNAVAILABLE), away.told(Optional.empty()));
        assertEquals(failed(Failure.MALFORMED), away.respond(""));
    }

    @Test
    void isNotOfferedWithoutKeys() {
        SaslOffer offer = SaslOffer.of(Mechanism.GSSAPI, Mechanism.PLAIN);
        assertEquals(List.of(Mechanism.PLAIN), offer.announced());
        assertTrue(offer.begin("GSSAPI").isEmpty());
    }

    /** Whatever a client says, nobody comes in without a ticket and a choice. */
    @Test
    void survivesAnyMessages() {
        SplittableRandom random = new SplittableRandom(13);
        for (int round = 0; round < 5_000; round++) {
            SaslExchange exchange = exchange();
            SaslStep step = start(exchange, "first");
            boolean ticket = false;
            for (int turn = 0; turn < 6 && step instanceof SaslStep.Challenge; turn++) {
                String said = List.of("first", "ticket", "", "[]", LAYERS, "one-sided", "x")
                        .get(random.nextInt(7));
                ticket |= said.equals("ticket") || said.equals("one-sided");
                step = respond(exchange, said);
                assertTrue(!(step instanceof SaslStep.Proved) || ticket && said.equals(LAYERS));
            }
        }
    }
}
