package waypost.models;

import java.util.Map;
import java.util.SortedMap;
import waypost.store.CleaningRules;
import waypost.store.CleaningRules.Fate;
import waypost.store.CleaningRules.Named;
import waypost.store.CleaningRules.Says;
import waypost.store.Expiry;
import waypost.store.Position;

/** What the cleaner of a world goes by; a mutant leaves one out. */
interface CleanerRules {
    CleanerRules REAL = new CleanerRules() {};

    default Fate record(Position at, Says says, Named named, long cleared) {
        return CleaningRules.record(at, says, named, cleared);
    }

    /**
     * The last entry whose tombstone may be forgotten with all before it; 0 for none.
     *
     * @param tombstones times by entries
     */
    default int forgotten(SortedMap<Integer, Integer> tombstones, int before) {
        Expiry expiry = new Expiry(before, Integer.MAX_VALUE);
        for (Map.Entry<Integer, Integer> tombstone : tombstones.entrySet()) {
            if (!expiry.take(tombstone.getKey(), tombstone.getValue())) {
                break;
            }
        }
        return (int) expiry.through();
    }

    default boolean decidable(long last, long applied, long pinned) {
        return CleaningRules.decidable(last, applied, pinned);
    }

    default boolean replaceable(long decided, long synced) {
        return CleaningRules.replaceable(decided, synced);
    }
}
