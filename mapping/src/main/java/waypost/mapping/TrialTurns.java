package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Who may show a password to the directory: of an account one at a time, so that all others that show the same one hear what came of it. Those who do not
 * say that they have ended lose their turn after a while, and nobody waits for longer than that: then it goes without a turn. Any thread; never blocks.
 */
final class TrialTurns {
    /** Who asks at this front end. */
    static final String HERE = "";

    /** Who waits for one account; more have no turn given. */
    private static final int WAITING = 100;

    /** Accounts; beyond that those are looked for whose turn nobody has ended. */
    private static final int LINES = 10_000;

    private final Function<Try, Tried> known;
    private final Ticker ticker;
    private final Map<Long, Line> lines = new HashMap<>();

    private record Asked(Try shown, String who, long since, CompletableFuture<Tried> turn) {}

    /** Whose turn it is, and who waits behind that one. */
    private static final class Line {
        private Asked holder;
        private final Deque<Asked> waiting = new ArrayDeque<>();

        Line(Asked first) {
            holder = first;
        }
    }

    /** @param known what is known of a password by now; never blocks */
    TrialTurns(Function<Try, Tried> known, Ticker ticker) {
        this.known = known;
        this.ticker = ticker;
    }

    /** Completes when the directory may be asked, or need not be. */
    CompletableFuture<Tried> turn(Try shown, String who) {
        Asked asked = new Asked(shown, who, ticker.read(), new CompletableFuture<>());
        synchronized (lines) {
            Tried said = known.apply(shown);
            if (said != Tried.OPEN) {
                return CompletableFuture.completedFuture(said);
            }
            Line line = lines.get(shown.account());
            if (line != null && !late(line.holder) && line.waiting.size() < WAITING) {
                line.waiting.add(asked);
                return asked.turn();
            }
            if (lines.size() >= LINES) {
                lines.values().removeIf(one -> late(one.holder));
            }
            if (line == null || late(line.holder)) {
                lines.put(shown.account(), new Line(asked));
            }
        }
        return CompletableFuture.completedFuture(Tried.OPEN);
    }

    private boolean late(Asked asked) {
        return ticker.read() - asked.since() > Trials.PATIENCE.toNanos();
    }

    /** Whoever asked has said what came of it. */
    void over(Try shown, String who) {
        Map<Asked, Tried> answers = new HashMap<>();
        synchronized (lines) {
            Line line = lines.get(shown.account());
            if (line == null
                    || !line.holder.shown().equals(shown)
                    || !line.holder.who().equals(who)) {
                return;
            }
            next(shown.account(), line, answers);
        }
        answers.forEach((asked, said) -> asked.turn().complete(said));
    }

    /** Those of whom something is known now need none; of the others the first has it. */
    private void next(long account, Line line, Map<Asked, Tried> answers) {
        Deque<Asked> waiting = new ArrayDeque<>(line.waiting);
        line.waiting.clear();
        boolean taken = false;
        for (Asked asked : waiting) {
            Tried said = known.apply(asked.shown());
            if (said != Tried.OPEN) {
                answers.put(asked, said);
            } else if (taken) {
                line.waiting.add(asked);
            } else if (!late(asked)) {
                taken = true;
                line.holder = new Asked(asked.shown(), asked.who(), ticker.read(), asked.turn());
                answers.put(asked, Tried.OPEN);
            }
        }
        if (!taken) {
            lines.remove(account);
        }
    }
}
