package waypost.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.ChannelBinding;
import waypost.identity.ScramHash;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

class ScramServerTest {
    private static final ChannelBinding CHANNEL =
            new ChannelBinding("the hash of a certificate".getBytes(StandardCharsets.UTF_8));

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SaslStep step) {
        String base64 = assertInstanceOf(SaslStep.Challenge.class, step).base64();
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static SaslExchange bound(Mechanism mechanism) {
        Set<Mechanism> all = EnumSet.allOf(Mechanism.class);
        return new SaslOffer(all, Optional.of(CHANNEL))
                .begin(mechanism.toString())
                .orElseThrow();
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of( // RFC 5802 §5
                        ScramExample.offer(),
                        List.of(
                                "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
                                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                                "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")),
                Arguments.of( // RFC 7677 §3
                        ScramExample.offer256(),
                        List.of(
                                "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
                                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void speaksAsInTheExamples(SaslOffer offer, List<String> said) {
        SaslExchange exchange =
                offer.begin(offer.announced().getFirst().toString()).orElseThrow();
        Question asked = assertInstanceOf(SaslStep.Ask.class, exchange.start(Optional.of(base64(said.get(0)))))
                .question();
        Question.Keys wanted = assertInstanceOf(Question.Keys.class, asked);
        assertEquals("user", wanted.user());
        assertEquals(said.get(1), text(exchange.told(ScramExample.reply(wanted))));
        assertEquals(said.get(3), text(exchange.respond(base64(said.get(2)))));
        assertEquals(
                new SaslStep.Proved(new Credentials.Proven("", "user", ScramExample.keys(wanted.hash()))),
                exchange.respond(""));
        assertEquals(new SaslStep.Failed(Failure.MALFORMED), exchange.respond(""));
    }

    /** A client that does what it is told, with one thing changed. */
    private static final class Client {
        private final ScramHash hash;
        private String header = "n,,";
        private byte[] channel = {};
        private String password = "pencil";
        private String nonce = "";
        private boolean spoilt;

        Client(ScramHash hash) {
            this.hash = hash;
        }

        SaslStep run(SaslExchange exchange) {
            String bare = "n=us=2Cer,r=abc";
            SaslStep begun = exchange.start(Optional.of(base64(header + bare)));
            if (!(begun instanceof SaslStep.Ask)) {
                return begun;
            }
            String first = text(exchange.told(keys(hash)));
            byte[] said = header.getBytes(StandardCharsets.UTF_8);
            byte[] binding = Arrays.copyOf(said, said.length + channel.length);
            System.arraycopy(channel, 0, binding, said.length, channel.length);
            String both = first.substring(2, first.indexOf(',')) + nonce;
            String last = "c=" + Base64.getEncoder().encodeToString(binding) + ",r=" + both;
            byte[] proof = proof(bare + "," + first + "," + last);
            proof[0] ^= (byte) (spoilt ? 1 : 0);
            SaslStep end =
                    exchange.respond(base64(last + ",p=" + Base64.getEncoder().encodeToString(proof)));
            return end instanceof SaslStep.Challenge ? exchange.respond("") : end;
        }

        private byte[] proof(String auth) {
            byte[] salted = ScramExample.salted(hash, password);
            byte[] key = hash.mac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
            byte[] signature = hash.mac(hash.hash(key), auth.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < key.length; i++) {
                key[i] ^= signature[i];
            }
            return key;
        }
    }

    private static final SaslStep PROVED = proved(ScramHash.SHA_256);
    private static final SaslStep REFUSED = new SaslStep.Failed(Failure.CREDENTIALS);
    private static final SaslStep DISPROVED = new SaslStep.Proved(new Credentials.Disproven("us,er"));

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"SCRAM_SHA_256_PLUS", "SCRAM_SHA_1_PLUS"})
    void isBoundToItsChannel(Mechanism mechanism) {
        ScramHash hash = mechanism == Mechanism.SCRAM_SHA_1_PLUS ? ScramHash.SHA_1 : ScramHash.SHA_256;
        Client client = new Client(hash);
        client.header = "p=tls-server-end-point,,";
        client.channel = CHANNEL.hash();
        assertEquals(proved(hash), client.run(bound(mechanism)));
        client.channel = "another channel's".getBytes(StandardCharsets.UTF_8);
        assertEquals(DISPROVED, client.run(bound(mechanism)));
    }

    /** RFC 5802 §6: whoever took the -PLUS out of the announcement is found out. */
    @Test
    void aClientThatWouldHaveBoundIsNotBelievedWhereItCould() {
        Client client = new Client(ScramHash.SHA_256);
        client.header = "y,,";
        assertEquals(REFUSED, client.run(bound(Mechanism.SCRAM_SHA_256)));
        assertEquals(PROVED, client.run(unbound()));
        client.header = "n,,";
        assertEquals(PROVED, client.run(bound(Mechanism.SCRAM_SHA_256)));
    }

    private static SaslStep proved(ScramHash hash) {
        return new SaslStep.Proved(new Credentials.Proven("", "us,er", ScramExample.keys(hash)));
    }

    private static SaslExchange unbound() {
        return SaslOffer.of(Mechanism.SCRAM_SHA_256).begin("scram-sha-256").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p=tls-exporter,,", "p=tls-unique,,", "n,,", "y,,"})
    void bindsInOneWayOnly(String header) {
        Client client = new Client(ScramHash.SHA_256);
        client.header = header;
        assertEquals(REFUSED, client.run(bound(Mechanism.SCRAM_SHA_256_PLUS)));
    }

    @Test
    void aWrongPasswordProofOrNonceIsRefused() {
        Client password = new Client(ScramHash.SHA_256);
        password.password = "pencils";
        assertEquals(DISPROVED, password.run(unbound()));
        Client proof = new Client(ScramHash.SHA_256);
        proof.spoilt = true;
        assertEquals(DISPROVED, proof.run(unbound()));
        Client nonce = new Client(ScramHash.SHA_256);
        nonce.nonce = "x";
        assertEquals(DISPROVED, nonce.run(unbound()));
    }

    @Test
    void isOfferedOnlyWhereItCanBind() {
        Set<Mechanism> all = EnumSet.allOf(Mechanism.class);
        assertEquals(List.copyOf(all), offer(all, Optional.of(CHANNEL)).announced());
        List<Mechanism> unbound = offer(all, Optional.empty()).announced();
        assertFalse(unbound.contains(Mechanism.SCRAM_SHA_256_PLUS));
        assertFalse(unbound.contains(Mechanism.SCRAM_SHA_1_PLUS));
        assertEquals(all.size() - 2, unbound.size());
    }

    private static SaslOffer offer(Set<Mechanism> mechanisms, Optional<ChannelBinding> binding) {
        return new SaslOffer(mechanisms, binding).to(new Outside.Node()).with(WordContext::new);
    }

    @Test
    void keysThatCannotBeHadAreNobodysFault() {
        SaslExchange exchange = unbound();
        exchange.start(Optional.of(base64("n,,n=away,r=abc")));
        assertEquals(new SaslStep.Failed(Failure.UNAVAILABLE), exchange.told(Optional.empty()));
    }

    static Stream<Arguments> firstMessages() {
        return Stream.of(
                Arguments.of("", Failure.MALFORMED),
                Arguments.of("n", Failure.MALFORMED),
                Arguments.of("n,", Failure.MALFORMED),
                Arguments.of("n,,", Failure.MALFORMED),
                Arguments.of("x,,n=a,r=b", Failure.MALFORMED),
                Arguments.of("p=,,n=a,r=b", Failure.MALFORMED),
                Arguments.of("n,b=a,n=a,r=b", Failure.MALFORMED),
                Arguments.of("n,a=x=y,n=a,r=b", Failure.MALFORMED),
                Arguments.of("n,,r=b,n=a", Failure.MALFORMED),
                Arguments.of("n,,n=a", Failure.MALFORMED),
                Arguments.of("n,,n=a,r=", Failure.MALFORMED),
                Arguments.of("n,,n=a,r=b c", Failure.MALFORMED),
                Arguments.of("n,,n=a,r=\u00e4", Failure.MALFORMED),
                Arguments.of("n,,m=ext,n=a,r=b", Failure.MALFORMED),
                Arguments.of("n,,n=a\0,r=b", Failure.MALFORMED),
                Arguments.of("n,,n=,r=b", Failure.CREDENTIALS),
                Arguments.of("n,,n=a=b,r=b", Failure.CREDENTIALS),
                Arguments.of("n,,n=a=2c,r=b", Failure.CREDENTIALS),
                Arguments.of("n,,n=" + "a".repeat(1025) + ",r=b", Failure.CREDENTIALS),
                Arguments.of("p=tls-exporter,,n=a,r=b", Failure.CREDENTIALS));
    }

    @ParameterizedTest
    @MethodSource("firstMessages")
    void refusesFirstMessages(String message, Failure why) {
        assertEquals(new SaslStep.Failed(why), unbound().start(Optional.of(base64(message))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=abc",
                "r=abc,c=biws,p=AAAA",
                "c=????,r=abc,p=AAAA",
                "c=biws,r=abc,p=",
                "p=AAAA",
                "c=biws,r=abc,p=AAAA",
                "c=biws,r=abc,p=????"
            })
    void refusesLastMessages(String message) {
        SaslExchange exchange = unbound();
        exchange.start(Optional.of(base64("n,,n=user,r=abc")));
        exchange.told(keys(ScramHash.SHA_256));
        assertEquals(new SaslStep.Failed(Failure.MALFORMED), exchange.respond(base64(message)));
    }

    /** Whatever a client says, nobody comes in without a proof. */
    @Test
    void survivesAnyMessages() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 20_000; round++) {
            SaslExchange exchange = unbound();
            SaslStep step = exchange.start(Optional.of(base64(mutated("n,a=x,n=user,r=abc", random))));
            if (step instanceof SaslStep.Ask) {
                step = exchange.told(keys(ScramHash.SHA_256));
            }
            if (step instanceof SaslStep.Challenge) {
                step = exchange.respond(base64(mutated("c=biws,r=abc,p=AAAA", random)));
            }
            assertInstanceOf(SaslStep.Failed.class, step);
        }
    }

    private static Optional<Reply> keys(ScramHash hash) {
        return Optional.of(new Reply.Keys(ScramExample.keys(hash)));
    }

    private static String mutated(String text, SplittableRandom random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, (char) random.nextInt(0, 256));
                default -> changed.setCharAt(at, ",=nrcpa".charAt(random.nextInt(7)));
            }
        }
        return changed.toString();
    }
}
