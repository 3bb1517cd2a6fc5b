package waypost.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Walks the states of a world: all of them, breadth first, so that the trace to a violation is a shortest one; or a random way through. */
final class Explorer<S> {
    private static final int LIMIT = 5_000_000;

    private final World<S> world;

    Explorer(World<S> world) {
        this.world = world;
    }

    /** What can happen, and what must never be. States are values. */
    interface World<S> {
        S initial();

        List<Step<S>> steps(S state);

        /** What is wrong with this state; empty when nothing is. */
        Optional<String> violation(S state);
    }

    record Step<S>(String name, S next) {}

    /** @param trace the steps to the first violation; empty when there is none */
    record Result(int states, Optional<String> violation, List<String> trace) {}

    private record Origin<S>(@Nullable S from, String step) {}

    Result everything() {
        Map<S, Origin<S>> seen = new HashMap<>();
        Deque<S> waiting = new ArrayDeque<>();
        S first = world.initial();
        seen.put(first, new Origin<>(null, ""));
        waiting.add(first);
        while (!waiting.isEmpty()) {
            S state = waiting.removeFirst();
            Optional<String> violation = world.violation(state);
            if (violation.isPresent()) {
                return new Result(seen.size(), violation, trace(seen, state));
            }
            for (Step<S> step : world.steps(state)) {
                if (seen.putIfAbsent(step.next(), new Origin<>(state, step.name())) == null) {
                    waiting.addLast(step.next());
                }
            }
            if (seen.size() > LIMIT) {
                throw new IllegalStateException("more than " + LIMIT + " states: choose smaller bounds");
            }
        }
        return new Result(seen.size(), Optional.empty(), List.of());
    }

    private List<String> trace(Map<S, Origin<S>> seen, S end) {
        List<String> steps = new ArrayList<>();
        S at = end;
        while (at != null) {
            Origin<S> origin = seen.get(at);
            if (origin == null || origin.from() == null) {
                break;
            }
            steps.addFirst(origin.step());
            at = origin.from();
        }
        return steps;
    }

    /** Random walks until nothing more can happen or {@code length} steps are done. */
    Result walks(int count, int length, RandomGenerator random) {
        int states = 0;
        for (int i = 0; i < count; i++) {
            S state = world.initial();
            List<String> trace = new ArrayList<>();
            for (int step = 0; step < length; step++) {
                List<Step<S>> steps = world.steps(state);
                if (steps.isEmpty()) {
                    break;
                }
                Step<S> chosen = steps.get(random.nextInt(steps.size()));
                trace.add(chosen.name());
                state = chosen.next();
                states++;
                Optional<String> violation = world.violation(state);
                if (violation.isPresent()) {
                    return new Result(states, violation, trace);
                }
            }
        }
        return new Result(states, Optional.empty(), List.of());
    }
}
