package waypost.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import waypost.identity.NodeName;
import waypost.mapping.Trials;
import waypost.mapping.Tried;
import waypost.mapping.Try;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.LinkMessage.Said;
import waypost.protocol.link.LinkMessage.Shown;

/**
 * Turns at a directory among the front ends of a cluster: those of an account are given by one of them, the same for all who reach the same ones. Whoever does
 * not answer is not asked for a while. Any thread; never blocks.
 */
final class PasswordTurns implements Trials.Colleagues {
    /** Who is asked answers before that, even if somebody else has the turn. */
    private static final Duration ANSWER = Trials.PATIENCE.plusMillis(500);

    private static final Duration SILENT = Duration.ofSeconds(30);

    private final FrontEndLink link;
    private final KeyAgreement agreement;
    private final Map<Long, CompletableFuture<Tried>> questions = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Cache<NodeName, Boolean> silent =
            Caffeine.newBuilder().expireAfterWrite(SILENT).build();

    PasswordTurns(FrontEndLink link, KeyAgreement agreement) {
        this.link = link;
        this.agreement = agreement;
    }

    @Override
    public Optional<CompletionStage<Tried>> turn(Try shown) {
        NodeName home = home(shown.account());
        return home.equals(link.self()) ? Optional.empty() : Optional.of(asked(home, shown));
    }

    /** Of those that are there the one that weighs most for the account: if one goes, only its accounts have another. */
    private NodeName home(long account) {
        return Stream.concat(Stream.of(link.self()), link.reachable().stream())
                .filter(node -> silent.getIfPresent(node) == null)
                .max(Comparator.<NodeName>comparingLong(node -> weight(account, node))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseGet(link::self);
    }

    /** Mixes all bits of both (Stafford's variant 13, as SplittableRandom does). */
    private static long weight(long account, NodeName node) {
        long mixed = account + 0x9e3779b97f4a7c15L * node.value().hashCode();
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    private CompletableFuture<Tried> asked(NodeName home, Try shown) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Tried> answer = new CompletableFuture<>();
        questions.put(number, answer);
        link.tell(home, new LinkMessage.Turn(number, shown(shown)));
        return answer.orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS).whenComplete((_, late) -> {
            questions.remove(number);
            if (late != null) {
                silent.put(home, true);
            }
        });
    }

    @Override
    public void tell(Try shown, Tried said) {
        link.tellAll(new LinkMessage.Tried(shown(shown), said(said)));
    }

    void heard(LinkMessage.TurnAnswer answer) {
        CompletableFuture<Tried> asked = questions.get(answer.question());
        if (asked != null) {
            asked.complete(tried(answer.known()));
        }
    }

    /** Somebody asks here; whoever has to wait too long is answered all the same, and knows that this one is there. */
    void heard(NodeName from, LinkMessage.Turn turn, Trials trials, Consumer<LinkMessage.OfFrontEnds> reply) {
        CompletableFuture<Tried> answer = understood(turn.shown())
                ? trials.turn(read(turn.shown()), from.value())
                        .toCompletableFuture()
                        .copy()
                : CompletableFuture.completedFuture(Tried.OPEN);
        answer.completeOnTimeout(Tried.OPEN, Trials.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(known -> reply.accept(new LinkMessage.TurnAnswer(turn.question(), said(known))));
    }

    void heard(NodeName from, LinkMessage.Tried tried, Trials trials) {
        if (understood(tried.shown())) {
            trials.heard(read(tried.shown()), tried(tried.said()), from.value());
        }
    }

    private boolean understood(Shown shown) {
        return shown.key() == agreement.number();
    }

    private Shown shown(Try shown) {
        return new Shown(agreement.number(), shown.account(), shown.high(), shown.low(), shown.dated());
    }

    private static Try read(Shown shown) {
        return new Try(shown.account(), shown.high(), shown.low(), shown.dated());
    }

    private static Said said(Tried tried) {
        return switch (tried) {
            case OPEN -> Said.NOTHING;
            case RIGHT -> Said.RIGHT;
            case WRONG -> Said.WRONG;
        };
    }

    private static Tried tried(Said said) {
        return switch (said) {
            case NOTHING -> Tried.OPEN;
            case RIGHT -> Tried.RIGHT;
            case WRONG -> Tried.WRONG;
        };
    }
}
