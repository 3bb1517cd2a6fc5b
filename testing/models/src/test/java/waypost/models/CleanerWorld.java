package waypost.models;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import waypost.models.CleanerState.Cleaning;
import waypost.models.CleanerState.Holds;
import waypost.models.CleanerState.Written;
import waypost.store.CleaningRules.Fate;
import waypost.store.CleaningRules.Named;
import waypost.store.CleaningRules.Says;
import waypost.store.Position;

/** A volume with two things and one body at a time that arrives, its index, and a cleaner between any two of their steps. */
final class CleanerWorld implements Explorer.World<CleanerState> {
    private static final List<Integer> THINGS = List.of(1, 2);

    /** What the clock says, which may go back: what went then may be forgotten, or can still be brought back. */
    private static final int OLD = 0;

    private static final int YOUNG = 1;

    private final int entries;
    private final CleanerRules rules;

    /** @param entries appended at most */
    CleanerWorld(int entries, CleanerRules rules) {
        this.entries = entries;
        this.rules = rules;
    }

    @Override
    public CleanerState initial() {
        return new CleanerState(List.of(), Set.of(), List.of(), 0, 0, 0, Optional.empty());
    }

    @Override
    public List<Explorer.Step<CleanerState>> steps(CleanerState state) {
        List<Explorer.Step<CleanerState>> steps = new ArrayList<>();
        if (state.end() < entries) {
            sessions(state, steps);
        }
        if (state.applied() < state.end()) {
            step(steps, "applies " + (state.applied() + 1), state.index(state.applied() + 1, state.synced()));
        }
        if (state.synced() < state.applied()) {
            step(steps, "syncs", state.index(state.applied(), state.applied()));
        }
        if (state.arrived() != 0) {
            step(steps, "gives the body up", state.arrived(0));
        }
        cleaner(state, steps);
        return steps;
    }

    private static void step(List<Explorer.Step<CleanerState>> steps, String name, CleanerState after) {
        steps.add(new Explorer.Step<>(() -> name, () -> after));
    }

    private void sessions(CleanerState state, List<Explorer.Step<CleanerState>> steps) {
        Map<Integer, Holds> head = state.index(state.end());
        if (state.arrived() == 0) {
            step(steps, "a body arrives", state.appended(new Written.Body()).arrived(state.end() + 1));
        }
        for (int thing : THINGS) {
            Holds holds = head.get(thing);
            if (holds == null) {
                created(state, steps, head, thing);
            } else if (!holds.gone()) {
                step(steps, "changes " + thing, state.appended(new Written.There(thing, holds.body())));
                step(steps, "expunged " + thing, state.appended(new Written.Gone(thing, holds.body(), OLD)));
                step(steps, "expunges " + thing, state.appended(new Written.Gone(thing, holds.body(), YOUNG)));
            } else if (holds.body() != 0) {
                step(steps, "lets " + thing + " be gone", state.appended(new Written.Gone(thing, 0, OLD)));
            }
        }
        int through = rules.forgotten(tombstones(state, head), YOUNG);
        if (through > 0) {
            step(steps, "forgets up to " + through, state.appended(new Written.Forget(through)));
        }
    }

    /** When what is gone went, by entry. */
    private static SortedMap<Integer, Integer> tombstones(CleanerState state, Map<Integer, Holds> head) {
        SortedMap<Integer, Integer> tombstones = new TreeMap<>();
        for (Holds holds : head.values()) {
            if (holds.gone() && state.written(holds.entry()) instanceof Written.Gone gone) {
                tombstones.put(holds.entry(), gone.at());
            }
        }
        return tombstones;
    }

    /** With the body that has arrived, a copy of another thing, or with none. Numbers are never given twice. */
    private static void created(
            CleanerState state, List<Explorer.Step<CleanerState>> steps, Map<Integer, Holds> head, int thing) {
        if (state.history().stream().anyMatch(written -> gone(written, thing))) {
            return;
        }
        if (state.arrived() != 0) {
            step(
                    steps,
                    "names the body by " + thing,
                    state.appended(new Written.There(thing, state.arrived())).arrived(0));
        } else {
            step(steps, "creates " + thing, state.appended(new Written.There(thing, 0)));
        }
        head.forEach((other, holds) -> {
            if (holds.body() != 0) {
                String how = holds.gone() ? "brings back " : "copies ";
                step(steps, how + other + " as " + thing, state.appended(new Written.There(thing, holds.body())));
            }
        });
    }

    private static boolean gone(Written written, int thing) {
        return written instanceof Written.Gone gone && gone.thing() == thing;
    }

    private void cleaner(CleanerState state, List<Explorer.Step<CleanerState>> steps) {
        if (state.cleaning().isPresent()) {
            Cleaning cleaning = state.cleaning().get();
            if (!cleaning.whole()) {
                step(steps, "decides on " + cleaning.next(), decided(state, cleaning));
            } else if (rules.replaceable(cleaning.decided(), state.synced())) {
                step(steps, "replaces segment " + cleaning.segment(), state.replaced(cleaning));
            }
            return;
        }
        for (int segment = 0; segment < state.full(); segment++) {
            int last = CleanerState.last(segment);
            if (rules.decidable(last, state.applied(), state.pinned())
                    && state.through().get(segment) < state.applied()) {
                Cleaning begun =
                        new Cleaning(segment, CleanerState.first(segment), Set.of(), state.applied(), state.applied());
                step(steps, "begins segment " + segment, state.cleaning(Optional.of(begun)));
            }
        }
    }

    private CleanerState decided(CleanerState state, Cleaning cleaning) {
        int entry = cleaning.next();
        Map<Integer, Holds> index = state.index(state.applied());
        Fate fate = !state.left().contains(entry)
                ? Fate.DROP
                : switch (state.written(entry)) {
                    case Written.There(int thing, var _) -> record(state, cleaning, entry, thing, Says.IS_THERE);
                    case Written.Gone(int thing, var _, var _) -> record(state, cleaning, entry, thing, Says.IS_GONE);
                    case Written.Body _ ->
                        index.values().stream().anyMatch(holds -> holds.body() == entry) ? Fate.KEEP : Fate.DROP;
                    case Written.Forget _ -> Fate.KEEP;
                };
        Set<Integer> kept = new HashSet<>(cleaning.kept());
        if (fate == Fate.KEEP) {
            kept.add(entry);
        }
        Cleaning next =
                new Cleaning(cleaning.segment(), entry + 1, Set.copyOf(kept), cleaning.through(), state.applied());
        return state.cleaning(fate == Fate.SUSPECT ? Optional.empty() : Optional.of(next));
    }

    private Fate record(CleanerState state, Cleaning cleaning, int entry, int thing, Says says) {
        Holds holds = state.index(state.applied()).get(thing);
        boolean known = state.history().subList(0, state.applied()).stream().anyMatch(written -> gone(written, thing));
        Named named = holds != null
                ? new Named.At(new Position(holds.entry(), 0))
                : known ? new Named.Forgotten() : new Named.Nowhere();
        long cleared = state.through().subList(0, cleaning.segment()).stream()
                .mapToLong(Integer::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
        return rules.record(new Position(entry, 0), says, named, cleared);
    }

    /** A power loss: what the index had not synced it gets again from what is left. */
    @Override
    public List<Explorer.Step<CleanerState>> faults(CleanerState state) {
        if (state.synced() == state.end() && state.cleaning().isEmpty() && state.arrived() == 0) {
            return List.of();
        }
        CleanerState opened = state.index(state.end(), state.end()).arrived(0).cleaning(Optional.empty());
        return List.of(new Explorer.Step<>(() -> "power loss", () -> opened));
    }

    @Override
    public Optional<String> violation(CleanerState state) {
        Map<Integer, Holds> all = state.index(state.end());
        if (!state.replayed(state.synced()).equals(all)) {
            return Optional.of("after a power loss the index is another: " + state.replayed(state.synced()));
        }
        if (!state.replayed(0).equals(all)) {
            return Optional.of("the rebuilt index is another: " + state.replayed(0));
        }
        for (int thing : THINGS) {
            boolean young = state.history().reversed().stream()
                    .filter(written -> gone(written, thing))
                    .findFirst()
                    .filter(last -> last instanceof Written.Gone gone && gone.at() == YOUNG)
                    .isPresent();
            if (young && !all.containsKey(thing)) {
                return Optional.of("thing " + thing + " cannot be brought back");
            }
        }
        return named(state, state.synced())
                .or(() -> named(state, state.applied()))
                .or(() -> named(state, state.end()));
    }

    private static Optional<String> named(CleanerState state, int through) {
        for (Holds holds : state.index(through).values()) {
            boolean body = holds.body() == 0 || state.left().contains(holds.body());
            if (!body || !state.left().contains(holds.entry())) {
                return Optional.of("the index of entry " + through + " names what is gone: " + holds);
            }
        }
        return Optional.empty();
    }
}
