package waypost.models;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waypost.delivery.Duty.Step;
import waypost.delivery.KeeperSchedule;
import waypost.identity.NodeName;
import waypost.models.FanOutState.Front;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Node;
import waypost.models.FanOutState.Progress;
import waypost.protocol.smtp.Kept.Purpose;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut;
import waypost.proxy.FanOut.Event;
import waypost.proxy.Stage;
import waypost.store.KeeperLedger;
import waypost.store.KeptEnvelope;
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
                        () -> answered(commit(state, n, f, Commit.ALL), n, f, FanOutTurns.OK, FanOutTurns.OK));
            }
        }
        for (Kept entry : node.kept()) {
            if (state.nodes().get(entry.recipient()).up()) {
                attempt(state, n, entry, steps);
            }
        }
    }

    private void attempt(FanOutState state, int n, Kept entry, FanOutWorld.Steps steps) {
        Instant now = now(state, n, entry);
        switch (rules.due(rules.duty(entry), now)) {
            case Step.HandOn _ -> offer(state, n, entry, now, steps);
            case Step.Report report ->
                steps.add(() -> "n" + n + " reports r" + entry.recipient(), () -> ended(state, n, entry, report));
            case Step.End _ -> {}
        }
    }

    private void offer(FanOutState state, int n, Kept entry, Instant now, FanOutWorld.Steps steps) {
        if (refusesAgain(state, entry)) {
            steps.add(
                    () -> "n" + n + " reports r" + entry.recipient(),
                    () -> answered(state, n, entry, FanOutTurns.NEVER, now));
        } else {
            steps.add(
                    () -> "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on",
                    () -> answered(handedOn(state, n, entry), n, entry, FanOutTurns.OK, now));
        }
    }

    /** It refused for good before the client had shown that it heard 250: so it does now, unless the message has come by another transfer. */
    private boolean refusesAgain(FanOutState state, Kept entry) {
        Node target = state.nodes().get(entry.recipient());
        return entry.report()
                && rules.duty(entry).done()
                && !(rules.decide(entry.transfer(), rules.told(entry.promise()), target)
                        instanceof Decision.AlreadyHere);
    }

    /** There are two moments: soon, and when nobody comes again any more. */
    private static Instant now(FanOutState state, int n, Kept entry) {
        Instant began = entry.duty().began();
        return unheard(state, n, entry) ? began.plus(KeeperSchedule.UNHEARD) : began;
    }

    private FanOutState answered(FanOutState state, int n, Kept entry, SmtpReply reply, Instant now) {
        return ended(state, n, entry, rules.duty(entry).answered(reply, now));
    }

    /** What the keeper makes of its attempt. A report arrives. */
    private static FanOutState ended(FanOutState state, int n, Kept entry, Step step) {
        Node node = state.nodes().get(n);
        return switch (step) {
            case Step.Later _, Step.HandOn _ -> state;
            case Step.Report _ -> {
                int r = entry.recipient();
                FanOutState told = state.node(r, state.nodes().get(r).told());
                yield ended(told, n, entry, new Step.Settled());
            }
            case Step.Settled _, Step.GiveUp _ ->
                state.node(
                        n,
                        node.keeping(node.kept().stream()
                                .filter(one -> !one.equals(entry))
                                .toList()));
        };
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
        return entry.promise().done().isEmpty() && clientRests && !doneMayCome;
    }

    /** What a node stores of a transfer: for its own recipient, and as a hold for the others. */
    private record Commit(boolean own, boolean hold) {
        static final Commit ALL = new Commit(true, true);
    }

    private FanOutState commit(FanOutState state, int n, int f, Commit commit) {
        Node node = state.nodes().get(n);
        Hand hand = node.coming(f);
        Optional<Long> done = Optional.ofNullable(node.marks().get(f));
        Node next = commit.own() ? store(node, n, f, rules.arriving(f, hand, done)) : node;
        if (hand.holding() && commit.hold()) {
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
    private FanOutState answered(FanOutState state, int n, int f, SmtpReply own, SmtpReply hold) {
        Hand hand = state.nodes().get(n).hands().get(f);
        if (hand == null) {
            return state;
        }
        FanOutState now = turns.take(state, f, new Event.Answer(FanOutTurns.name(n), n, own));
        for (int r = 0; hand.holding() && r < state.nodes().size(); r++) {
            if (r != n) {
                now = turns.take(now, f, new Event.Answer(FanOutTurns.name(n), r, hold));
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
                KeeperLedger.Decision decision = keep(state, n, f, numbers);
                SmtpReply reply = switch (decision) {
                    case KeeperLedger.Decision.Keep _ -> FanOutTurns.OK;
                    case KeeperLedger.Decision.NothingHere _ -> FanOutTurns.NOT_NOW;
                };
                return turns.take(kept(state, n, decision), f, new Event.KeepAnswered(name, reply));
            });
        }
    }

    private KeeperLedger.Decision keep(FanOutState state, int n, int f, List<Integer> numbers) {
        FanOut machine = state.fronts().get(f).machine();
        List<KeptEnvelope> envelopes = numbers.stream()
                .map(r -> Kept.envelope(
                        r,
                        machine.answerOf(r).filter(SmtpReply::permanent).isPresent()
                                ? Purpose.REPORT
                                : Purpose.HAND_ON))
                .toList();
        Node node = state.nodes().get(n);
        return rules.keep(node.traces(f), envelopes, node);
    }

    private static FanOutState kept(FanOutState state, int n, KeeperLedger.Decision decision) {
        return decision instanceof KeeperLedger.Decision.Keep(var more)
                ? state.node(n, state.nodes().get(n).promising(more))
                : state;
    }

    /** Listed: of two keepers one may find the node unwilling, and report it, and the other, later, willing. */
    private FanOutState handedOn(FanOutState state, int n, Kept entry) {
        Node target = state.nodes().get(entry.recipient());
        if (turns.foreign(entry.recipient())) {
            return state.node(entry.recipient(), target.copied().arrived());
        }
        Seen told = rules.told(entry.promise());
        Node marked =
                told.done().map(tick -> target.done(entry.transfer(), tick)).orElse(target);
        Seen seen = Optional.ofNullable(marked.marks().get(entry.transfer()))
                .map(told::doneAt)
                .orElse(told);
        Node next = store(marked, entry.recipient(), entry.transfer(), seen);
        return state.node(entry.recipient(), next.copies() > target.copies() ? next.arrived() : next);
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
                        () -> turns.lose(commit(less, n, f, Commit.ALL), f, n));
            }
            if (state.fronts().get(f).machine().stage() instanceof Stage.Keeping(var numbers, var asked)
                    && asked.getLast().equals(FanOutTurns.name(n))
                    && hand.connected()) {
                steps.add(
                        () -> "n" + n + " keeps for f" + f + ", its answer is lost",
                        () -> turns.lose(kept(less, n, keep(less, n, f, numbers)), f, n));
            }
        });
        for (Kept entry : node.kept()) {
            if (!entry.report()
                    && node.up()
                    && state.nodes().get(entry.recipient()).up()) {
                unanswered(less, n, entry, steps);
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

    /** The message has come, or not. */
    private void unanswered(FanOutState less, int n, Kept entry, FanOutWorld.Steps steps) {
        String hands = "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on, ";
        Step lost = rules.lost(rules.duty(entry));
        steps.add(() -> hands + "no answer", () -> ended(handedOn(less, n, entry), n, entry, lost));
        steps.add(() -> hands + "in vain", () -> ended(less, n, entry, lost));
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
            Instant now = now(state, n, entry);
            boolean ends = !(rules.duty(entry).answered(FanOutTurns.NEVER, now) instanceof Step.Later);
            if (ends
                    && node.up()
                    && target.up()
                    && target.copies() == 0
                    && target.hands().isEmpty()) {
                steps.add(
                        () -> "n" + n + " hands r" + entry.recipient() + " of t" + entry.transfer() + " on, refused",
                        () -> answered(less, n, entry, FanOutTurns.NEVER, now));
            }
        }
        node.hands().forEach((f, hand) -> {
            if (hand.progress() == Progress.ENDED) {
                boolean first = node.copies() == 0 && node.hands().size() == 1;
                for (SmtpReply reply :
                        first ? List.of(FanOutTurns.NOT_NOW, FanOutTurns.NEVER) : List.of(FanOutTurns.NOT_NOW)) {
                    steps.add(
                            () -> "n" + n + " answers t" + f + " with " + reply.code(),
                            () -> answered(commit(less, n, f, new Commit(false, true)), n, f, reply, FanOutTurns.OK));
                }
                if (hand.holding()) {
                    unheld(less, n, f, steps);
                }
            }
        });
        for (int f = 0; f < state.fronts().size(); f++) {
            int front = f;
            if (node.connected(f) && turns.mayBeginData(state, f)) {
                steps.add(
                        () -> "n" + n + " refuses DATA of f" + front,
                        () -> turns.unwilling(n).take(less, front, new Event.DataWanted()));
            }
        }
    }

    /** The hold is refused, for want of room; the node's own recipient has the message, or not. */
    private void unheld(FanOutState less, int n, int f, FanOutWorld.Steps steps) {
        steps.add(
                () -> "n" + n + " commits t" + f + ", but holds nothing",
                () -> answered(commit(less, n, f, new Commit(true, false)), n, f, FanOutTurns.OK, FanOutTurns.NOT_NOW));
        steps.add(
                () -> "n" + n + " refuses all of t" + f,
                () -> answered(
                        commit(less, n, f, new Commit(false, false)), n, f, FanOutTurns.NOT_NOW, FanOutTurns.NOT_NOW));
    }
}
