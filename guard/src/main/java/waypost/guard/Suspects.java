package waypost.guard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/** Suspects by their keys; of too many those are forgotten that were not asked for the longest time. */
final class Suspects<S extends Suspect> {
    private final int most;
    private final LinkedHashMap<Long, S> known = new LinkedHashMap<>(16, 0.75f, true);

    Suspects(int most) {
        this.most = most;
    }

    Optional<S> find(long key, int minute) {
        Optional<S> found = Optional.ofNullable(known.get(key));
        found.ifPresent(suspect -> suspect.touch(minute));
        return found;
    }

    /** @param fresh one of which nothing is known yet */
    S suspect(long key, int minute, Supplier<S> fresh) {
        S suspect = known.computeIfAbsent(key, _ -> fresh.get());
        suspect.touch(minute);
        if (known.size() > most) {
            known.pollFirstEntry();
        }
        return suspect;
    }

    int size() {
        return known.size();
    }

    void forget(int minute) {
        Iterator<S> eldest = known.values().iterator();
        while (eldest.hasNext() && eldest.next().over(minute)) {
            eldest.remove();
        }
    }
}
