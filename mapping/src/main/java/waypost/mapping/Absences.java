package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import waypost.directory.Alarms;
import waypost.identity.AccountName;

/**
 * Whether it counts that a map has not somebody whom it had. Who has gone is missed each time; who is missed because a directory came back with half of its
 * entries is found again later. So it counts when it has been said for some time; and while a map misses many who were known, what it does not have says
 * nothing. Any thread.
 */
final class Absences {
    private final Duration confirmation;
    private final Memory<AccountName, String> missing;
    private final Map<String, Losses> maps = new ConcurrentHashMap<>();
    private final ToIntFunction<String> known;
    private final Alarms alarms;
    private final Ticker ticker;

    /**
     * @param confirmation for how long a name has to be missing
     * @param limit how long names are known
     * @param known how many names of a map are
     */
    Absences(
            Duration confirmation,
            Duration limit,
            int entries,
            ToIntFunction<String> known,
            Alarms alarms,
            Ticker ticker) {
        this.confirmation = confirmation;
        this.missing = new Memory<>(confirmation, limit, entries, ticker);
        this.known = known;
        this.alarms = alarms;
        this.ticker = ticker;
    }

    void found(AccountName name) {
        missing.any(name).ifPresent(map -> {
            missing.forget(name);
            losses(map).found();
        });
    }

    /** A map had this name, and has it no more. */
    void misses(AccountName name, String map) {
        if (missing.any(name).isEmpty()) {
            missing.put(name, map);
            missed(map);
        }
    }

    /** The same, and whether that counts by now. */
    boolean believes(AccountName name, String map) {
        misses(name, map);
        boolean counts = counts(name, map);
        if (counts) {
            missing.forget(name);
        }
        return counts;
    }

    /** Whether it would count, were it missed now. */
    boolean counts(AccountName name, String map) {
        boolean longEnough = missing.fresh(name).isEmpty() && (missing.any(name).isPresent() || confirmation.isZero());
        return longEnough && !suspects(map);
    }

    private void missed(String map) {
        int lost = losses(map).missed();
        if (lost > 0) {
            alarms.raise(
                    "user map " + map,
                    "misses " + lost
                            + " names within a minute that it had: until half of them are found again, for a day at"
                            + " most, nobody is unknown to it");
        }
    }

    /** Whether a map misses so many that what it does not have says nothing. */
    boolean suspects(String map) {
        Losses losses = maps.get(map);
        return losses != null && losses.suspect();
    }

    private Losses losses(String map) {
        return maps.computeIfAbsent(map, name -> new Losses(() -> known.applyAsInt(name), ticker));
    }
}
