package waypost.models;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A journal whose segments have two entries each, and how far its index is.
 *
 * @param history all that was ever appended; the first is entry 1
 * @param left the entries that are still in segments
 * @param through of each segment, the entry that its cleaning began at; 0 when it has not been cleaned
 * @param arrived the entry of a body that nothing names yet; 0 when there is none
 */
record CleanerState(
        List<Written> history,
        Set<Integer> left,
        List<Integer> through,
        int applied,
        int synced,
        int arrived,
        Optional<Cleaning> cleaning) {
    static final int SEGMENT = 2;

    /** What an entry says. */
    sealed interface Written {
        /** @param body an entry; 0 for none */
        record There(int thing, int body) implements Written {}

        /**
         * A tombstone.
         *
         * @param body what the thing had, if it can be brought back; 0 if it cannot
         * @param at what the clock said
         */
        record Gone(int thing, int body, int at) implements Written {}

        record Body() implements Written {}

        /** Tombstones up to this entry are not known any more. */
        record Forget(int through) implements Written {}
    }

    /**
     * A segment that is being copied.
     *
     * @param next the entry to be decided on next
     * @param kept those to be copied
     * @param through what the index had when it began
     * @param decided and when the last entry was decided on
     */
    record Cleaning(int segment, int next, Set<Integer> kept, int through, int decided) {
        boolean whole() {
            return next > last(segment);
        }
    }

    /** Where the index says a thing is. */
    record Holds(int entry, int body, boolean gone) {}

    static int first(int segment) {
        return segment * SEGMENT + 1;
    }

    static int last(int segment) {
        return (segment + 1) * SEGMENT;
    }

    int end() {
        return history.size();
    }

    /** The segments that are full. */
    int full() {
        return end() / SEGMENT;
    }

    Written written(int entry) {
        return history.get(entry - 1);
    }

    CleanerState appended(Written written) {
        List<Written> longer = new ArrayList<>(history);
        longer.add(written);
        Set<Integer> more = new HashSet<>(left);
        more.add(longer.size());
        List<Integer> segments = new ArrayList<>(through);
        if (longer.size() % SEGMENT == 1) {
            segments.add(0);
        }
        return new CleanerState(
                List.copyOf(longer), Set.copyOf(more), List.copyOf(segments), applied, synced, arrived, cleaning);
    }

    CleanerState index(int nowApplied, int nowSynced) {
        return new CleanerState(history, left, through, nowApplied, nowSynced, arrived, cleaning);
    }

    CleanerState arrived(int body) {
        return new CleanerState(history, left, through, applied, synced, body, cleaning);
    }

    CleanerState cleaning(Optional<Cleaning> next) {
        return new CleanerState(history, left, through, applied, synced, arrived, next);
    }

    CleanerState replaced(Cleaning whole) {
        Set<Integer> now = new HashSet<>(left);
        for (int entry = first(whole.segment()); entry <= last(whole.segment()); entry++) {
            if (!whole.kept().contains(entry)) {
                now.remove(entry);
            }
        }
        List<Integer> segments = new ArrayList<>(through);
        segments.set(whole.segment(), whole.through());
        return new CleanerState(
                history, Set.copyOf(now), List.copyOf(segments), applied, synced, arrived, Optional.empty());
    }

    /** The index of all that was ever appended up to an entry. */
    Map<Integer, Holds> index(int through) {
        Map<Integer, Holds> index = new TreeMap<>();
        for (int entry = 1; entry <= through; entry++) {
            apply(index, entry);
        }
        return index;
    }

    /** An index brought up to date with what is left. */
    Map<Integer, Holds> replayed(int from) {
        Map<Integer, Holds> index = index(from);
        for (int entry = from + 1; entry <= end(); entry++) {
            if (left.contains(entry)) {
                apply(index, entry);
            }
        }
        return index;
    }

    private void apply(Map<Integer, Holds> index, int entry) {
        switch (written(entry)) {
            case Written.There(int thing, int body) -> index.put(thing, new Holds(entry, body, false));
            case Written.Gone(int thing, int body, var _) -> index.put(thing, new Holds(entry, body, true));
            case Written.Forget(int through) ->
                index.values().removeIf(holds -> holds.gone() && holds.entry() <= through);
            case Written.Body _ -> {}
        }
    }

    /** The first entry that somebody has to name, or has named in what is not applied yet. */
    int pinned() {
        int pinned = arrived == 0 ? Integer.MAX_VALUE : arrived;
        for (int entry = applied + 1; entry <= end(); entry++) {
            if (written(entry) instanceof Written.There(var _, int body) && body != 0) {
                pinned = Math.min(pinned, body);
            }
        }
        return pinned;
    }
}
