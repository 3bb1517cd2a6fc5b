package waypost.store;

/**
 * What a cleaner may leave out of a segment, and when what is left may take its place. Pure. The journal alone has to give the same index
 * afterwards, and the index as it would be found after a crash must name nothing that is gone.
 */
public final class CleaningRules {
    private CleaningRules() {}

    /** What the index says of the thing that a record is of. */
    public sealed interface Named {
        /** The record there holds. */
        record At(Position position) implements Named {}

        /** It has forgotten the thing, by a rule of its own that holds in a rebuild as well. */
        record Forgotten() implements Named {}

        /** It does not know the thing. */
        record Nowhere() implements Named {}
    }

    /** What a record says of its thing. */
    public enum Says {
        IS_THERE,
        /** A tombstone: without it an older record of the thing would hold again. */
        IS_GONE
    }

    public enum Fate {
        KEEP,
        DROP,
        /** A record of a thing that the index should know: it is the index that is wrong, and nothing is cleaned by it. */
        SUSPECT
    }

    /**
     * A record of a thing. A tombstone that the index has forgotten stays as long as any segment may hold an older record of its thing.
     *
     * @param cleared no segment up to this one has a record that the entries up to this one have made needless
     */
    public static Fate record(Position at, Says says, Named named, long cleared) {
        return switch (named) {
            case Named.At(Position holds) -> holds.equals(at) ? Fate.KEEP : Fate.DROP;
            case Named.Forgotten _ -> says == Says.IS_THERE || at.entry() <= cleared ? Fate.DROP : Fate.KEEP;
            case Named.Nowhere _ -> Fate.SUSPECT;
        };
    }

    /**
     * Whether it may be decided what is left of entries.
     *
     * @param last of the entries
     * @param applied the last entry that the index has
     * @param pinned the first entry that somebody still has to name or to read
     */
    public static boolean decidable(long last, long applied, long pinned) {
        return last <= applied && last < pinned;
    }

    /**
     * Whether what is left may take the place of a segment.
     *
     * @param decided the last entry that the index had when the last record was decided on
     * @param synced the last entry that it would have after a crash
     */
    public static boolean replaceable(long decided, long synced) {
        return decided <= synced;
    }
}
