package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.NodeName;
import waypost.mapping.Trials;
import waypost.mapping.Tried;
import waypost.mapping.Try;
import waypost.protocol.link.LinkMessage;

/** Three front ends and a link between each two of them, in memory. */
class PasswordTurnsTest {
    private static final int COUNT = 3;

    @TempDir
    Path folder;

    private final List<HandLink> links = new ArrayList<>();
    private final List<PasswordTurns> turns = new ArrayList<>();
    private final List<Trials> trials = new ArrayList<>();

    @BeforeEach
    void connect() {
        for (int i = 0; i < COUNT; i++) {
            KeyAgreement agreement =
                    KeyAgreement.open(folder.resolve("one for all"), () -> Instant.EPOCH, new SplittableRandom(1));
            List<Consumer<LinkMessage.OfFrontEnds>> ways = new ArrayList<>();
            HandLink link = HandLink.of(name(i), message -> ways.forEach(way -> way.accept(message)));
            for (int to = 0; to < COUNT; to++) {
                if (to != i) {
                    Consumer<LinkMessage.OfFrontEnds> way = way(i, to);
                    ways.add(way);
                    link.ways().put(name(to), way);
                }
            }
            links.add(link);
            turns.add(new PasswordTurns(link, agreement));
            trials.add(Trials.alone(Ticker.systemTicker()));
        }
    }

    private static NodeName name(int i) {
        return new NodeName("fe" + i);
    }

    private Consumer<LinkMessage.OfFrontEnds> way(int from, int to) {
        return message -> {
            switch (message) {
                case LinkMessage.Turn turn ->
                    turns.get(to)
                            .heard(
                                    name(from),
                                    turn,
                                    trials.get(to),
                                    reply -> way(to, from).accept(reply));
                case LinkMessage.TurnAnswer answer -> turns.get(to).heard(answer);
                case LinkMessage.Tried tried -> turns.get(to).heard(name(from), tried, trials.get(to));
                case LinkMessage.Key _,
                        LinkMessage.Ban _,
                        LinkMessage.Failed _,
                        LinkMessage.LoggedIn _,
                        LinkMessage.CopyQuestion _,
                        LinkMessage.CopyAnswer _ -> throw new AssertionError(message);
            }
        };
    }

    private static Try shown(long account) {
        return new Try(account, 1, 2, true);
    }

    /** Who gives the turns of an account: the one that asks nobody. */
    private int home(Try shown) {
        for (int i = 0; i < COUNT; i++) {
            if (turns.get(i).turn(shown).isEmpty()) {
                return i;
            }
        }
        throw new AssertionError("nobody");
    }

    @Test
    void allAgreeWhoGivesTheTurnsOfAnAccountAndAllHaveTheirShare() {
        Map<Integer, Long> shares = new TreeMap<>(new SplittableRandom(2)
                .longs(3000)
                .mapToObj(PasswordTurnsTest::shown)
                .collect(Collectors.groupingBy(
                        shown -> {
                            int home = home(shown);
                            long alone = turns.stream()
                                    .filter(each -> each.turn(shown).isEmpty())
                                    .count();
                            assertEquals(1, alone);
                            return home;
                        },
                        Collectors.counting())));
        assertEquals(COUNT, shares.size());
        shares.values().forEach(share -> assertTrue(share > 800, shares.toString()));
    }

    @Test
    void aTurnIsAskedForAndGivenAcrossTheLink() {
        Try shown = shown(4711);
        int home = home(shown);
        int first = (home + 1) % COUNT;
        int second = (home + 2) % COUNT;
        assertEquals(Tried.OPEN, join(turns.get(first).turn(shown)));
        CompletionStage<Tried> waiting = turns.get(second).turn(shown).orElseThrow();
        assertFalse(waiting.toCompletableFuture().isDone());
        turns.get(first).tell(shown, Tried.RIGHT);
        assertEquals(Tried.RIGHT, waiting.toCompletableFuture().join());
    }

    /** Whoever is cut off goes by itself: a little more is asked, and nothing is believed that nobody has said. */
    @Test
    void withoutTheLinkEachGivesTurnsItself() {
        Try shown = shown(4711);
        links.forEach(link -> link.ways().clear());
        turns.forEach(each -> assertEquals(Optional.empty(), each.turn(shown)));
    }

    private static Tried join(Optional<CompletionStage<Tried>> turn) {
        return turn.map(CompletionStage::toCompletableFuture)
                .map(CompletableFuture::join)
                .orElseThrow();
    }
}
