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
            if (entry.report()) {
                steps.add(() -> "n" + n + " reports r" + entry.recipient(), () -> report(state, n, entry));
            } else if (state.nodes().get(entry.recipient()).up()) {
                steps.add(
                        () -> "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on",
                        () -> finished(handedOn(state, n, entry), n, entry));
            }
        }
    }

    private FanOutState commit(FanOutState state, int n, int f, boolean own) {
        Node node = state.nodes().get(n);
        Hand hand = node.coming(f);
        Optional<Long> done = Optional.ofNullable(node.marks().get(f));
        Node next = own ? store(node, f, rules.arriving(f, hand, done)) : node;
        if (hand.holding()) {
            Set<Integer> held = new TreeSet<>(next.holds());
            held.add(f);
            next = next.holding(held);
        }
        Optional<Hand> after = Optional.of(hand.at(Progress.COMMITTED)).filter(Hand::connected);
        return state.node(n, next.hand(f, after));
    }

    private Node store(Node node, int f, Seen seen) {
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

    private FanOutState handedOn(FanOutState state, int n, Kept entry) {
        Node target = state.nodes().get(entry.recipient());
        Seen told = rules.told(entry);
        Optional<Long> done = Stream.of(
                        told.done(), Optional.ofNullable(target.marks().get(entry.transfer())))
                .flatMap(Optional::stream)
                .min(Long::compare);
        Node next = store(target, entry.transfer(), new Seen(told.digest(), told.began(), done));
        return state.node(entry.recipient(), next);
    }

    private static FanOutState finished(FanOutState state, int n, Kept entry) {
        Node node = state.nodes().get(n);
        return state.node(
                n,
                node.keeping(
                        node.kept().stream().filter(one -> !one.equals(entry)).toList()));
    }

    private static FanOutState report(FanOutState state, int n, Kept entry) {
        FanOutState told = state.node(
                entry.recipient(), state.nodes().get(entry.recipient()).told());
        return finished(told, n, entry);
    }

    FanOutState done(FanOutState state, int f, int n) {
        Front front = state.fronts().get(f);
        Set<Integer> rest = new TreeSet<>(front.doneTo());
        rest.remove(n);
        FanOutState sent =
                state.front(f, new Front(front.machine(), true, front.client(), front.said(), Set.copyOf(rest)));
        Node node = sent.nodes().get(n);
        return node.up() ? sent.node(n, node.done(f, state.now())) : sent;
    }

    FanOutState crash(FanOutState state, int n) {
        return state.node(n, rules.crashed(state.nodes().get(n)));
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
        for (int f : node.holds()) {
            steps.add(() -> "n" + n + " forgets its hold of t" + f, () -> {
                Set<Integer> rest = new TreeSet<>(node.holds());
                rest.remove(f);
                return less.node(n, node.holding(rest));
            });
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

    /** The node takes the body and what it holds, but not its own recipient. */
    void refusals(FanOutState state, FanOutState less, int n, FanOutWorld.Steps steps) {
        state.nodes().get(n).hands().forEach((f, hand) -> {
            if (hand.progress() == Progress.ENDED) {
                for (SmtpReply reply : List.of(FanOutTurns.NOT_NOW, FanOutTurns.NEVER)) {
                    steps.add(
                            () -> "n" + n + " answers t" + f + " with " + reply.code(),
                            () -> answered(commit(less, n, f, false), n, f, reply));
                }
            }
        });
    }
}
