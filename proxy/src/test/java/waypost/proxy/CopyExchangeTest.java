package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.MetricRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import waypost.identity.NodeName;
import waypost.mapping.CopyFellows.Offer;
import waypost.mapping.CopyOffer;
import waypost.mapping.CopySource;
import waypost.protocol.link.CopySaid;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.LinkMessage.CopyAnswer;
import waypost.protocol.link.LinkMessage.CopyQuestion;

/** A front end that asks two others for a copy, and what is said. */
class CopyExchangeTest {
    private static final NodeName SELF = new NodeName("fe0");
    private static final NodeName ONE = new NodeName("fe1");
    private static final NodeName TWO = new NodeName("fe2");
    private static final String SUBJECT = "0123abcd";
    private static final CopyOffer.Offered OFFERED = new CopyOffer.Offered(77, 6, "state", Instant.ofEpochMilli(5));
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final MetricRegistry metrics = new MetricRegistry();
    private final HandLink link = HandLink.of(SELF, _ -> {});
    private final List<String> transcript = new ArrayList<>();

    /** Has six octets, and gives four at a time. */
    private record Six(CopyOffer offer) implements CopySource {
        @Override
        public String subject() {
            return SUBJECT;
        }

        @Override
        public Optional<ByteBuffer> piece(long edition, long from) {
            ByteBuffer all = ByteBuffer.wrap("octets".getBytes(StandardCharsets.US_ASCII));
            return edition == 77 && from < 6
                    ? Optional.of(all.slice((int) from, (int) Math.min(4, 6 - from)))
                    : Optional.empty();
        }
    }

    private CopyExchange taker(Duration patience) {
        return new CopyExchange(link, _ -> Optional.empty(), metrics, patience);
    }

    /** Another front end on the link, which has this, and whose every word is written down. */
    private void joins(NodeName name, CopyExchange taker, CopyOffer offer) {
        CopySource source = new Six(offer);
        CopyExchange giver = new CopyExchange(
                HandLink.of(name, _ -> {}),
                subject -> Optional.of(source).filter(one -> one.subject().equals(subject)),
                new MetricRegistry(),
                LONG);
        Consumer<LinkMessage.OfFrontEnds> back = answer -> {
            transcript.add(name + ": " + words(answer));
            taker.heard(name, (CopyAnswer) answer);
        };
        link.ways().put(name, message -> {
            transcript.add(SELF + ": " + words(message));
            giver.heard(SELF, (CopyQuestion) message, back);
        });
    }

    /** What one of them answered, in order; who of several is asked first is left to chance. */
    private List<String> answers(NodeName name) {
        Pattern answer = Pattern.compile(Pattern.quote(name.toString()) + ": \\d+ (.*)");
        return transcript.stream()
                .map(answer::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private static String words(LinkMessage message) {
        return switch (message) {
            case CopyQuestion(var question, var subject, var edition, var from) ->
                question + " " + subject + " " + edition + " " + from;
            case CopyAnswer(var question, CopySaid.Piece(var octets)) ->
                question + " " + StandardCharsets.US_ASCII.decode(octets);
            case CopyAnswer(var question, var said) -> question + " " + said;
            default -> throw new AssertionError(message);
        };
    }

    @Test
    void takesPieceAfterPiece() throws InterruptedException {
        CopyExchange taker = taker(LONG);
        joins(ONE, taker, OFFERED);
        Offer offer = new Offer(ONE, OFFERED);
        assertEquals(List.of(offer), taker.offers(SUBJECT));
        assertEquals(4, taker.piece(offer, SUBJECT, 0).orElseThrow().remaining());
        assertEquals(2, taker.piece(offer, SUBJECT, 4).orElseThrow().remaining());
        assertEquals(Optional.empty(), taker.piece(offer, SUBJECT, 6));
        assertEquals(
                List.of(
                        "fe0: 1 0123abcd 0 0",
                        "fe1: 1 Offered[edition=77, length=6, asOf=5, state=state]",
                        "fe0: 2 0123abcd 77 0",
                        "fe1: 2 octe",
                        "fe0: 3 0123abcd 77 4",
                        "fe1: 3 ts",
                        "fe0: 4 0123abcd 77 6",
                        "fe1: 4 Nothing[]"),
                transcript);
        assertEquals(6, metrics.counter("copies.taken").getCount());
    }

    @Test
    void whoIsSuspectOrHasNoneSaysSo() throws InterruptedException {
        CopyExchange taker = taker(LONG);
        joins(ONE, taker, new CopyOffer.Suspect());
        joins(TWO, taker, new CopyOffer.None());
        assertEquals(List.of(), taker.offers(SUBJECT));
        assertEquals(List.of(), taker.offers("another"));
        assertEquals(List.of("Suspect[]", "Nothing[]"), answers(ONE));
        assertEquals(List.of("Nothing[]", "Nothing[]"), answers(TWO));
    }

    /** Neither in the beginning nor in the middle. */
    @Test
    void whoDoesNotAnswerIsNotWaitedForLong() throws InterruptedException {
        CopyExchange taker = taker(SHORT);
        link.ways().put(ONE, _ -> {});
        assertEquals(List.of(), taker.offers(SUBJECT));
        assertEquals(Optional.empty(), taker.piece(new Offer(ONE, OFFERED), SUBJECT, 0));
    }

    /** And what comes from nobody who was asked counts for nothing. */
    @Test
    void anAnswerIsOfWhoWasAsked() throws InterruptedException {
        CopyExchange taker = taker(SHORT);
        link.ways()
                .put(
                        ONE,
                        message -> taker.heard(
                                TWO,
                                new CopyAnswer(
                                        ((CopyQuestion) message).question(), new CopySaid.Offered(1, 1, 1, "forged"))));
        assertEquals(List.of(), taker.offers(SUBJECT));
        taker.heard(ONE, new CopyAnswer(1, new CopySaid.Nothing()));
    }

    @Test
    void whereNobodyIsReachedNobodyIsAsked() throws InterruptedException {
        assertEquals(List.of(), taker(LONG).offers(SUBJECT));
    }
}
