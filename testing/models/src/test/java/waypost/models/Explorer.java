package waypost.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Walks the states of a world: all of them, breadth first, so that the trace to a violation is a shortest one; or a random way through. */
public final class Explorer<S> {
    private static final int LIMIT = 5_000_000;
    static final String STATES = "states";
    private static final String STEPS = "steps";

    private final World<S> world;

    public Explorer(World<S> world) {
        this.world = world;
    }

    /** What can happen, and what must never be. States are values. */
    public interface World<S> {
        S initial();

        /** What happens of itself, in whatever order. */
        List<Step<S>> steps(S state);

        /** What may go wrong, and need not. */
        default List<Step<S>> faults(S state) {
            return List.of();
        }

        /** What is wrong with this state; empty when nothing is. */
        Optional<String> violation(S state);

        /** What is wrong with it if nothing more happens of itself. */
        default Optional<String> violationAtRest(S state) {
            return Optional.empty();
        }
    }

    /** @param name asked for only when a trace is told */
    public record Step<S>(Supplier<String> name, Supplier<S> after) {
        S next() {
            return after.get();
        }
    }

    /**
     * @param size states met once each, or steps of random walks
     * @param trace the steps to the first violation; empty when there is none
     */
    public record Result(int size, String unit, Optional<String> violation, List<String> trace) {
        public Result {
            trace = List.copyOf(trace);
        }
    }

    private List<Step<S>> all(S state, List<Step<S>> steps) {
        List<Step<S>> faults = world.faults(state);
        if (faults.isEmpty()) {
            return steps;
        }
        List<Step<S>> all = new ArrayList<>(steps);
        all.addAll(faults);
        return all;
    }

    private Optional<String> violation(S state, List<Step<S>> steps) {
        return world.violation(state).or(() -> steps.isEmpty() ? world.violationAtRest(state) : Optional.empty());
    }

    /** The states in the order they were first met; of each, the state it was met from. */
    private static final class Met<S> {
        private final Map<S, Integer> numbers = new HashMap<>();
        private final List<S> states = new ArrayList<>();
        private final List<Integer> from = new ArrayList<>();

        void meet(S state, int origin) {
            if (numbers.putIfAbsent(state, states.size()) == null) {
                states.add(state);
                from.add(origin);
            }
        }
    }

    public Result everything() {
        Met<S> met = new Met<>();
        met.meet(world.initial(), -1);
        for (int i = 0; i < met.states.size(); i++) {
            S state = met.states.get(i);
            List<Step<S>> steps = world.steps(state);
            Optional<String> violation = violation(state, steps);
            if (violation.isPresent()) {
                return new Result(met.states.size(), STATES, violation, trace(met, i));
            }
            for (Step<S> step : all(state, steps)) {
                met.meet(step.next(), i);
            }
            if (met.states.size() > LIMIT) {
                throw new IllegalStateException("more than " + LIMIT + " states: choose smaller bounds");
            }
        }
        return new Result(met.states.size(), STATES, Optional.empty(), List.of());
    }

    private List<String> trace(Met<S> met, int end) {
        List<String> names = new ArrayList<>();
        for (int at = end; at > 0; at = met.from.get(at)) {
            S before = met.states.get(met.from.get(at));
            S after = met.states.get(at);
            for (Step<S> step : all(before, world.steps(before))) {
                if (step.next().equals(after)) {
                    names.addFirst(step.name().get());
                    break;
                }
            }
        }
        return names;
    }

    /** Random walks until nothing more can happen or {@code length} steps are done; every eighth step is a fault where one can be. */
    public Result walks(int count, int length, RandomGenerator random) {
        int done = 0;
        for (int i = 0; i < count; i++) {
            S state = world.initial();
            List<Step<S>> walk = new ArrayList<>();
            for (int step = 0; step < length; step++) {
                done++;
                List<Step<S>> steps = world.steps(state);
                Optional<String> violation = violation(state, steps);
                if (violation.isPresent()) {
                    List<String> trace =
                            walk.stream().map(one -> one.name().get()).toList();
                    return new Result(done, STEPS, violation, trace);
                }
                List<Step<S>> faults = world.faults(state);
                boolean wrong = !faults.isEmpty() && (steps.isEmpty() || random.nextInt(8) == 0);
                List<Step<S>> choice = wrong ? faults : steps;
                if (choice.isEmpty()) {
                    break;
                }
                Step<S> chosen = choice.get(random.nextInt(choice.size()));
                walk.add(chosen);
                state = chosen.next();
            }
        }
        return new Result(done, STEPS, Optional.empty(), List.of());
    }

    /**
     * The states of one schedule.
     *
     * @param schedule names of steps and faults; one that ends in {@code ?} is left out where it cannot happen
     */
    public List<S> follow(List<String> schedule) {
        List<S> states = new ArrayList<>(List.of(world.initial()));
        for (String wanted : schedule) {
            String name = wanted.replace("?", "");
            List<Step<S>> steps = all(states.getLast(), world.steps(states.getLast()));
            Optional<Step<S>> step =
                    steps.stream().filter(one -> one.name().get().equals(name)).findFirst();
            if (step.isEmpty() && wanted.equals(name)) {
                List<String> possible =
                        steps.stream().map(one -> one.name().get()).toList();
                throw new IllegalStateException("\"" + name + "\" cannot happen, only " + possible);
            }
            step.ifPresent(one -> states.add(one.next()));
        }
        return states;
    }

    /** The same, then on until nothing more happens of itself. */
    public List<S> toRest(List<String> schedule) {
        List<S> states = follow(schedule);
        for (List<Step<S>> rest = world.steps(states.getLast());
                !rest.isEmpty();
                rest = world.steps(states.getLast())) {
            states.add(rest.getFirst().next());
        }
        return states;
    }

    /** The first violation of a schedule. */
    public Optional<String> violation(List<S> states) {
        return states.stream()
                .flatMap(state -> violation(state, world.steps(state)).stream())
                .findFirst();
    }
}
