package waypost.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.mapping.Journey;

/**
 * One log-in on its way through nodes whose records are of any epochs and point anywhere, while the account may move on. The directory is as
 * stale as it may be: the journey begins at any node with any epoch.
 */
final class JourneyWorld implements Explorer.World<JourneyWorld.State> {
    static final AccountId ACCOUNT = AccountId.of(1, 1);

    private final State initial;
    private final int highest;
    private final int moves;
    private final BiFunction<Journey, Referral, Journey.Next> rule;

    /** What a node has of the account: an owner serves, the others refer to where it went. */
    sealed interface Record {
        record Nothing() implements Record {}

        record Owner(long epoch) implements Record {}

        record MovedTo(int node, long epoch) implements Record {}
    }

    sealed interface Place {
        record Asking(Journey journey) implements Place {}

        record Served(int node) implements Place {}

        record Stuck() implements Place {}
    }

    /**
     * @param asked how many nodes were asked
     * @param moved how often the account moved meanwhile
     */
    record State(List<Record> records, Place place, int asked, int moved) {}

    JourneyWorld(List<Record> records, Journey journey, int moves, BiFunction<Journey, Referral, Journey.Next> rule) {
        this.initial = new State(List.copyOf(records), new Place.Asking(journey), 0, 0);
        this.highest = records.size();
        this.moves = moves;
        this.rule = rule;
    }

    static NodeName name(int node) {
        return new NodeName("n" + node);
    }

    static List<NodeName> names(int count) {
        List<NodeName> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name(i));
        }
        return names;
    }

    @Override
    public State initial() {
        return initial;
    }

    @Override
    public List<Explorer.Step<State>> steps(State state) {
        return switch (state.place()) {
            case Place.Asking(var journey) ->
                List.of(new Explorer.Step<>(() -> "asks " + journey, () -> answered(state, journey)));
            case Place.Served _, Place.Stuck _ -> List.of();
        };
    }

    private State answered(State state, Journey journey) {
        int node = Integer.parseInt(journey.node().value().substring(1));
        Place next = switch (state.records().get(node)) {
            case Record.Owner _ -> new Place.Served(node);
            case Record.Nothing _ -> new Place.Stuck();
            case Record.MovedTo(var to, var epoch) ->
                switch (rule.apply(journey, new Referral(ACCOUNT, name(to), epoch))) {
                    case Journey.Next.Ask(var further) -> new Place.Asking(further);
                    case Journey.Next.Stuck _ -> new Place.Stuck();
                };
        };
        return new State(state.records(), next, state.asked() + 1, state.moved());
    }

    /** The account moves: its owner refers to the new one from now on, at an epoch above all others. */
    @Override
    public List<Explorer.Step<State>> faults(State state) {
        List<Explorer.Step<State>> steps = new ArrayList<>();
        for (int from = 0; from < highest && state.moved() < moves; from++) {
            for (int to = 0; to < highest; to++) {
                if (to != from && state.records().get(from) instanceof Record.Owner(var epoch)) {
                    List<Record> records = new ArrayList<>(state.records());
                    records.set(from, new Record.MovedTo(to, epoch + 1));
                    records.set(to, new Record.Owner(epoch + 1));
                    String name = "moves from n" + from + " to n" + to;
                    State moved = new State(List.copyOf(records), state.place(), state.asked(), state.moved() + 1);
                    steps.add(new Explorer.Step<>(() -> name, () -> moved));
                }
            }
        }
        return steps;
    }

    @Override
    public Optional<String> violation(State state) {
        return state.asked() > Journey.LIMIT + 1 ? Optional.of(state.asked() + " nodes asked") : Optional.empty();
    }
}
