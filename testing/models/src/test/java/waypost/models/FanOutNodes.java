package waypost.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import waypost.identity.NodeName;
import waypost.models.FanOutState.Front;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Kept;
import waypost.models.FanOutState.Node;
import waypost.models.FanOutState.Progress;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut;
import waypost.proxy.FanOut.Event;
import waypost.proxy.FanOut.Stage;
import waypost.store.TransferLedger.Decision;
import waypost.store.TransferLedger.Seen;

/** The nodes of a fan-out: commit, hold, keep, hand on, crash. */
final class FanOutNodes {
    private final FanOutRules rules;
    private final FanOutTurns turns;

    FanOutNodes(FanOutRules rules, FanOutTurns turns) {
        this.rules = rules;
        this.turns = turns;
    }

    void steps(FanOutState state, int n, FanOutWorld.Steps steps) {
        Node node = state.nodes().get(n);
        if (!node.up()) {
            steps.add(() -> "n" + n + " restarts", () -> state.node(n, node.restarted()));
            return;
        }
        for (Map.Entry<Integer, Hand> coming : node.hands().entrySet()) {
            if (coming.getValue().progress() == Progress.ENDED) {
                int f = coming.getKey();
                steps.add(
                        () -> "n" + n + " commits t" + f,
                        () -> answered(commit(state, n, f, true), n, f, FanOutTurns.OK));
            }
        }
        for (Kept entry : node.kept()) {
            boolean answers = state.nodes().get(entry.recipient()).up();
            if (entry.report() && rules.mayReport(entry) && answers) {
                steps.add(() -> "n" + n + " reports r" + entry.recipient(), () -> askedAgain(state, n, entry));
            } else if (answers && (!entry.report() || unheard(state, n, entry))) {
                steps.add(
                        () -> "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on",
                        () -> finished(handedOn(state, n, entry), n, entry));
            }
        }
    }

    /**
     * So long after the dot that a client that did not hear 250 has come again, or never will. What was refused is then offered once more:
     * the client's next try may have brought it.
     */
    private static boolean unheard(FanOutState state, int n, Kept entry) {
        Front front = state.fronts().get(entry.transfer());
        boolean doneMayCome = front.up()
                && (front.doneTo().contains(n)
                        || front.machine().stage() instanceof Stage.Answered(var stored) && stored && front.client());
        boolean clientRests = switch (state.client().mood()) {
            case NEW, WAITING -> false;
            case CONTENT, GONE -> true;
        };
        return entry.done().isEmpty() && clientRests && !doneMayCome;
    }

    private FanOutState commit(FanOutState state, int n, int f, boolean own) {
        Node node = state.nodes().get(n);
        Hand hand = node.coming(f);
        Optional<Long> done = Optional.ofNullable(node.marks().get(f));
        Node next = own ? store(node, n, f, rules.arriving(f, hand, done)) : node;
        if (hand.holding()) {
            Set<Integer> held = new TreeSet<>(next.holds());
            held.add(f);
            next = next.holding(held);
        }
        Optional<Hand> after = Optional.of(hand.at(Progress.COMMITTED)).filter(Hand::connected);
        return state.node(n, next.hand(f, after));
    }

    /** A foreign node knows no transfers, and stores whatever comes. */
    private Node store(Node node, int n, int f, Seen seen) {
        if (turns.foreign(n)) {
            return node.copied();
        }
        return switch (rules.decide(f, seen, node)) {
            case Decision.Store _ -> node.stored(f, seen);
            case Decision.AlreadyHere _ -> node;
        };
    }

    /** One answer for the node's own recipient and one for each that it holds. */
    private FanOutState answered(FanOutState state, int n, int f, SmtpReply own) {
        Hand hand = state.nodes().get(n).hands().get(f);
        if (hand == null) {
            return state;
        }
        FanOutState now = turns.take(state, f, new Event.Answer(FanOutTurns.name(n), n, own));
        for (int r = 0; hand.holding() && r < state.nodes().size(); r++) {
            if (r != n) {
                now = turns.take(now, f, new Event.Answer(FanOutTurns.name(n), r, FanOutTurns.OK));
            }
        }
        return now;
    }

    void keepSteps(FanOutState state, int f, List<Integer> numbers, List<NodeName> asked, FanOutWorld.Steps steps) {
        NodeName name = asked.getLast();
        int n = Integer.parseInt(name.value().substring(1));
        if (!state.nodes().get(n).connected(f)) {
            steps.add(() -> "f" + f + " finds keeper " + name + " lost", () -> turns.lose(state, f, n));
        } else {
            steps.add(() -> name + " keeps for f" + f, () -> {
                boolean can = rules.canKeep(f, state.nodes().get(n));
                SmtpReply reply = can ? FanOutTurns.OK : FanOutTurns.NOT_NOW;
                return turns.take(kept(state, n, f, numbers), f, new Event.KeepAnswered(name, reply));
            });
        }
    }

    private FanOutState kept(FanOutState state, int n, int f, List<Integer> numbers) {
        Node node = state.nodes().get(n);
        if (!rules.canKeep(f, node)) {
            return state;
        }
        FanOut machine = state.fronts().get(f).machine();
        List<Kept> entries = new ArrayList<>();
        for (int r : numbers) {
            boolean report = machine.answerOf(r).filter(SmtpReply::permanent).isPresent();
            Optional<Long> done = Optional.ofNullable(node.marks().get(f));
            entries.add(new Kept(f, r, report, node.coming(f).began(), done));
        }
        return state.node(n, rules.keep(node, entries));
    }

    /** Listed: of two keepers one may find the node unwilling, and report it, and the other, later, willing. */
    private FanOutState handedOn(FanOutState state, int n, Kept entry) {
        Node target = state.nodes().get(entry.recipient());
        if (turns.foreign(entry.recipient())) {
            return state.node(entry.recipient(), target.copied().arrived());
        }
        Seen told = rules.told(entry);
        Optional<Long> done = Stream.of(
                        told.done(), Optional.ofNullable(target.marks().get(entry.transfer())))
                .flatMap(Optional::stream)
                .min(Long::compare);
        Node marked =
                told.done().map(tick -> target.done(entry.transfer(), tick)).orElse(target);
        Node next = store(marked, entry.recipient(), entry.transfer(), new Seen(told.digest(), told.began(), done));
        return state.node(entry.recipient(), next.copies() > target.copies() ? next.arrived() : next);
    }

    private static FanOutState finished(FanOutState state, int n, Kept entry) {
        Node node = state.nodes().get(n);
        return state.node(
                n,
                node.keeping(
                        node.kept().stream().filter(one -> !one.equals(entry)).toList()));
    }

    /** The node is asked once more before the report, and has to answer: the message may have come to it by another transfer. */
    private FanOutState askedAgain(FanOutState state, int n, Kept entry) {
        Node target = state.nodes().get(entry.recipient());
        boolean there = rules.decide(entry.transfer(), rules.told(entry), target) instanceof Decision.AlreadyHere;
        return there && rules.asksAgain() ? finished(state, n, entry) : report(state, n, entry);
    }

    private static FanOutState report(FanOutState state, int n, Kept entry) {
        FanOutState told = state.node(
                entry.recipient(), state.nodes().get(entry.recipient()).told());
        return finished(told, n, entry);
    }

    /** DONE is repeated until it is answered: it waits for a node that is down. */
    static FanOutState done(FanOutState state, int f, int n) {
        FanOutState sent = state.front(f, state.fronts().get(f).told(n));
        return sent.node(n, sent.nodes().get(n).done(f, state.now()));
    }

    /** A DONE of what the node had not stored is forgotten. */
    FanOutState crash(FanOutState state, int n) {
        Node node = state.nodes().get(n);
        FanOutState now = state.node(n, rules.crashed(node));
        for (int f : node.marks().keySet()) {
            boolean stored =
                    node.memory().stream().anyMatch(one -> one.transfer().equals(FanOutState.transfer(f)));
            if (!stored) {
                now = now.front(f, now.fronts().get(f).givesUp(n));
            }
        }
        return now;
    }

    /** Answers and connections lost, time-outs, holds forgotten. */
    void cuts(FanOutState state, FanOutState less, int n, FanOutWorld.Steps steps) {
        Node node = state.nodes().get(n);
        node.hands().forEach((f, hand) -> {
            if (hand.connected() && collecting(state, f)) {
                steps.add(() -> "f" + f + " gives n" + n + " up", () -> turns.lose(less, f, n));
            }
            if (hand.connected() && hand.progress() == Progress.ENDED) {
                steps.add(
                        () -> "n" + n + " commits t" + f + ", its answer is lost",
                        () -> turns.lose(commit(less, n, f, true), f, n));
            }
            if (state.fronts().get(f).machine().stage() instanceof Stage.Keeping(var numbers, var asked)
                    && asked.getLast().equals(FanOutTurns.name(n))
                    && hand.connected()) {
                steps.add(
                        () -> "n" + n + " keeps for f" + f + ", its answer is lost",
                        () -> turns.lose(kept(less, n, f, numbers), f, n));
            }
        });
        for (Kept entry : node.kept()) {
            if (!entry.report()
                    && node.up()
                    && state.nodes().get(entry.recipient()).up()) {
                steps.add(
                        () -> "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on, no answer",
                        () -> rules.staysUntilAnswered() ? handedOn(less, n, entry) : finished(less, n, entry));
            }
        }
        givenUp(state, less, n, steps);
        for (int f : node.holds()) {
            steps.add(() -> "n" + n + " forgets its hold of t" + f, () -> {
                Set<Integer> rest = new TreeSet<>(node.holds());
                rest.remove(f);
                return less.node(n, node.holding(rest));
            });
        }
    }

    private static void givenUp(FanOutState state, FanOutState less, int n, FanOutWorld.Steps steps) {
        for (int f = 0; f < state.fronts().size(); f++) {
            int front = f;
            if (state.fronts().get(f).doneTo().contains(n)) {
                steps.add(
                        () -> "f" + front + " gives DONE to n" + n + " up",
                        () -> less.front(front, less.fronts().get(front).givesUp(n)));
            }
        }
    }

    private static boolean collecting(FanOutState state, int f) {
        Front front = state.fronts().get(f);
        return front.up()
                && switch (front.machine().stage()) {
                    case Stage.Envelope _, Stage.Streaming _, Stage.Collecting _ -> true;
                    case Stage.WaitingForData _, Stage.Keeping _, Stage.Answered _ -> false;
                };
    }

    /**
     * The node takes the body and what it holds, but not its own recipient; or not what is handed on to it. For good only what is not there
     * already, nor on its way by another hand: the reasons would have held for that as well.
     */
    void refusals(FanOutState state, FanOutState less, int n, FanOutWorld.Steps steps) {
        Node node = state.nodes().get(n);
        for (Kept entry : node.kept()) {
            Node target = state.nodes().get(entry.recipient());
            boolean told = rules.mayReport(entry) || unheard(state, n, entry);
            if (told
                    && node.up()
                    && target.up()
                    && target.copies() == 0
                    && target.hands().isEmpty()) {
                steps.add(
                        () -> "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on, refused",
                        () -> report(less, n, entry));
            }
        }
        node.hands().forEach((f, hand) -> {
            if (hand.progress() == Progress.ENDED) {
                boolean first = node.copies() == 0 && node.hands().size() == 1;
                for (SmtpReply reply :
                        first ? List.of(FanOutTurns.NOT_NOW, FanOutTurns.NEVER) : List.of(FanOutTurns.NOT_NOW)) {
                    steps.add(
                            () -> "n" + n + " answers t" + f + " with " + reply.code(),
                            () -> answered(commit(less, n, f, false), n, f, reply));
                }
            }
        });
    }
}
