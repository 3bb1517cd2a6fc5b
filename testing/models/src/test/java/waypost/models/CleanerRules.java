package waypost.models;

import waypost.store.CleaningRules;
import waypost.store.CleaningRules.Fate;
import waypost.store.CleaningRules.Named;
import waypost.store.CleaningRules.Says;
import waypost.store.Position;

/** What the cleaner of a world goes by; a mutant leaves one out. */
interface CleanerRules {
    CleanerRules REAL = new CleanerRules() {};

    default Fate record(Position at, Says says, Named named, long cleared) {
        return CleaningRules.record(at, says, named, cleared);
    }

    default boolean decidable(long last, long applied, long pinned) {
        return CleaningRules.decidable(last, applied, pinned);
    }

    default boolean replaceable(long decided, long synced) {
        return CleaningRules.replaceable(decided, synced);
    }
}
