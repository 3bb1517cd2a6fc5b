package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;

/**
 * How many of the names that one map had it misses of late, and whether these are so many that it is at fault. Then it is, until half of them are
 * found again; for a day at most, and for another day its losses are not counted. Any thread.
 */
final class Losses {
    /** So many within the window are no coincidence: one in a hundred of those that are known, and no fewer than these. */
    static final int LEAST = 20;

    private static final int ONE_IN = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final Deque<Long> lately = new ArrayDeque<>();
    private final IntSupplier known;
    private final Ticker ticker;
    private int most = LEAST;
    private State state = new Trusted();

    private sealed interface State {}

    private record Trusted() implements State {}

    /** @param lost how many it was that showed it */
    private record Suspect(long since, int lost, int found) implements State {}

    private record Believed(long since) implements State {}

    /** @param known how many names of the map are */
    Losses(IntSupplier known, Ticker ticker) {
        this.known = known;
        this.ticker = ticker;
    }

    /** @return how many are missed, if by this one they have become too many */
    synchronized int missed() {
        if (!(now() instanceof Trusted)) {
            return 0;
        }
        long now = ticker.read();
        lately.addLast(now);
        while (now - lately.getFirst() > WINDOW.toNanos()) {
            lately.removeFirst();
        }
        int lost = lately.size();
        if (lost == LEAST) {
            most = Math.max(LEAST, known.getAsInt() / ONE_IN); // counted rarely, as that takes a look at each
        }
        if (lost < most) {
            return 0;
        }
        lately.clear();
        state = new Suspect(now, lost, 0);
        return lost;
    }

    synchronized void found() {
        if (now() instanceof Suspect suspect) {
            int found = suspect.found + 1;
            state = 2 * found > suspect.lost ? new Trusted() : new Suspect(suspect.since, suspect.lost, found);
        }
    }

    synchronized boolean suspect() {
        return now() instanceof Suspect;
    }

    private State now() {
        long now = ticker.read();
        state = switch (state) {
            case Suspect suspect when now - suspect.since >= DAY -> new Believed(now);
            case Believed believed when now - believed.since >= DAY -> new Trusted();
            case Trusted _, Suspect _, Believed _ -> state;
        };
        return state;
    }
}
