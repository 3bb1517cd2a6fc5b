package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waypost.identity.NodeName;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut.Effect;
import waypost.proxy.FanOut.Event;
import waypost.proxy.Outcome.LateRefusals;

class FanOutTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final NodeName F = new NodeName("f");
    private static final NodeName G = new NodeName("g");
    private static final SmtpReply GO = SmtpReply.of(354, "", "go");
    private static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "ok");
    private static final SmtpReply NEVER = SmtpReply.of(552, "5.2.2", "over quota");
    private static final SmtpReply FULL = SmtpReply.of(452, "4.3.1", "full");

    private FanOut machine = FanOut.begin(LateRefusals.KEEP, Set.of(F, G)::contains);

    private List<Effect> on(Event... events) {
        List<Effect> effects = new ArrayList<>();
        for (Event event : events) {
            FanOut.Turn turn = machine.on(event);
            machine = turn.next();
            effects.addAll(turn.effects());
        }
        return effects;
    }

    @Test
    void oneNodeNeedsNoKeeper() {
        assertEquals(
                List.of(new Effect.BeginData(A)),
                on(new Event.Accepted(A), new Event.Accepted(A), new Event.DataWanted()));
        assertEquals(List.of(new Effect.GoAhead()), on(new Event.DataAnswered(A, GO)));
        assertEquals(List.of(new Effect.EndData(A)), on(new Event.Ended()));
        assertEquals(
                List.of(new Effect.Say(Outcome.STORED)), on(new Event.Answer(A, 0, OK), new Event.Answer(A, 1, OK)));
        assertEquals(List.of(new Effect.Done(A)), on(new Event.Heard()));
    }

    @Test
    void keeperGetsTheOthersRecipients() {
        assertEquals(
                List.of(new Effect.Hold(A, 1), new Effect.BeginData(A), new Effect.BeginData(B)),
                on(new Event.Accepted(A), new Event.Accepted(B), new Event.DataWanted()));
    }

    @Test
    void nodeLostBeforeDataIsTheKeepersDuty() {
        on(new Event.Accepted(A), new Event.Accepted(B), new Event.Lost(A));
        assertEquals(List.of(new Effect.Hold(B, 0), new Effect.BeginData(B)), on(new Event.DataWanted()));
        on(new Event.DataAnswered(B, GO), new Event.Ended());
        assertEquals(List.of(new Effect.Keep(B, List.of(0))), on(new Event.Answer(B, 1, OK)));
        assertEquals(List.of(new Effect.Say(Outcome.STORED)), on(new Event.KeepAnswered(B, OK)));
    }

    /** Its own node holds it, and says so: that is no delivery. */
    @Test
    void whoWasRefusedOfAGroupIsTheKeepersDuty() {
        on(new Event.Accepted(A), new Event.Refused(A, FULL), new Event.Refused(B, NEVER));
        assertEquals(
                List.of(new Effect.Hold(A, 1), new Effect.Hold(A, 2), new Effect.BeginData(A)),
                on(new Event.DataWanted()));
        on(new Event.DataAnswered(A, GO), new Event.Ended());
        assertEquals(
                List.of(new Effect.Keep(A, List.of(1, 2))),
                on(new Event.Answer(A, 0, OK), new Event.Answer(A, 1, OK), new Event.Answer(A, 2, OK)));
        assertEquals(List.of(new Effect.Say(Outcome.STORED)), on(new Event.KeepAnswered(A, OK)));
    }

    @Test
    void refusedOfAGroupAmongForeignNodesIsSentAgain() {
        on(new Event.Accepted(F), new Event.Refused(G, FULL));
        assertEquals(
                451,
                ((Effect.Say) on(new Event.DataWanted()).getFirst()).reply().code());
    }

    @Test
    void allNodesLostBeforeDataIsATemporaryError() {
        List<Effect> effects = on(new Event.Accepted(A), new Event.Lost(A), new Event.DataWanted());
        assertEquals(451, ((Effect.Say) effects.getFirst()).reply().code());
    }

    @Test
    void refusedDataCountsForItsRecipients() {
        on(new Event.Accepted(A), new Event.Accepted(B), new Event.DataWanted());
        assertEquals(List.of(new Effect.GoAhead()), on(new Event.DataAnswered(A, FULL), new Event.DataAnswered(B, GO)));
        on(new Event.Ended());
        assertEquals(List.of(new Effect.Keep(B, List.of(0))), on(new Event.Answer(B, 1, OK)));
    }

    /** The keeper answers for what it holds even if it refuses its own recipients. */
    @Test
    void keeperThatOnlyHoldsCanKeep() {
        on(new Event.Accepted(A), new Event.Accepted(B), new Event.DataWanted());
        on(new Event.DataAnswered(A, GO), new Event.DataAnswered(B, GO), new Event.Ended());
        on(new Event.Answer(A, 0, FULL), new Event.Answer(A, 1, OK));
        assertEquals(List.of(new Effect.Keep(A, List.of(0))), on(new Event.Answer(B, 1, OK)));
    }

    @Test
    void keeperLostWhileKeepingIsFollowedByTheNextThatHasTheMessage() {
        NodeName c = new NodeName("c");
        on(new Event.Accepted(A), new Event.Accepted(B), new Event.Accepted(c), new Event.DataWanted());
        on(new Event.DataAnswered(A, GO), new Event.DataAnswered(B, GO), new Event.DataAnswered(c, GO));
        on(new Event.Ended(), new Event.Answer(A, 0, OK), new Event.Answer(B, 1, OK));
        assertEquals(List.of(new Effect.Keep(A, List.of(2))), on(new Event.Answer(c, 2, FULL)));
        assertEquals(List.of(new Effect.Keep(B, List.of(2))), on(new Event.Lost(A)));
        assertEquals(List.of(), on(new Event.KeepAnswered(A, OK)), "an answer of the former one comes too late");
        assertEquals(List.of(new Effect.Say(Outcome.STORED)), on(new Event.KeepAnswered(B, OK)));
    }

    @Test
    void whoIsSilentWhenAnswersAreDueIsTheKeepersDuty() {
        on(new Event.Accepted(A), new Event.Accepted(B), new Event.DataWanted());
        on(new Event.DataAnswered(A, GO), new Event.DataAnswered(B, GO), new Event.Ended());
        on(new Event.Answer(A, 0, OK));
        assertEquals(List.of(new Effect.Keep(A, List.of(1))), on(new Event.AnswersDue()));
        assertEquals(List.of(), on(new Event.AnswersDue()), "a keeper is waited for until the client cannot be");
        assertEquals(List.of(new Effect.Say(Outcome.LATER)), on(new Event.Deadline()));
    }

    @Test
    void theClientHasItsAnswerByTheDeadline() {
        on(new Event.Accepted(A), new Event.DataWanted(), new Event.DataAnswered(A, GO), new Event.Ended());
        assertEquals(List.of(new Effect.Say(Outcome.LATER)), on(new Event.Deadline()));
    }

    @Test
    void lateAnswersChangeNothing() {
        on(new Event.Accepted(A), new Event.DataWanted(), new Event.DataAnswered(A, GO), new Event.Ended());
        assertTrue(on(new Event.Lost(A)).getFirst() instanceof Effect.Say);
        assertEquals(List.of(), on(new Event.Answer(A, 0, OK), new Event.Deadline(), new Event.Heard()));
    }

    /** It may have stored the message, and only its answer was lost. */
    @Test
    void lostNodeHearsOfDoneToo() {
        on(new Event.Accepted(A), new Event.Accepted(B), new Event.DataWanted());
        on(new Event.DataAnswered(A, GO), new Event.DataAnswered(B, GO), new Event.Ended());
        on(new Event.Answer(A, 0, OK), new Event.Lost(B), new Event.KeepAnswered(A, OK));
        assertEquals(List.of(new Effect.Done(A), new Effect.Done(B)), on(new Event.Heard()));
    }

    // Foreign nodes.

    private void streaming(NodeName... nodes) {
        for (NodeName node : nodes) {
            on(new Event.Accepted(node));
        }
        on(new Event.DataWanted());
        for (NodeName node : nodes) {
            on(new Event.DataAnswered(node, GO));
        }
    }

    /** RFC 5321 §4.5.3.1.10: the client sends the message again to those that heard 452. */
    @Test
    void ofForeignNodesOneATransaction() {
        assertEquals(Optional.empty(), machine.declines(F));
        on(new Event.Accepted(F));
        assertEquals(Optional.empty(), machine.declines(F));
        assertEquals(Optional.empty(), machine.declines(A));
        SmtpReply declined = machine.declines(G).orElseThrow();
        assertEquals("452 4.5.3", declined.code() + " " + declined.enhanced());
        on(new Event.Accepted(A));
        assertEquals(Optional.empty(), machine.declines(G));
    }

    @Test
    void foreignNodesKeepNothing() {
        on(new Event.Accepted(F), new Event.Accepted(A));
        assertEquals(
                List.of(new Effect.Hold(A, 0), new Effect.BeginData(F), new Effect.BeginData(A)),
                on(new Event.DataWanted()));
        on(new Event.DataAnswered(F, GO), new Event.DataAnswered(A, GO), new Event.Ended());
        on(new Event.Answer(F, 0, OK));
        assertEquals(List.of(new Effect.Say(Outcome.LATER)), on(new Event.Lost(A)), "F has it, and is not asked");
    }

    @Test
    void foreignNodesHearNoDone() {
        streaming(A, F);
        on(new Event.Ended(), new Event.Answer(A, 0, OK), new Event.Answer(F, 1, OK));
        assertEquals(List.of(new Effect.Done(A)), on(new Event.Heard()));
    }

    @Test
    void whatAForeignNodeDidNotTakeIsKept() {
        streaming(A, F);
        on(new Event.Ended(), new Event.Answer(A, 0, OK), new Event.Answer(A, 1, OK));
        assertEquals(List.of(new Effect.Keep(A, List.of(1))), on(new Event.Lost(F)));
    }

    /** What the client will send again they would store again. */
    @Test
    void withoutAKeeperForeignNodesGetNoContent() {
        on(new Event.Accepted(A), new Event.Accepted(F), new Event.Lost(A));
        List<Effect> effects = on(new Event.DataWanted());
        assertEquals(List.of(new Effect.Say(Outcome.LATER)), effects);
    }

    @Test
    void withoutAKeeperForeignNodesGetNoDot() {
        streaming(A, F);
        assertEquals(List.of(), on(new Event.Lost(A)));
        assertEquals(List.of(new Effect.Say(Outcome.LATER)), on(new Event.Ended()));
    }

    /** Nobody could report it, and told 451 the client would bring the message to the others again and again. */
    @Test
    void refusedForGoodByAForeignNodeAloneIsToldAtOnce() {
        on(new Event.Accepted(F), new Event.Accepted(F), new Event.DataWanted());
        on(new Event.DataAnswered(F, GO), new Event.Ended(), new Event.Answer(F, 0, OK));
        assertEquals(List.of(new Effect.Say(Outcome.PARTLY)), on(new Event.Answer(F, 1, NEVER)));
        assertEquals(List.of(), on(new Event.Heard()));
    }

    @Test
    void refusedForNowByAForeignNodeAloneIsTriedAgain() {
        on(new Event.Accepted(F), new Event.Accepted(F), new Event.DataWanted());
        on(new Event.DataAnswered(F, GO), new Event.Ended(), new Event.Answer(F, 0, OK));
        assertEquals(List.of(new Effect.Say(Outcome.LATER)), on(new Event.Answer(F, 1, FULL)));
    }
}
