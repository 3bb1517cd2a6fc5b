package waypost.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.store.Outcome;

/**
 * What one node knows and does about one account that it may have to create: the claim as a pure state machine. A node journals a new
 * account only when each other node has answered this very claim with "no record of any state". Immutable; one per account and node;
 * {@link #on} takes an event and gives the next state and what is to be done.
 *
 * @param self this node
 * @param others every other configured node that keeps mailboxes
 * @param list digest of the node list, the same on all nodes
 */
public record Claim(NodeName self, Set<NodeName> others, String list, State state) {

    public sealed interface State {
        /** No record, no claim. */
        record None() implements State {}

        /** Waiting for {@code unanswered} to say that they have no record. */
        record Asking(long number, Set<NodeName> unanswered) implements State {}

        /** Everybody has said so; our record is on its way to the disk. */
        record Journaling(long number) implements State {}

        record Recorded(Ownership record) implements State {}
    }

    public sealed interface Event {
        /** A log-in or delivery on a fresh answer of the directory wants the account here. {@code number} is random. */
        record Wanted(long number) implements Event {}

        /** Another node answered our question. */
        record Answered(NodeName from, long number, Answer answer) implements Event {}

        /**
         * Another node asks.
         *
         * @param settled whether every volume of this node is open and settled, so that "no record" is known
         */
        record Asked(NodeName from, long number, String list, boolean settled) implements Event {}

        /** Our record is durable. */
        record Journaled(Ownership record) implements Event {}

        /** Our record surely is not on the disk and never will be. */
        record NotJournaled() implements Event {}

        /** The claim has lasted too long, or the node list was reloaded. */
        record Expired(long number) implements Event {}
    }

    public sealed interface Answer {
        record NoRecord() implements Answer {}

        record Has(Ownership record) implements Answer {}

        /** Somebody creates it there. */
        record Claiming() implements Answer {}

        /** Not all volumes are open and settled. */
        record Unsure() implements Answer {}

        record OtherList() implements Answer {}
    }

    public sealed interface Effect {
        record Ask(NodeName node, long number, String list) implements Effect {}

        record Reply(NodeName node, long number, Answer answer) implements Effect {}

        /** Write the record of a new account. */
        record Journal() implements Effect {}

        /** Those who want the account here may have it. */
        record Grant(Ownership record) implements Effect {}

        /** Those who want it hear a temporary error, or go where the record says. */
        record GiveUp(Optional<RecordedAt> elsewhere, String why) implements Effect {}
    }

    public record Turn(Claim next, List<Effect> effects) {}

    public static Claim none(NodeName self, Set<NodeName> others, String list) {
        return new Claim(self, Set.copyOf(others), list, new State.None());
    }

    /**
     * What a claim is told of its record. A record of which nobody knows whether it is on the disk keeps its claim until a restart tells: empty, and
     * others hear "claiming".
     */
    public static Optional<Event> written(Outcome<Ownership> end) {
        return switch (end) {
            case Outcome.Done<Ownership>(var record) -> Optional.of(new Event.Journaled(record));
            case Outcome.Refused<Ownership>(var reason) when reason == Outcome.Reason.UNAVAILABLE -> Optional.empty();
            case Outcome.Refused<Ownership> _ -> Optional.of(new Event.NotJournaled());
        };
    }

    public Turn on(Event event) {
        return switch (event) {
            case Event.Wanted(var number) -> wanted(number);
            case Event.Answered(var from, var number, var answer) -> answered(from, number, answer);
            case Event.Asked asked -> asked(asked);
            case Event.Journaled(var record) ->
                new Turn(at(new State.Recorded(record)), List.of(new Effect.Grant(record)));
            case Event.NotJournaled _ ->
                state instanceof State.Journaling ? gaveUp("the record could not be written") : still();
            case Event.Expired(var number) ->
                state instanceof State.Asking(var mine, var unanswered) && mine == number
                        ? gaveUp("no answer from " + unanswered)
                        : still();
        };
    }

    private Turn wanted(long number) {
        return switch (state) {
            case State.None _ when others.isEmpty() -> journal(number);
            case State.None _ ->
                new Turn(
                        at(new State.Asking(number, others)),
                        new TreeSet<>(others)
                                .stream()
                                        .map(node -> (Effect) new Effect.Ask(node, number, list))
                                        .toList());
            case State.Recorded(var record) -> new Turn(this, List.of(new Effect.Grant(record)));
            case State.Asking _, State.Journaling _ -> still();
        };
    }

    /** Only an answer to this very claim counts: one to an earlier claim may have been true then and false now. */
    private Turn answered(NodeName from, long number, Answer answer) {
        if (!(state instanceof State.Asking(var mine, var unanswered))
                || mine != number
                || !unanswered.contains(from)) {
            return still();
        }
        return switch (answer) {
            case Answer.NoRecord _ -> {
                Set<NodeName> left = new TreeSet<>(unanswered);
                left.remove(from);
                yield left.isEmpty()
                        ? journal(mine)
                        : new Turn(at(new State.Asking(mine, Set.copyOf(left))), List.of());
            }
            case Answer.Has(var record) ->
                new Turn(
                        at(new State.None()),
                        List.of(new Effect.GiveUp(
                                Optional.of(new RecordedAt(from, record)), from + " has a record of it")));
            case Answer.Claiming _ -> gaveUp(from + " claims it");
            case Answer.Unsure _ -> gaveUp(from + " is not settled");
            case Answer.OtherList _ -> gaveUp(from + " has another list of nodes");
        };
    }

    /** Of two claims that of the lower node name goes on; the other is given up before it is answered. */
    private Turn asked(Event.Asked asked) {
        Turn turn = still();
        Answer answer;
        if (!asked.list().equals(list) || !others.contains(asked.from())) {
            answer = new Answer.OtherList();
        } else {
            answer = switch (state) {
                case State.Recorded(var record) -> new Answer.Has(record);
                case State.Journaling _ -> new Answer.Claiming();
                case State.Asking _ when self.compareTo(asked.from()) < 0 -> new Answer.Claiming();
                case State.Asking _ -> {
                    turn = gaveUp(asked.from() + " claims it too and goes first");
                    yield known(asked.settled());
                }
                case State.None _ -> known(asked.settled());
            };
        }
        List<Effect> effects = new java.util.ArrayList<>(turn.effects());
        effects.add(new Effect.Reply(asked.from(), asked.number(), answer));
        return new Turn(turn.next(), List.copyOf(effects));
    }

    private static Answer known(boolean settled) {
        return settled ? new Answer.NoRecord() : new Answer.Unsure();
    }

    private Turn journal(long number) {
        return new Turn(at(new State.Journaling(number)), List.of(new Effect.Journal()));
    }

    private Turn gaveUp(String why) {
        return new Turn(at(new State.None()), List.of(new Effect.GiveUp(Optional.empty(), why)));
    }

    private Turn still() {
        return new Turn(this, List.of());
    }

    private Claim at(State next) {
        return new Claim(self, others, list, next);
    }
}
