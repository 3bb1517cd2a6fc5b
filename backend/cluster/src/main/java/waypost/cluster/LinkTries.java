package waypost.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * When a node is called to which no connection stands: after waits that grow, as soon as it calls us, and for whoever has a question for it; but one try at a time,
 * which all who wait share, and for questions no more often than {@link LinkTiming#pause}. Pure: the time is told, and whoever tells it does what is
 * returned. Safe for threads; a future is completed by whoever ends a try.
 */
final class LinkTries {
    /** More reasons than one outage has that somebody could do something about. */
    private static final int MOST_REASONS = 8;

    private final LinkTiming timing;
    private final Set<String> reasons = new HashSet<>();
    private State state = new State.New();
    private int failures;

    LinkTries(LinkTiming timing) {
        this.timing = timing;
    }

    private sealed interface State {
        record New() implements State {}

        /**
         * @param over completes when the try is over
         * @param called the node has called us meanwhile: if the try fails, the next one follows at once
         */
        record Trying(CompletableFuture<Void> over, boolean called) implements State {}

        /**
         * @param next completes when the next try is over
         * @param since when, in nanoseconds
         * @param hurried somebody has a question, so the next try is at the end of the pause at the latest
         */
        record Waiting(CompletableFuture<Void> next, long since, boolean hurried) implements State {}

        record Standing() implements State {}
    }

    /** What is to be done now. */
    sealed interface Move {
        record Nothing() implements Move {}

        record Call() implements Move {}

        /** To call {@link #due} with the turn, then. */
        record Later(Duration in, Turn turn) implements Move {}
    }

    /** The end of one wait: it is nobody's when that has ended otherwise. */
    record Turn(CompletableFuture<Void> next) {}

    /** What is to be done for somebody who has a question. */
    record Wanted(Move move, CompletionStage<Void> tried) {}

    /**
     * A connection has ended, or did not come to stand.
     *
     * @param told whether the reason is new in this outage, and worth a line
     */
    record Down(Move.Later move, boolean told, CompletableFuture<Void> over) {}

    /** Calls the node, unless that has begun. */
    synchronized Move begin() {
        if (!(state instanceof State.New)) {
            return new Move.Nothing();
        }
        state = new State.Trying(new CompletableFuture<>(), false);
        return new Move.Call();
    }

    /** Somebody has a question: what he waits for completes when a connection stands, or the try that he shares is over. */
    synchronized Wanted wanted(long now) {
        return switch (state) {
            case State.New(), State.Standing() ->
                new Wanted(new Move.Nothing(), CompletableFuture.completedStage(null));
            case State.Trying(var over, var _) -> new Wanted(new Move.Nothing(), over.minimalCompletionStage());
            case State.Waiting(var next, var since, var hurried) -> {
                Move move = hurried ? new Move.Nothing() : hurry(next, since, now);
                yield new Wanted(move, next.minimalCompletionStage());
            }
        };
    }

    private Move hurry(CompletableFuture<Void> next, long since, long now) {
        Duration left = timing.pause().minusNanos(now - since);
        if (!left.isPositive()) {
            state = new State.Trying(next, false);
            return new Move.Call();
        }
        state = new State.Waiting(next, since, true);
        return new Move.Later(left, new Turn(next));
    }

    /** The node calls us, so it is there. */
    synchronized Move called() {
        return switch (state) {
            case State.New(), State.Standing() -> new Move.Nothing();
            case State.Trying(var over, var _) -> {
                state = new State.Trying(over, true);
                yield new Move.Nothing();
            }
            case State.Waiting(var next, var _, var _) -> {
                state = new State.Trying(next, false);
                yield new Move.Call();
            }
        };
    }

    synchronized Move due(Turn turn) {
        if (state instanceof State.Waiting(var next, var _, var _) && next == turn.next()) {
            state = new State.Trying(next, false);
            return new Move.Call();
        }
        return new Move.Nothing();
    }

    /** A connection stands. The future is completed by the caller, who has told of it then. */
    synchronized CompletableFuture<Void> up() {
        CompletableFuture<Void> over =
                state instanceof State.Trying(var present, var _) ? present : CompletableFuture.completedFuture(null);
        state = new State.Standing();
        failures = 0;
        reasons.clear();
        return over;
    }

    synchronized Down down(String why, long now) {
        CompletableFuture<Void> over = CompletableFuture.completedFuture(null);
        boolean at = false;
        if (state instanceof State.Trying(var present, var called)) {
            over = present;
            at = called;
        }
        Duration wait = at ? Duration.ZERO : timing.retry(failures);
        failures++;
        CompletableFuture<Void> next = new CompletableFuture<>();
        state = new State.Waiting(next, now, false);
        boolean told = reasons.size() < MOST_REASONS && reasons.add(why);
        return new Down(new Move.Later(wait, new Turn(next)), told, over);
    }
}
