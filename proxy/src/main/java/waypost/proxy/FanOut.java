package waypost.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import waypost.identity.NodeName;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.Outcome.LateRefusals;

/**
 * One transaction at a front end: one message in, one copy out to each node that has recipients of it, one answer. A pure state machine:
 * {@link #on} takes an event and gives the next state and what is to be done. Immutable.
 *
 * <p>Where more than one node is involved, one is the <em>keeper</em>: it also gets the others' recipients, to hold. When some nodes have
 * stored the message and others have not, the keeper takes the missing recipients into its queue before the client hears 250; if it
 * cannot, the next node that has the message is asked; if none can, the client hears 451 and tries again.
 *
 * <p>Foreign nodes keep nothing, know no transfers, and store again what comes again. So they get no dot unless a Waypost node does, which can
 * answer for them; where there are foreign nodes only, a transaction has one of them.
 *
 * @param foreign whether a node is
 */
public record FanOut(
        List<Recipient> recipients,
        Map<NodeName, Phase> legs,
        Optional<NodeName> keeper,
        Stage stage,
        LateRefusals late,
        Predicate<NodeName> foreign) {

    private static final SmtpReply ONE_AT_A_TIME =
            SmtpReply.of(452, "4.5.3", "Send it to this recipient in a transaction of its own");
    private static final SmtpReply NO_KEEPER =
            SmtpReply.of(451, "4.3.0", "No node can answer for the others now, try again later");
    private static final SmtpReply NODE_LOST = SmtpReply.of(451, "4.4.2", "The mailbox's node does not answer");

    /**
     * A recipient that its node accepted at RCPT, or one of a group's.
     *
     * @param answer of its own node after the dot, empty until then; or its refusal at RCPT
     */
    public record Recipient(NodeName node, Optional<SmtpReply> answer) {}

    /** How far one node has come. A node holds the body when it answered 2yz for any recipient, its own or held. */
    public enum Phase {
        OPEN,
        ASKED_FOR_DATA,
        STREAMING,
        ENDED,
        HAS_BODY,
        LOST
    }

    /** What happens. */
    public sealed interface Event {
        /** A node accepted a recipient at RCPT; recipients are numbered in this order. */
        record Accepted(NodeName node) implements Event {}

        /** A node refused one of a group's at RCPT, of which the client is not told: it is numbered, and has its answer. */
        record Refused(NodeName node, SmtpReply reply) implements Event {}

        /** The client says DATA, or sends its first chunk. */
        record DataWanted() implements Event {}

        /** A node answered DATA. */
        record DataAnswered(NodeName node, SmtpReply reply) implements Event {}

        /** The client's final dot. */
        record Ended() implements Event {}

        /** A node answered for a recipient after the dot: for its own, or, as keeper, for one it holds. */
        record Answer(NodeName node, int number, SmtpReply reply) implements Event {}

        /** A node's connection broke, made no progress in time, or fell too far behind. */
        record Lost(NodeName node) implements Event {}

        record KeepAnswered(NodeName node, SmtpReply reply) implements Event {}

        /** The nodes have had their time to answer the dot. */
        record AnswersDue() implements Event {}

        /** The client has waited for as long as it can be made to. */
        record Deadline() implements Event {}

        /** The client has shown that it heard the answer: its next command, QUIT, an orderly close. */
        record Heard() implements Event {}
    }

    /** What is to be done. */
    public sealed interface Effect {
        /** Give the keeper another node's recipient to hold. */
        record Hold(NodeName keeper, int number) implements Effect {}

        record BeginData(NodeName node) implements Effect {}

        /** Answer the client's DATA with 354. */
        record GoAhead() implements Effect {}

        record EndData(NodeName node) implements Effect {}

        /** The recipients with the answers of their nodes. */
        record Keep(NodeName node, List<Integer> numbers) implements Effect {}

        record Say(SmtpReply reply) implements Effect {}

        /** Until it is answered; over a new connection if the node was lost. */
        record Done(NodeName node) implements Effect {}
    }

    /** The next state, and what is to be done on the way to it, in order. */
    public record Turn(FanOut next, List<Effect> effects) {}

    public static FanOut begin(LateRefusals late, Predicate<NodeName> foreign) {
        return new FanOut(List.of(), Map.of(), Optional.empty(), new Stage.Envelope(), late, foreign);
    }

    /** Why a recipient of that node has no place in this transaction; asked before the node is. */
    public Optional<SmtpReply> declines(NodeName node) {
        boolean another = !legs.isEmpty() && !legs.containsKey(node);
        return another && foreign.test(node) && legs.keySet().stream().allMatch(foreign)
                ? Optional.of(ONE_AT_A_TIME)
                : Optional.empty();
    }

    public Turn on(Event event) {
        return switch (event) {
            case Event.Accepted(var node) -> accepted(node);
            case Event.Refused(var node, var reply) -> still(with(new Recipient(node, Optional.of(reply)), legs));
            case Event.DataWanted _ -> dataWanted();
            case Event.DataAnswered(var node, var reply) -> dataAnswered(node, reply);
            case Event.Ended _ -> ended();
            case Event.Answer(var node, var number, var reply) -> answer(node, number, reply);
            case Event.Lost(var node) -> lost(node);
            case Event.KeepAnswered(var node, var reply) -> keepAnswered(node, reply);
            case Event.AnswersDue _ -> answersDue();
            case Event.Deadline _ -> deadline();
            case Event.Heard _ -> heard();
        };
    }

    /** The answer of each recipient's own node so far; {@link Optional#empty} while it is awaited. */
    public Optional<SmtpReply> answerOf(int number) {
        return recipients.get(number).answer();
    }

    private Turn accepted(NodeName node) {
        Map<NodeName, Phase> open = new LinkedHashMap<>(legs);
        open.putIfAbsent(node, Phase.OPEN);
        return still(with(new Recipient(node, Optional.empty()), open));
    }

    private FanOut with(Recipient another, Map<NodeName, Phase> open) {
        List<Recipient> more = new ArrayList<>(recipients);
        more.add(another);
        return new FanOut(List.copyOf(more), open, keeper, stage, late, foreign);
    }

    /** Whether there are recipients for whom somebody else than their own node has to answer. */
    private boolean needsKeeper() {
        return legs.size() > 1
                || recipients.stream().anyMatch(recipient -> recipient.answer().isPresent());
    }

    private Turn dataWanted() {
        List<NodeName> alive = nodesIn(Phase.OPEN);
        if (alive.isEmpty()) {
            return collected(at(new Stage.Collecting()));
        }
        List<Effect> effects = new ArrayList<>();
        Optional<NodeName> chosen = needsKeeper() ? able(alive) : Optional.empty();
        if (needsKeeper() && chosen.isEmpty()) {
            return nobodyKeeps();
        }
        chosen.ifPresent(node -> others(node).forEach(number -> effects.add(new Effect.Hold(node, number))));
        Map<NodeName, Phase> asked = new LinkedHashMap<>(legs);
        for (NodeName node : alive) {
            asked.put(node, Phase.ASKED_FOR_DATA);
            effects.add(new Effect.BeginData(node));
        }
        return new Turn(new FanOut(recipients, asked, chosen, new Stage.WaitingForData(), late, foreign), effects);
    }

    /** The first that can be a keeper. */
    private Optional<NodeName> able(List<NodeName> nodes) {
        return nodes.stream().filter(foreign.negate()).findFirst();
    }

    /** Nobody gets the dot: the client will come again, and foreign nodes would store the message again. */
    private Turn nobodyKeeps() {
        return collected(answeredForAll(NO_KEEPER).at(new Stage.Collecting()));
    }

    /** Whom this node would not answer for if it were not asked to hold them. */
    private List<Integer> others(NodeName node) {
        return IntStream.range(0, recipients.size())
                .filter(number -> !recipients.get(number).node().equals(node)
                        || recipients.get(number).answer().isPresent())
                .boxed()
                .toList();
    }

    private Turn dataAnswered(NodeName node, SmtpReply reply) {
        if (legs.get(node) != Phase.ASKED_FOR_DATA) {
            return still(this);
        }
        FanOut next = reply.code() == 354
                ? in(node, Phase.STREAMING)
                : in(node, Phase.LOST).answeredFor(node, reply);
        return next.dataDecided();
    }

    private Turn dataDecided() {
        if (!(stage instanceof Stage.WaitingForData)
                || !nodesIn(Phase.ASKED_FOR_DATA).isEmpty()) {
            return still(this);
        }
        return nodesIn(Phase.STREAMING).isEmpty()
                ? collected(at(new Stage.Collecting()))
                : new Turn(at(new Stage.Streaming()), List.of(new Effect.GoAhead()));
    }

    private Turn ended() {
        List<NodeName> whole = nodesIn(Phase.STREAMING);
        if (keeper.isPresent() && able(whole).isEmpty()) {
            return nobodyKeeps();
        }
        List<Effect> effects = new ArrayList<>();
        Map<NodeName, Phase> ended = new LinkedHashMap<>(legs);
        for (NodeName node : whole) {
            ended.put(node, Phase.ENDED);
            effects.add(new Effect.EndData(node));
        }
        FanOut next = new FanOut(recipients, ended, keeper, new Stage.Collecting(), late, foreign);
        return effects.isEmpty() ? collected(next) : new Turn(next, effects);
    }

    private Turn answer(NodeName node, int number, SmtpReply reply) {
        if (legs.get(node) == Phase.LOST) {
            return still(this);
        }
        FanOut next = reply.positive() ? in(node, Phase.HAS_BODY) : this;
        Recipient recipient = recipients.get(number);
        if (recipient.node().equals(node) && recipient.answer().isEmpty()) {
            next = next.answered(number, reply);
        }
        return next.collected(next);
    }

    private Turn lost(NodeName node) {
        if (!legs.containsKey(node)) {
            return still(this);
        }
        FanOut next = in(node, Phase.LOST).answeredFor(node, NODE_LOST);
        return switch (stage) {
            // The client is answered behind its dot, not while it sends.
            case Stage.Envelope _, Stage.Streaming _, Stage.Answered _ -> still(next);
            case Stage.WaitingForData _ -> next.dataDecided();
            case Stage.Collecting _ -> collected(next);
            case Stage.Keeping(var numbers, var asked) ->
                asked.getLast().equals(node) ? next.keepAtNext(numbers, asked) : still(next);
        };
    }

    /** Once every recipient has its answer, the outcome table decides. */
    private Turn collected(FanOut now) {
        List<SmtpReply> finals = now.recipients.stream()
                .flatMap(recipient -> recipient.answer().stream())
                .toList();
        if (!(now.stage instanceof Stage.Collecting) || finals.size() < now.recipients.size()) {
            return still(now);
        }
        return switch (Outcome.of(finals, late)) {
            case Outcome.Say(var reply) -> now.say(reply);
            case Outcome.KeepFirst(var numbers) -> now.keepAtNext(numbers, List.of());
        };
    }

    /** Asks the keeper, or the next node that has the message; when there is none left, the client keeps it. */
    private Turn keepAtNext(List<Integer> numbers, List<NodeName> asked) {
        List<NodeName> left = nodesIn(Phase.HAS_BODY).stream()
                .filter(node -> !asked.contains(node))
                .toList();
        Optional<NodeName> next = keeper.filter(left::contains).or(() -> able(left));
        if (next.isEmpty()) {
            return say(unkept(numbers));
        }
        List<NodeName> nowAsked = new ArrayList<>(asked);
        nowAsked.add(next.get());
        return new Turn(
                at(new Stage.Keeping(numbers, List.copyOf(nowAsked))), List.of(new Effect.Keep(next.get(), numbers)));
    }

    /**
     * Where all nodes are foreign there is nobody to report what one refused for good: the client is told, as it would come again for days,
     * and each time the others would get the message again.
     */
    private SmtpReply unkept(List<Integer> numbers) {
        boolean forGood = numbers.stream()
                .allMatch(
                        number -> answerOf(number).filter(SmtpReply::permanent).isPresent());
        return forGood && legs.keySet().stream().allMatch(foreign) ? Outcome.PARTLY : Outcome.LATER;
    }

    private Turn keepAnswered(NodeName node, SmtpReply reply) {
        if (!(stage instanceof Stage.Keeping(var numbers, var asked))
                || !asked.getLast().equals(node)) {
            return still(this);
        }
        return reply.positive() ? say(Outcome.STORED) : keepAtNext(numbers, asked);
    }

    /** A keeper that is asked already has a time of its own: its node's connection is lost when it stands still. */
    private Turn answersDue() {
        if (!(stage instanceof Stage.Collecting)) {
            return still(this);
        }
        FanOut next = this;
        for (NodeName node : nodesIn(Phase.ENDED)) {
            next = next.in(node, Phase.LOST);
        }
        return collected(next.answeredForAll(NODE_LOST));
    }

    private Turn deadline() {
        return switch (stage) {
            case Stage.Collecting _, Stage.Keeping _ -> say(Outcome.LATER);
            case Stage.Envelope _, Stage.WaitingForData _, Stage.Streaming _, Stage.Answered _ -> still(this);
        };
    }

    /**
     * DONE only for a stored message: after anything else the client comes again, and must find this transfer not done. It goes to every node
     * that knows transfers, a lost one too: that may have stored the message all the same, and would take a later equal one for a repetition.
     */
    private Turn heard() {
        if (!(stage instanceof Stage.Answered(var stored)) || !stored) {
            return still(this);
        }
        List<Effect> effects = legs.keySet().stream()
                .filter(foreign.negate())
                .<Effect>map(Effect.Done::new)
                .toList();
        return new Turn(at(new Stage.Answered(false)), effects);
    }

    private Turn say(SmtpReply reply) {
        return new Turn(at(new Stage.Answered(reply.positive())), List.of(new Effect.Say(reply)));
    }

    private static Turn still(FanOut next) {
        return new Turn(next, List.of());
    }

    private FanOut at(Stage next) {
        return new FanOut(recipients, legs, keeper, next, late, foreign);
    }

    private FanOut in(NodeName node, Phase phase) {
        Map<NodeName, Phase> changed = new LinkedHashMap<>(legs);
        changed.put(node, phase);
        return new FanOut(recipients, changed, keeper, stage, late, foreign);
    }

    private FanOut answered(int number, SmtpReply reply) {
        List<Recipient> changed = new ArrayList<>(recipients);
        changed.set(number, new Recipient(changed.get(number).node(), Optional.of(reply)));
        return new FanOut(List.copyOf(changed), legs, keeper, stage, late, foreign);
    }

    /** Gives the answer to those of the node's recipients that have none yet. */
    private FanOut answeredFor(NodeName node, SmtpReply reply) {
        FanOut next = this;
        for (int i = 0; i < recipients.size(); i++) {
            Recipient recipient = recipients.get(i);
            if (recipient.node().equals(node) && recipient.answer().isEmpty()) {
                next = next.answered(i, reply);
            }
        }
        return next;
    }

    private FanOut answeredForAll(SmtpReply reply) {
        FanOut next = this;
        for (NodeName node : legs.keySet()) {
            next = next.answeredFor(node, reply);
        }
        return next;
    }

    private List<NodeName> nodesIn(Phase phase) {
        return legs.entrySet().stream()
                .filter(leg -> leg.getValue() == phase)
                .map(Map.Entry::getKey)
                .toList();
    }
}
