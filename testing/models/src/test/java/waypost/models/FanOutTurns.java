package waypost.models;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waypost.identity.NodeName;
import waypost.models.FanOutState.Front;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Node;
import waypost.models.FanOutState.Progress;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut;
import waypost.proxy.FanOut.Effect;
import waypost.proxy.FanOut.Event;
import waypost.proxy.FanOut.Phase;
import waypost.proxy.Outcome;
import waypost.proxy.Stage;

/** The front ends of a fan-out: gives events to their machines and does what these want done. */
final class FanOutTurns {
    static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "ok");
    static final SmtpReply NOT_NOW = SmtpReply.of(452, "4.2.2", "not now");
    static final SmtpReply NEVER = SmtpReply.of(550, "5.7.1", "never");
    private static final SmtpReply GO = SmtpReply.of(354, "", "go");

    private final FanOutRules rules;
    private final FanOutWorld.Bounds bounds;
    private final Optional<NodeName> unwilling;

    FanOutTurns(FanOutRules rules, FanOutWorld.Bounds bounds) {
        this(rules, bounds, Optional.empty());
    }

    private FanOutTurns(FanOutRules rules, FanOutWorld.Bounds bounds, Optional<NodeName> unwilling) {
        this.rules = rules;
        this.bounds = bounds;
        this.unwilling = unwilling;
    }

    /** The same where this node answers DATA with a refusal. */
    FanOutTurns unwilling(int node) {
        return new FanOutTurns(rules, bounds, Optional.of(name(node)));
    }

    FanOut fresh() {
        return FanOut.begin(
                Outcome.LateRefusals.KEEP,
                new Foreign(IntStream.range(0, bounds.nodes())
                        .filter(node -> rules.foreignIsKnown() && bounds.foreignNode(node))
                        .mapToObj(FanOutTurns::name)
                        .collect(Collectors.toUnmodifiableSet())));
    }

    /** The same names are the same: states are compared. */
    private record Foreign(Set<NodeName> names) implements Predicate<NodeName> {
        @Override
        public boolean test(NodeName node) {
            return names.contains(node);
        }
    }

    boolean foreign(int node) {
        return bounds.foreignNode(node);
    }

    static NodeName name(int node) {
        return new NodeName("n" + node);
    }

    private static int number(NodeName node) {
        return Integer.parseInt(node.value().substring(1));
    }

    /** MAIL and one RCPT for each node. */
    FanOutState mail(FanOutState state, int f) {
        long tick = state.now();
        FanOutState now = state;
        for (int n = 0; n < state.nodes().size(); n++) {
            SmtpReply refusal = bounds.refused().get(n);
            now = take(now, f, refusal == null ? new Event.Accepted(name(n)) : new Event.Refused(name(n), refusal));
        }
        for (int n = 0; n < state.nodes().size(); n++) {
            if (bounds.refused().containsKey(n)) {
                continue;
            }
            Node node = now.nodes().get(n);
            now = node.up()
                    ? now.node(n, node.hand(f, Optional.of(new Hand(tick, Progress.OPEN, false, true))))
                    : take(now, f, new Event.Lost(name(n)));
        }
        return now;
    }

    /** Whether the client may now say DATA. */
    boolean mayBeginData(FanOutState state, int f) {
        Front front = state.fronts().get(f);
        return front.up()
                && front.machine().stage() instanceof Stage.Envelope
                && !front.machine().recipients().isEmpty();
    }

    FanOutState take(FanOutState state, int f, Event event) {
        Front front = state.fronts().get(f);
        FanOut.Turn turn = rules.turn(front.machine(), event);
        FanOutState now = state.front(f, front.with(turn.next()));
        for (Effect effect : turn.effects()) {
            now = perform(now, f, effect);
        }
        return now;
    }

    private FanOutState perform(FanOutState state, int f, Effect effect) {
        Front front = state.fronts().get(f);
        return switch (effect) {
            case Effect.Hold(var keeper, var _) -> hand(state, f, number(keeper), Hand::toHold);
            case Effect.BeginData(var node) -> beginData(state, f, node);
            case Effect.GoAhead _, Effect.Keep _ -> state;
            case Effect.EndData(var node) -> hand(state, f, number(node), hand -> hand.at(Progress.ENDED));
            case Effect.Say(var reply) -> state.front(f, front.saying(reply));
            case Effect.Done(var node) -> state.front(f, front.owing(number(node)));
        };
    }

    private FanOutState beginData(FanOutState state, int f, NodeName node) {
        if (!state.nodes().get(number(node)).connected(f)) {
            return lose(state, f, number(node));
        }
        return unwilling.filter(node::equals).isPresent()
                ? take(cut(state, f, number(node)), f, new Event.DataAnswered(node, NOT_NOW))
                : take(
                        hand(state, f, number(node), hand -> hand.at(Progress.STREAMING)),
                        f,
                        new Event.DataAnswered(node, GO));
    }

    private interface Change {
        Hand of(Hand hand);
    }

    private static FanOutState hand(FanOutState state, int f, int n, Change change) {
        Node node = state.nodes().get(n);
        Optional<Hand> hand = Optional.ofNullable(node.hands().get(f)).filter(Hand::connected);
        return hand.isEmpty() ? state : state.node(n, node.hand(f, hand.map(change::of)));
    }

    /** The connection ends: a node goes on with what has come whole, and forgets the rest. */
    static FanOutState cut(FanOutState state, int f, int n) {
        Node node = state.nodes().get(n);
        Optional<Hand> hand = Optional.ofNullable(node.hands().get(f));
        return state.node(
                n,
                node.hand(
                        f, hand.filter(one -> one.progress() == Progress.ENDED).map(Hand::alone)));
    }

    private static boolean counts(FanOutState state, int f) {
        return switch (state.fronts().get(f).machine().stage()) {
            case Stage.Envelope _, Stage.WaitingForData _, Stage.Streaming _, Stage.Collecting _ -> true;
            case Stage.Keeping _, Stage.Answered _ -> false;
        };
    }

    /** Whether the front end can find that its connection to the node is gone. */
    boolean lost(FanOutState state, int f, int n) {
        Phase leg = state.fronts().get(f).machine().legs().get(name(n));
        return leg != null
                && leg != Phase.LOST
                && counts(state, f)
                && !state.nodes().get(n).connected(f);
    }

    FanOutState lose(FanOutState state, int f, int n) {
        return take(cut(state, f, n), f, new Event.Lost(name(n)));
    }

    boolean busy(FanOutState state, int f) {
        Front front = state.fronts().get(f);
        boolean ended = front.machine().stage() instanceof Stage.Answered(var stored)
                && !stored
                && front.doneTo().isEmpty();
        return front.up() && !front.machine().recipients().isEmpty() && !ended;
    }

    FanOutState crash(FanOutState state, int f) {
        Front front = state.fronts().get(f);
        FanOutState now = state.front(f, front.crashed());
        for (int n = 0; n < state.nodes().size(); n++) {
            now = cut(now, f, n);
        }
        return now;
    }

    /** Before the dot that ends the transaction; after it the front end goes on alone, and never learns that it was heard. */
    FanOutState clientGone(FanOutState state, int f) {
        Front front = state.fronts().get(f);
        boolean before = front.machine().stage() instanceof Stage.Envelope
                || front.machine().stage() instanceof Stage.Streaming;
        if (before) {
            return crash(state, f);
        }
        FanOutState now = state.front(f, front.alone());
        return rules.clientGone().map(event -> take(now, f, event)).orElse(now);
    }

    boolean collects(FanOutState state, int f) {
        return waits(state, f) && state.fronts().get(f).machine().stage() instanceof Stage.Collecting;
    }

    /** Whether the client is waiting for the answer to its dot. */
    boolean waits(FanOutState state, int f) {
        Stage stage = state.fronts().get(f).machine().stage();
        return state.fronts().get(f).up()
                && !state.fronts().get(f).machine().recipients().isEmpty()
                && (stage instanceof Stage.Collecting || stage instanceof Stage.Keeping);
    }

    /** @param timer that has run out */
    FanOutState late(FanOutState state, int f, Event timer) {
        FanOutState now = take(state, f, timer);
        for (int n = 0; n < state.nodes().size(); n++) {
            if (now.fronts().get(f).machine().legs().get(name(n)) == Phase.LOST) {
                now = cut(now, f, n);
            }
        }
        return now;
    }
}
