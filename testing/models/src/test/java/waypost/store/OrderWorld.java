package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import waypost.models.Explorer;
import waypost.store.JournalOrder.Effect;
import waypost.store.JournalOrder.Event;
import waypost.store.OrderState.Faults;
import waypost.store.OrderState.Medium;
import waypost.store.OrderState.Slot;

/** A journal whose committer and applier do one thing at a time, in any order, on a disk that forgets what was not forced. */
final class OrderWorld implements Explorer.World<OrderState> {
    private final int changes;
    private final Faults faults;
    private final Rules rules;

    /** The rules around the machine; a mutant overrides one. */
    interface Rules {
        Rules AS_THEY_ARE = new Rules() {};

        default JournalOrder.Step on(JournalOrder order, Event event) {
            return order.on(event);
        }

        /** What a force makes of a group. */
        default Medium forced(Medium medium) {
            return medium == Medium.CACHE ? Medium.DISK : medium;
        }

        /** What an opening makes of the last group that it finds. */
        default Medium settled(Medium medium) {
            return Medium.DISK;
        }

        /** The first entry that a replay gives an index which has come to this one. */
        default int replayFrom(int flushed) {
            return flushed + 1;
        }
    }

    OrderWorld(int changes, Faults faults, Rules rules) {
        this.changes = changes;
        this.faults = faults;
        this.rules = rules;
    }

    @Override
    public OrderState initial() {
        return OrderState.first(faults);
    }

    private static void add(List<Explorer.Step<OrderState>> steps, Supplier<String> name, Supplier<OrderState> next) {
        steps.add(new Explorer.Step<>(name, next));
    }

    @Override
    public List<Explorer.Step<OrderState>> steps(OrderState state) {
        List<Explorer.Step<OrderState>> steps = new ArrayList<>();
        if (!state.up()) {
            add(steps, () -> "opens", () -> open(state));
            return steps;
        }
        committerSteps(state, steps);
        if (state.applier().isPresent()) {
            long entry = state.order().applied() + 1;
            add(steps, () -> "indexed " + entry, () -> indexed(state, entry));
        } else if (!state.handed().isEmpty()) {
            long entry = state.handed().getFirst();
            add(
                    steps,
                    () -> "reached " + entry,
                    () -> state.taken().applied(rules.on(state.order(), new Event.Reached(entry)), state.index()));
        }
        if (state.flushed() < state.index().size() && state.order().health() != JournalOrder.Health.STOPPED) {
            add(steps, () -> "index flushed", state::flush);
        }
        return steps;
    }

    private void committerSteps(OrderState state, List<Explorer.Step<OrderState>> steps) {
        switch (state.committer().orElse(new Effect.Refuse())) {
            case Effect.Write(long entry) ->
                add(
                        steps,
                        () -> "written " + entry,
                        () -> committed(state, new Event.Written(entry), wrote(state, entry)));
            case Effect.Force(long entry) ->
                add(steps, () -> "forced " + entry, () -> committed(state, new Event.Forced(entry), forced(state)));
            case Effect.Refuse _ -> {
                if (state.gathered() < changes) {
                    add(steps, () -> "gathered", () -> committed(state.more(), new Event.Gathered(), state.disk()));
                }
            }
            case Effect other -> throw new IllegalStateException("no work of the committer: " + other);
        }
    }

    private OrderState committed(OrderState state, Event event, List<Slot> disk) {
        return state.committed(rules.on(state.order(), event), disk);
    }

    private static List<Slot> wrote(OrderState state, long entry) {
        List<Slot> slots = new ArrayList<>(state.disk());
        slots.removeIf(slot -> slot.entry() >= entry);
        slots.add(new Slot(entry, state.gathered(), Medium.CACHE));
        return List.copyOf(slots);
    }

    private List<Slot> forced(OrderState state) {
        return state.disk().stream()
                .map(slot -> slot.on(rules.forced(slot.medium())))
                .toList();
    }

    private OrderState indexed(OrderState state, long entry) {
        List<Integer> now = new ArrayList<>(state.index());
        now.add(state.changeOf(entry));
        return state.applied(rules.on(state.order(), new Event.Indexed(entry)), List.copyOf(now));
    }

    /** Cut behind the last whole group, make it durable, give the index what it lacks. */
    private OrderState open(OrderState state) {
        List<Slot> whole = new ArrayList<>();
        for (Slot slot : state.disk()) {
            if (slot.entry() != whole.size() + 1) {
                break;
            }
            whole.add(slot.on(rules.forced(slot.medium())));
        }
        if (!whole.isEmpty()) {
            whole.add(settled(whole.removeLast()));
        }
        List<Integer> index = new ArrayList<>(state.index());
        for (int entry = rules.replayFrom(state.flushed()); entry <= whole.size(); entry++) {
            index.add(whole.get(entry - 1).change());
        }
        return state.opened(JournalOrder.after(whole.size()), List.copyOf(whole), List.copyOf(index));
    }

    private Slot settled(Slot last) {
        return last.on(rules.settled(last.medium()));
    }

    @Override
    public List<Explorer.Step<OrderState>> faults(OrderState state) {
        List<Explorer.Step<OrderState>> steps = new ArrayList<>();
        Faults left = state.left();
        if (left.kills() > 0 && state.up()) {
            OrderState less = less(state, 1, 0, 0, 0);
            add(steps, () -> "kill", () -> less.ended(state.disk()));
        }
        if (left.powerLosses() > 0) {
            OrderState less = less(state, 0, 1, 0, 0);
            for (List<Slot> disk : survivors(state.disk())) {
                add(steps, () -> "power fails, " + disk.size() + " groups stay", () -> less.ended(disk));
            }
        }
        if (left.diskFailures() > 0 && state.up()) {
            diskFailures(state, less(state, 0, 0, 1, 0), steps);
        }
        if (left.indexFailures() > 0 && state.up() && state.applier().isPresent()) {
            Event failed = new Event.IndexFailed(state.order().applied() + 1);
            OrderState less = less(state, 0, 0, 0, 1);
            add(steps, () -> "index fails", () -> less.applied(rules.on(state.order(), failed), state.index()));
        }
        return steps;
    }

    private void diskFailures(OrderState state, OrderState less, List<Explorer.Step<OrderState>> steps) {
        switch (state.committer().orElse(new Effect.Refuse())) {
            case Effect.Write(long entry) -> {
                Event failed = new Event.DiskFailed(entry);
                add(steps, () -> "write fails before it began", () -> committed(less, failed, state.disk()));
                add(steps, () -> "write fails at its end", () -> committed(less, failed, wrote(state, entry)));
            }
            case Effect.Force(long entry) ->
                add(steps, () -> "force fails", () -> committed(less, new Event.DiskFailed(entry), lost(state)));
            case Effect _ ->
                add(steps, () -> "no next segment", () -> committed(less, new Event.Closed(), state.disk()));
        }
    }

    private static List<Slot> lost(OrderState state) {
        return state.disk().stream()
                .map(slot -> slot.medium() == Medium.CACHE ? slot.on(Medium.UNWRITTEN) : slot)
                .toList();
    }

    /** What a power loss can leave: every subset of what was on its way. */
    private static List<List<Slot>> survivors(List<Slot> disk) {
        List<List<Slot>> all = new ArrayList<>(List.of(List.of()));
        for (Slot slot : disk) {
            List<List<Slot>> longer = new ArrayList<>();
            for (List<Slot> before : all) {
                if (slot.medium() != Medium.DISK) {
                    longer.add(before);
                }
                if (slot.medium() != Medium.UNWRITTEN) {
                    List<Slot> with = new ArrayList<>(before);
                    with.add(slot.on(Medium.DISK));
                    longer.add(List.copyOf(with));
                }
            }
            all = longer;
        }
        return all;
    }

    private static OrderState less(OrderState state, int kills, int powerLosses, int disk, int index) {
        Faults left = state.left();
        return state.left(new Faults(
                left.kills() - kills,
                left.powerLosses() - powerLosses,
                left.diskFailures() - disk,
                left.indexFailures() - index));
    }

    @Override
    public Optional<String> violation(OrderState state) {
        List<Integer> stored = state.disk().stream().map(Slot::change).toList();
        if (!stored.containsAll(state.told())) {
            return Optional.of("a change that was told is gone from the journal");
        }
        if (state.index().size() > stored.size()
                || !state.index().equals(stored.subList(0, state.index().size()))) {
            return Optional.of("the index " + state.index() + " is not that of the journal " + stored);
        }
        if (state.up() && !state.index().containsAll(state.told())) {
            return Optional.of("a change that was told is not in the index");
        }
        long open = state.disk().stream()
                .filter(slot -> slot.medium() != Medium.DISK)
                .count();
        return open > 1 ? Optional.of(open + " groups can be torn") : Optional.empty();
    }

    @Override
    public Optional<String> violationAtRest(OrderState state) {
        boolean behind = state.order().health() != JournalOrder.Health.STOPPED
                && state.order().applied() < state.order().forced();
        return behind ? Optional.of("durable, but never applied") : Optional.empty();
    }
}
