package waypost.models;

import java.util.Optional;
import waypost.cluster.Claim;
import waypost.cluster.Claim.Answer;
import waypost.cluster.Claim.Effect;
import waypost.cluster.Claim.Event;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.models.ClaimWorld.Rules;
import waypost.store.Outcome;

/** The rules of a claim, each time without one of them. */
final class ClaimMutants {
    static final Rules NEVER_CLAIMING = new Rules(event -> event, ClaimMutants::neverClaiming, Claim::written);
    static final Rules RECORD_UNTOLD = new Rules(event -> event, ClaimMutants::recordUntold, Claim::written);
    static final Rules ANY_LIST = new Rules(event -> event, ClaimMutants::anyList, Claim::written);
    static final Rules ANY_NUMBER = new Rules(ClaimMutants::anyNumber, effect -> effect, Claim::written);
    static final Rules ALWAYS_SETTLED = new Rules(ClaimMutants::alwaysSettled, effect -> effect, Claim::written);
    static final Rules UNKNOWN_IS_REFUSED = new Rules(event -> event, effect -> effect, ClaimMutants::unknownIsRefused);
    static final Rules UNKNOWN_IS_STORED = new Rules(event -> event, effect -> effect, ClaimMutants::unknownIsStored);

    private ClaimMutants() {}

    private static Optional<Event> unknownIsRefused(Outcome<Ownership> end) {
        return Optional.of(Claim.written(end).orElseGet(Event.NotJournaled::new));
    }

    private static Optional<Event> unknownIsStored(Outcome<Ownership> end) {
        return Claim.written(end).or(() -> Optional.of(new Event.Journaled(ClaimWorld.record(new NodeName("a")))));
    }

    private static Effect neverClaiming(Effect effect) {
        return effect instanceof Effect.Reply(var to, var number, Answer.Claiming _)
                ? new Effect.Reply(to, number, new Answer.NoRecord())
                : effect;
    }

    private static Effect recordUntold(Effect effect) {
        return effect instanceof Effect.Reply(var to, var number, Answer.Has _)
                ? new Effect.Reply(to, number, new Answer.NoRecord())
                : effect;
    }

    private static Event anyNumber(Event event) {
        return event instanceof Event.Answered(var from, var number, var answer) && number == 1
                ? new Event.Answered(from, 2, answer)
                : event;
    }

    private static Event alwaysSettled(Event event) {
        return event instanceof Event.Asked(var from, var number, var list, var settled)
                ? new Event.Asked(from, number, list, true)
                : event;
    }

    private static Effect anyList(Effect effect) {
        return effect instanceof Effect.Reply(var to, var number, Answer.OtherList _)
                ? new Effect.Reply(to, number, new Answer.NoRecord())
                : effect;
    }
}
