package waypost.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import waypost.models.FanOutState.Client;
import waypost.models.FanOutState.Faults;
import waypost.models.FanOutState.Front;
import waypost.models.FanOutState.Mood;
import waypost.models.FanOutState.Node;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut;
import waypost.proxy.FanOut.Event;
import waypost.proxy.Stage;

/**
 * One message to one recipient on each node, sent through one front end and, if the client does not hear 250, again through the next. Front ends
 * decide by {@link FanOut}, nodes by the transfer ledger and the rules of holds, KEEP, DONE and hand-on.
 */
final class FanOutWorld implements Explorer.World<FanOutState> {
    private final Bounds bounds;
    private final FanOutTurns turns;
    private final FanOutNodes nodes;
    private final Pool<Node> nodePool = new Pool<>();
    private final Pool<Front> frontPool = new Pool<>();

    /** When a client sends the same bytes on purpose after it has heard 250. */
    enum Repeat {
        NEVER,
        AFTER_DONE,
        AT_ONCE
    }

    /**
     * @param foreign how many of the nodes, the last ones, are foreign
     * @param refused what nodes answer at RCPT, where all recipients are one group's
     */
    record Bounds(int nodes, int foreign, int fronts, Faults faults, Repeat repeat, Map<Integer, SmtpReply> refused) {
        Bounds(int nodes, int foreign, int fronts, Faults faults, Repeat repeat) {
            this(nodes, foreign, fronts, faults, repeat, Map.of());
        }

        Bounds(int nodes, int fronts, Faults faults, Repeat repeat) {
            this(nodes, 0, fronts, faults, repeat);
        }

        /** The same where this node refuses its member of the group. */
        Bounds refusing(int node, SmtpReply reply) {
            return new Bounds(nodes, foreign, fronts, faults, repeat, Map.of(node, reply));
        }

        boolean foreignNode(int node) {
            return node >= nodes - foreign;
        }
    }

    FanOutWorld(Bounds bounds, FanOutRules rules) {
        this.bounds = bounds;
        this.turns = new FanOutTurns(rules, bounds);
        this.nodes = new FanOutNodes(rules, turns);
    }

    @Override
    public FanOutState initial() {
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < bounds.nodes(); i++) {
            all.add(Node.EMPTY);
        }
        List<Front> fronts = new ArrayList<>();
        for (int i = 0; i < bounds.fronts(); i++) {
            fronts.add(new Front(turns.fresh(), true, true, Optional.empty(), Set.of(), Set.of()));
        }
        Client client = new Client(Mood.NEW, -1, 0, Set.of());
        return new FanOutState(all, fronts, client, bounds.faults()).canonical(nodePool, frontPool);
    }

    /** Collects what can happen in one state. */
    final class Steps {
        private final List<Explorer.Step<FanOutState>> all = new ArrayList<>();

        void add(Supplier<String> name, Supplier<FanOutState> next) {
            all.add(new Explorer.Step<>(name, () -> next.get().canonical(nodePool, frontPool)));
        }
    }

    @Override
    public List<Explorer.Step<FanOutState>> steps(FanOutState state) {
        Steps steps = new Steps();
        clientSteps(state, steps);
        for (int f = 0; f < bounds.fronts(); f++) {
            if (state.fronts().get(f).up()) {
                frontSteps(state, f, steps);
            }
        }
        for (int n = 0; n < bounds.nodes(); n++) {
            nodes.steps(state, n, steps);
        }
        return steps.all;
    }

    private void clientSteps(FanOutState state, Steps steps) {
        Client client = state.client();
        int next = client.front() + 1;
        switch (client.mood()) {
            case NEW -> steps.add(() -> "client sends to f0", () -> sent(state, 0));
            case WAITING -> {
                Front front = state.fronts().get(client.front());
                if (!front.up() || !front.client()) {
                    steps.add(() -> "client tries again at f" + next, () -> sent(state, next));
                } else if (front.said().isPresent()) {
                    steps.add(() -> "client hears " + front.said().get().code(), () -> heard(state));
                }
            }
            case CONTENT -> {
                if (mayRepeat(state)) {
                    steps.add(() -> "client repeats on purpose at f" + next, () -> repeated(state, next));
                }
            }
            case GONE -> {}
        }
    }

    private boolean mayRepeat(FanOutState state) {
        Client client = state.client();
        if (client.acknowledged() != 1 || client.front() + 1 >= bounds.fronts()) {
            return false;
        }
        Front first = state.fronts().get(client.front());
        boolean shown = first.machine().stage() instanceof Stage.Answered(var stored) && !stored;
        return switch (bounds.repeat()) {
            case NEVER -> false;
            case AT_ONCE -> shown;
            case AFTER_DONE -> shown && first.doneTo().isEmpty();
        };
    }

    private FanOutState repeated(FanOutState state, int next) {
        Set<Integer> reached = new TreeSet<>();
        for (int n = 0; n < bounds.nodes(); n++) {
            if (doneAt(state, n)) {
                reached.add(n);
            }
        }
        Client client = new Client(Mood.WAITING, next, 1, Set.copyOf(reached));
        return turns.mail(state.client(client), next);
    }

    /** Whether DONE has come to the node, and to those that keep its recipient. */
    private boolean doneAt(FanOutState state, int n) {
        int f = state.client().front();
        Front front = state.fronts().get(f);
        for (int keeper = 0; keeper < bounds.nodes(); keeper++) {
            boolean concerned = keeper == n
                    || state.nodes().get(keeper).kept().stream()
                            .anyMatch(entry -> entry.transfer() == f && entry.recipient() == n);
            if (concerned && front.untold(keeper)) {
                return false;
            }
        }
        return true;
    }

    private FanOutState sent(FanOutState state, int next) {
        Client client = state.client();
        if (next == bounds.fronts()) {
            return state.client(new Client(Mood.GONE, client.front(), client.acknowledged(), client.doneBefore()));
        }
        Client waiting = new Client(Mood.WAITING, next, client.acknowledged(), client.doneBefore());
        return turns.mail(state.client(waiting), next);
    }

    private FanOutState heard(FanOutState state) {
        Client client = state.client();
        SmtpReply reply = state.fronts().get(client.front()).said().orElseThrow();
        if (reply.positive()) {
            Client content = new Client(Mood.CONTENT, client.front(), client.acknowledged() + 1, client.doneBefore());
            return state.client(content);
        }
        return reply.temporary()
                ? sent(state, client.front() + 1)
                : state.client(new Client(Mood.GONE, client.front(), client.acknowledged(), client.doneBefore()));
    }

    private void frontSteps(FanOutState state, int f, Steps steps) {
        Front front = state.fronts().get(f);
        FanOut machine = front.machine();
        switch (machine.stage()) {
            case Stage.Envelope _ -> {
                if (turns.mayBeginData(state, f)) {
                    steps.add(() -> "client sends DATA to f" + f, () -> turns.take(state, f, new Event.DataWanted()));
                }
            }
            case Stage.WaitingForData _ -> {}
            case Stage.Streaming _ ->
                steps.add(() -> "client sends the dot to f" + f, () -> turns.take(state, f, new Event.Ended()));
            case Stage.Collecting _ -> {}
            case Stage.Keeping(var numbers, var asked) -> nodes.keepSteps(state, f, numbers, asked, steps);
            case Stage.Answered(var stored) -> {
                if (stored && front.client() && heardFrom(state.client(), f)) {
                    steps.add(
                            () -> "f" + f + " sees that 250 was heard", () -> turns.take(state, f, new Event.Heard()));
                }
            }
        }
        for (int n = 0; n < bounds.nodes(); n++) {
            int node = n;
            if (turns.lost(state, f, n)) {
                steps.add(() -> "f" + f + " finds n" + node + " lost", () -> turns.lose(state, f, node));
            }
            if (front.doneTo().contains(n) && state.nodes().get(n).up()) {
                steps.add(() -> "DONE of f" + f + " gets to n" + node, () -> FanOutNodes.done(state, f, node));
            }
        }
    }

    private static boolean heardFrom(Client client, int f) {
        return client.acknowledged() > 0
                && (client.front() > f || client.front() == f && client.mood() == Mood.CONTENT);
    }

    @Override
    public List<Explorer.Step<FanOutState>> faults(FanOutState state) {
        Steps steps = new Steps();
        Faults left = state.left();
        for (int f = 0; f < bounds.fronts(); f++) {
            int front = f;
            if (left.frontCrashes() > 0 && turns.busy(state, f)) {
                steps.add(() -> "f" + front + " crashes", () -> turns.crash(less(state, 1, 0, 0, 0, 0), front));
            }
            if (left.clientCuts() > 0
                    && turns.busy(state, f)
                    && state.fronts().get(f).client()) {
                FanOutState less = less(state, 0, 0, 0, 1, 0);
                steps.add(() -> "client loses f" + front, () -> turns.clientGone(less, front));
            }
            FanOutState late = less(state, 0, 0, 1, 0, 0);
            if (left.cuts() > 0 && turns.collects(state, f)) {
                steps.add(
                        () -> "f" + front + " waits no longer for nodes",
                        () -> turns.late(late, front, new Event.AnswersDue()));
            }
            if (left.cuts() > 0 && turns.waits(state, f)) {
                steps.add(() -> "f" + front + " waits no longer", () -> turns.late(late, front, new Event.Deadline()));
            }
        }
        for (int n = 0; n < bounds.nodes(); n++) {
            int node = n;
            if (left.nodeCrashes() > 0 && state.nodes().get(n).up()) {
                FanOutState less = less(state, 0, 1, 0, 0, 0);
                steps.add(() -> "n" + node + " crashes", () -> nodes.crash(less, node));
            }
            if (left.cuts() > 0) {
                nodes.cuts(state, less(state, 0, 0, 1, 0, 0), n, steps);
            }
            if (left.refusals() > 0) {
                nodes.refusals(state, less(state, 0, 0, 0, 0, 1), n, steps);
            }
        }
        return steps.all;
    }

    private static FanOutState less(FanOutState state, int fronts, int nodes, int cuts, int clientCuts, int refusals) {
        Faults left = state.left();
        return state.left(new Faults(
                left.frontCrashes() - fronts,
                left.nodeCrashes() - nodes,
                left.cuts() - cuts,
                left.clientCuts() - clientCuts,
                left.refusals() - refusals));
    }

    @Override
    public Optional<String> violation(FanOutState state) {
        for (int n = 0; n < bounds.nodes(); n++) {
            Node node = state.nodes().get(n);
            int sent = bounds.repeat() == Repeat.NEVER || state.client().front() == 0 ? 1 : 2;
            // A foreign node stores again what comes again, and may refuse it: that is listed.
            if (node.copies() > sent && !bounds.foreignNode(n)) {
                return Optional.of("duplicate at n" + n);
            }
            if (node.holds().size() + node.kept().size() > 0 && bounds.foreignNode(n)) {
                return Optional.of("n" + n + " is foreign, and is to keep something");
            }
            boolean remembers = bounds.repeat() == Repeat.NEVER && !bounds.foreignNode(n);
            if (remembers && node.copies() > 0 && node.reported()) {
                return Optional.of("n" + n + " has the message, and its sender was told that it has not");
            }
            if (state.client().acknowledged() > 0 && node.copies() == 0 && !node.reported() && !kept(state, n)) {
                return Optional.of("250 was heard, n" + n + " has nothing and nobody keeps it");
            }
        }
        return Optional.empty();
    }

    private static boolean kept(FanOutState state, int recipient) {
        return state.nodes().stream()
                .flatMap(node -> node.kept().stream())
                .anyMatch(entry -> entry.recipient() == recipient);
    }

    @Override
    public Optional<String> violationAtRest(FanOutState state) {
        Client client = state.client();
        if (client.mood() == Mood.WAITING || client.mood() == Mood.NEW) {
            return Optional.of("the client waits for ever");
        }
        for (int n = 0; n < bounds.nodes(); n++) {
            Node node = state.nodes().get(n);
            if (!node.kept().isEmpty()) {
                return Optional.of("n" + n + " keeps for ever");
            }
            boolean twice = client.acknowledged() == 2 && client.doneBefore().contains(n);
            if (twice && node.copies() < 2 && !node.reported()) {
                return Optional.of("a deliberate second message is swallowed at n" + n);
            }
        }
        return Optional.empty();
    }
}
