package waypost.proxy;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.mapping.CopyFellows;
import waypost.mapping.CopyOffer;
import waypost.mapping.CopySource;
import waypost.protocol.link.CopySaid;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.LinkMessage.CopyAnswer;
import waypost.protocol.link.LinkMessage.CopyQuestion;

/**
 * Copies of directories that front ends take from each other, piece by piece: who takes one asks for the next piece when it has the one before, who gives remembers
 * nothing. Any thread; blocks.
 */
public final class CopyExchange implements CopyFellows {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.proxy");

    /** Who has not said anything by then says nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Octets a second that are given to all others together. */
    private static final long RATE = 32 << 20;

    private final FrontEndLink link;
    private final Function<String, Optional<CopySource>> sources;
    private final Pace pace = new Pace(RATE, System::nanoTime);
    private final Duration patience;
    private final Counter given;
    private final Counter taken;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    private record Question(NodeName fellow, CompletableFuture<CopySaid> said) {}

    /**
     * That of a front end.
     *
     * @param sources what this one has on a subject
     * @param metrics count octets, as {@code copies.given} and {@code copies.taken}
     */
    public CopyExchange(FrontEndLink link, Function<String, Optional<CopySource>> sources, MetricRegistry metrics) {
        this(link, sources, metrics, PATIENCE);
    }

    CopyExchange(
            FrontEndLink link,
            Function<String, Optional<CopySource>> sources,
            MetricRegistry metrics,
            Duration patience) {
        this.link = link;
        this.sources = sources;
        this.patience = patience;
        this.given = metrics.counter("copies.given");
        this.taken = metrics.counter("copies.taken");
    }

    @Override
    public List<Offer> offers(String subject) throws InterruptedException {
        awaited(link.gathered());
        Map<NodeName, CompletionStage<CopySaid>> asked = new TreeMap<>();
        link.reachable().forEach(fellow -> asked.put(fellow, ask(fellow, subject, CopyQuestion.ANY, 0)));
        List<Offer> offers = new ArrayList<>();
        for (Map.Entry<NodeName, CompletionStage<CopySaid>> each : asked.entrySet()) {
            switch (awaited(each.getValue())) {
                case CopySaid.Offered(var edition, var length, var asOf, var state) ->
                    offers.add(new Offer(
                            each.getKey(), new CopyOffer.Offered(edition, length, state, Instant.ofEpochMilli(asOf))));
                case CopySaid.Suspect() -> LOG.info("event=copy-not-offered from={} why=suspect", each.getKey());
                case CopySaid.Nothing(), CopySaid.Piece(var _) -> {}
            }
        }
        return offers;
    }

    @Override
    public Optional<ByteBuffer> piece(Offer of, String subject, long from) throws InterruptedException {
        return switch (awaited(ask(of.fellow(), subject, of.offered().edition(), from))) {
            case CopySaid.Piece(var octets) -> {
                taken.inc(octets.remaining());
                yield Optional.of(octets);
            }
            case CopySaid.Nothing(), CopySaid.Suspect(), CopySaid.Offered(var _, var _, var _, var _) ->
                Optional.empty();
        };
    }

    private CompletionStage<CopySaid> ask(NodeName fellow, String subject, long edition, long from) {
        long number = numbers.incrementAndGet();
        Question question = new Question(fellow, new CompletableFuture<>());
        open.put(number, question);
        link.tell(fellow, new CopyQuestion(number, subject, edition, from));
        return question.said()
                .completeOnTimeout(new CopySaid.Nothing(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> open.remove(number));
    }

    private static <T> T awaited(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
    }

    void heard(NodeName from, CopyAnswer answer) {
        Optional.ofNullable(open.get(answer.question()))
                .filter(question -> question.fellow().equals(from))
                .ifPresent(question -> question.said().complete(answer.said()));
    }

    void heard(NodeName from, CopyQuestion asked, Consumer<LinkMessage.OfFrontEnds> reply) {
        Optional<CopySource> source = sources.apply(asked.subject());
        if (source.isEmpty()) {
            reply.accept(new CopyAnswer(asked.question(), new CopySaid.Nothing()));
        } else if (asked.edition() == CopyQuestion.ANY) {
            reply.accept(
                    new CopyAnswer(asked.question(), offered(from, source.get().offer())));
        } else {
            give(asked, source.get(), reply);
        }
    }

    private static CopySaid offered(NodeName to, CopyOffer offer) {
        return switch (offer) {
            case CopyOffer.None() -> new CopySaid.Nothing();
            case CopyOffer.Suspect() -> {
                LOG.info("event=copy-not-given to={} why=suspect", to);
                yield new CopySaid.Suspect();
            }
            case CopyOffer.Offered(var edition, var length, var state, var asOf) ->
                new CopySaid.Offered(edition, length, asOf.toEpochMilli(), state);
        };
    }

    /** What waits for its turn is not read yet. */
    private void give(CopyQuestion asked, CopySource source, Consumer<LinkMessage.OfFrontEnds> reply) {
        try {
            Thread.sleep(pace.with(CopySource.PIECE));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        Optional<ByteBuffer> piece = source.piece(asked.edition(), asked.from());
        piece.ifPresent(octets -> given.inc(octets.remaining()));
        reply.accept(new CopyAnswer(
                asked.question(), piece.<CopySaid>map(CopySaid.Piece::new).orElseGet(CopySaid.Nothing::new)));
    }
}
