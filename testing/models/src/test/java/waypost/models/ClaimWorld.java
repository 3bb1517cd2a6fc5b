package waypost.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import waypost.cluster.Claim;
import waypost.cluster.Claim.Effect;
import waypost.cluster.Claim.Event;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.store.Outcome;

/**
 * Nodes that may all come to want the same new account: any of them may at any time hold a fresh answer of the directory that names it.
 * Messages are a set that only grows: what is in it may be delivered late, again, in any order, or never.
 */
final class ClaimWorld implements Explorer.World<ClaimWorld.State> {
    /** The record surely is not on the disk. */
    private static final Outcome<Ownership> FULL = Outcome.refused(Outcome.Reason.FULL);

    /** It may be. */
    private static final Outcome<Ownership> UNKNOWN = Outcome.refused(Outcome.Reason.UNAVAILABLE);

    private final Bounds bounds;
    private final Rules rules;
    private final Map<NodeName, Set<NodeName>> lists;

    /** @param claims that each node may begin */
    record Bounds(List<NodeName> nodes, int claims, int crashes, int closures) {}

    /** What a mutant may drop: what a node is told, what leaves it, and what it is told of its record. */
    record Rules(
            UnaryOperator<Event> heard,
            UnaryOperator<Effect> said,
            Function<Outcome<Ownership>, Optional<Event>> written) {
        static final Rules AS_THEY_ARE = new Rules(event -> event, effect -> effect, Claim::written);
    }

    /**
     * @param durable the node's journal has the record
     * @param open its volume is open, so it can see the record
     * @param early the account was granted before it was durable
     */
    record Node(Claim claim, boolean durable, boolean writing, boolean open, int begun, boolean early) {
        Node with(Claim next) {
            return new Node(next, durable, writing, open, begun, early);
        }

        Node writes() {
            return new Node(claim, durable, true, open, begun, early);
        }

        /** @param stored whether the record came to the disk */
        Node wrote(boolean stored) {
            return new Node(claim, durable || stored, false, open, begun, early);
        }

        Node begins() {
            return new Node(claim, durable, writing, open, begun + 1, early);
        }

        Node granted() {
            return new Node(claim, durable, writing, open, begun, early || !durable);
        }
    }

    sealed interface Message {
        record Question(NodeName from, NodeName to, long number, String list) implements Message {}

        record Reply(NodeName from, NodeName to, long number, Claim.Answer answer) implements Message {}
    }

    record State(Map<NodeName, Node> nodes, Set<Message> messages, int crashes, int closures) {
        Node node(NodeName name) {
            return Objects.requireNonNull(nodes.get(name));
        }
    }

    /** @param lists the nodes that a node knows, where these are not all */
    ClaimWorld(Bounds bounds, Rules rules, Map<NodeName, Set<NodeName>> lists) {
        this.bounds = bounds;
        this.rules = rules;
        this.lists = lists;
    }

    @Override
    public State initial() {
        Map<NodeName, Node> nodes = new HashMap<>();
        for (NodeName name : bounds.nodes()) {
            nodes.put(name, new Node(fresh(name), false, false, true, 0, false));
        }
        return new State(Map.copyOf(nodes), Set.of(), 0, 0);
    }

    private Claim fresh(NodeName name) {
        Set<NodeName> list = new TreeSet<>(lists.getOrDefault(name, Set.copyOf(bounds.nodes())));
        Set<NodeName> others = new TreeSet<>(list);
        others.remove(name);
        return Claim.none(name, others, list.toString());
    }

    static Ownership record(NodeName owner) {
        return new Ownership(
                AccountId.of(1 + owner.value().charAt(0), 1),
                new DirectoryId("id"),
                new AccountName("new", "example.test"),
                1,
                new Ownership.State.Owner());
    }

    @Override
    public Optional<String> violation(State state) {
        if (state.nodes().values().stream().anyMatch(Node::early)) {
            return Optional.of("granted, not durable");
        }
        long owners = state.nodes().values().stream().filter(Node::durable).count();
        return owners > 1 ? Optional.of(owners + " owners") : Optional.empty();
    }

    @Override
    public List<Explorer.Step<State>> steps(State state) {
        List<Explorer.Step<State>> steps = new ArrayList<>();
        state.nodes().forEach((name, node) -> own(state, name, node, steps));
        for (Message message : state.messages()) {
            switch (message) {
                case Message.Question(var from, var to, var number, var list) -> {
                    boolean settled = state.node(to).open();
                    add(
                            steps,
                            () -> "ask " + from + number + "→" + to,
                            state,
                            to,
                            new Event.Asked(from, number, list, settled));
                }
                case Message.Reply(var from, var to, var number, var answer) ->
                    add(
                            steps,
                            () -> from + " answers " + to + number + " " + answer,
                            state,
                            to,
                            new Event.Answered(from, number, answer));
            }
        }
        return steps;
    }

    private void own(State state, NodeName name, Node node, List<Explorer.Step<State>> steps) {
        if (node.begun() < bounds.claims() && node.open()) {
            long number = node.begun() + 1;
            add(steps, () -> name + " wants", put(state, name, node.begins()), name, new Event.Wanted(number));
        }
        if (node.writing()) {
            written(steps, " journaled", put(state, name, node.wrote(true)), name, Outcome.done(record(name)));
            written(steps, " wrote, not told", put(state, name, node.wrote(true)), name, UNKNOWN);
            written(steps, " did not write, not told", put(state, name, node.wrote(false)), name, UNKNOWN);
            written(steps, " refused its record", put(state, name, node.wrote(false)), name, FULL);
        }
        if (node.claim().state() instanceof Claim.State.Asking(var number, var unanswered)) {
            add(steps, () -> name + " expires", state, name, new Event.Expired(number));
        }
        if (state.crashes() < bounds.crashes()) {
            State crashed = put(state, name, restarted(name, node, true));
            steps.add(new Explorer.Step<>(
                    () -> name + " crashes",
                    () -> new State(crashed.nodes(), crashed.messages(), state.crashes() + 1, state.closures())));
        }
        if (state.closures() < bounds.closures() && node.open()) {
            State closed = put(state, name, restarted(name, node, false));
            steps.add(new Explorer.Step<>(
                    () -> name + " restarts, volume closed",
                    () -> new State(closed.nodes(), closed.messages(), state.crashes(), state.closures() + 1)));
        }
    }

    /** After a restart a node knows what its journal says, if its volume opens. */
    private Node restarted(NodeName name, Node node, boolean open) {
        Claim claim = fresh(name);
        if (node.durable() && open) {
            claim = new Claim(claim.self(), claim.others(), claim.list(), new Claim.State.Recorded(record(name)));
        }
        return new Node(claim, node.durable(), false, open, node.begun(), node.early());
    }

    private void written(
            List<Explorer.Step<State>> steps, String step, State state, NodeName name, Outcome<Ownership> end) {
        Optional<Event> told = rules.written().apply(end);
        steps.add(new Explorer.Step<>(
                () -> name + step,
                () -> told.map(event -> after(state, name, event)).orElse(state)));
    }

    private void add(List<Explorer.Step<State>> steps, Supplier<String> step, State state, NodeName name, Event event) {
        steps.add(new Explorer.Step<>(step, () -> after(state, name, event)));
    }

    private State after(State state, NodeName name, Event event) {
        Node node = state.node(name);
        Claim.Turn turn = node.claim().on(rules.heard().apply(event));
        Node next = node.with(turn.next());
        Set<Message> messages = new HashSet<>(state.messages());
        for (Effect effect : turn.effects()) {
            switch (rules.said().apply(effect)) {
                case Effect.Ask(var to, var number, var list) ->
                    messages.add(new Message.Question(name, to, number, list));
                case Effect.Reply(var to, var number, var answer) ->
                    messages.add(new Message.Reply(name, to, number, answer));
                case Effect.Journal _ -> next = next.writes();
                case Effect.Grant _ -> next = next.granted();
                case Effect.GiveUp _ -> {}
            }
        }
        State after = put(state, name, next);
        return new State(after.nodes(), Set.copyOf(messages), after.crashes(), after.closures());
    }

    private static State put(State state, NodeName name, Node node) {
        Map<NodeName, Node> nodes = new HashMap<>(state.nodes());
        nodes.put(name, node);
        return new State(Map.copyOf(nodes), state.messages(), state.crashes(), state.closures());
    }
}
