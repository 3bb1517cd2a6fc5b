package waypost.models;

import waypost.cluster.Claim.Answer;
import waypost.cluster.Claim.Effect;
import waypost.cluster.Claim.Event;
import waypost.models.ClaimWorld.Rules;

/** The rules of a claim, each time without one of them. */
final class ClaimMutants {
    static final Rules NEVER_CLAIMING = new Rules(event -> event, ClaimMutants::neverClaiming);
    static final Rules RECORD_UNTOLD = new Rules(event -> event, ClaimMutants::recordUntold);
    static final Rules ANY_LIST = new Rules(event -> event, ClaimMutants::anyList);
    static final Rules ANY_NUMBER = new Rules(ClaimMutants::anyNumber, effect -> effect);
    static final Rules ALWAYS_SETTLED = new Rules(ClaimMutants::alwaysSettled, effect -> effect);

    private ClaimMutants() {}

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
