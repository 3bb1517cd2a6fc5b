package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.NodeName;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut.Effect;
import waypost.proxy.FanOut.Event;
import waypost.proxy.Outcome.LateRefusals;

/** The outcome table: three recipients on three nodes, five fates each, 125 cases. */
class FanOutTableTest {
    private static final SmtpReply GO = SmtpReply.of(354, "", "go");
    private static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "ok");
    private static final SmtpReply NOT_NOW = SmtpReply.of(452, "4.2.2", "full");
    private static final SmtpReply NEVER = SmtpReply.of(550, "5.7.1", "no");

    enum Fate {
        STORED,
        REFUSED_FOR_NOW,
        REFUSED_AT_RCPT,
        REFUSED_AT_THE_DOT,
        LOST
    }

    static Stream<List<Fate>> cases() {
        return Stream.of(Fate.values())
                .flatMap(a -> Stream.of(Fate.values())
                        .flatMap(b -> Stream.of(Fate.values()).map(c -> List.of(a, b, c))));
    }

    /** Plays the fates of one transaction against the machine and writes down what it does. */
    private static final class Play {
        private final List<Fate> fates;
        private final List<Effect> done = new ArrayList<>();
        private FanOut machine;

        Play(List<Fate> fates, LateRefusals late) {
            this.fates =
                    fates.stream().filter(fate -> fate != Fate.REFUSED_AT_RCPT).toList();
            machine = FanOut.begin(late, _ -> false);
        }

        private static NodeName node(int number) {
            return new NodeName("node" + number);
        }

        void happens(Event event) {
            FanOut.Turn turn = machine.on(event);
            machine = turn.next();
            done.addAll(turn.effects());
        }

        void untilTheDot() {
            for (int i = 0; i < fates.size(); i++) {
                happens(new Event.Accepted(node(i)));
            }
            happens(new Event.DataWanted());
            for (int i = 0; i < fates.size(); i++) {
                happens(new Event.DataAnswered(node(i), GO));
            }
            happens(new Event.Ended());
        }

        void answers() {
            List<Effect> holds =
                    done.stream().filter(Effect.Hold.class::isInstance).toList();
            for (int i = 0; i < fates.size(); i++) {
                switch (fates.get(i)) {
                    case STORED -> happens(new Event.Answer(node(i), i, OK));
                    case REFUSED_FOR_NOW -> happens(new Event.Answer(node(i), i, NOT_NOW));
                    case REFUSED_AT_THE_DOT -> happens(new Event.Answer(node(i), i, NEVER));
                    case LOST -> happens(new Event.Lost(node(i)));
                    case REFUSED_AT_RCPT -> throw new AssertionError("left out");
                }
                if (fates.get(i) != Fate.LOST) {
                    for (Effect effect : holds) {
                        Effect.Hold hold = (Effect.Hold) effect;
                        if (hold.keeper().equals(node(i))) {
                            happens(new Event.Answer(node(i), hold.number(), OK));
                        }
                    }
                }
            }
        }

        boolean any(Fate... wanted) {
            return fates.stream().anyMatch(List.of(wanted)::contains);
        }

        List<Effect.Keep> keeps() {
            return done.stream()
                    .filter(Effect.Keep.class::isInstance)
                    .map(Effect.Keep.class::cast)
                    .toList();
        }

        List<Integer> said() {
            return done.stream()
                    .filter(Effect.Say.class::isInstance)
                    .map(effect -> ((Effect.Say) effect).reply().code() / 100)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatTheClientHears(List<Fate> fates) {
        Play play = new Play(fates, LateRefusals.KEEP);
        if (play.fates.isEmpty()) {
            return; // no recipient, so no DATA: the session itself answers 503
        }
        play.untilTheDot();
        play.answers();
        boolean stored = play.any(Fate.STORED);
        boolean others = play.any(Fate.REFUSED_FOR_NOW, Fate.LOST, Fate.REFUSED_AT_THE_DOT);
        if (stored && others) {
            assertEquals(List.of(), play.said(), "nothing is said before somebody keeps the others");
            Effect.Keep keep = play.keeps().getFirst();
            assertEquals(missing(play.fates), keep.numbers());
            play.happens(new Event.KeepAnswered(keep.node(), OK));
        }
        int expected = stored ? 2 : play.any(Fate.REFUSED_FOR_NOW, Fate.LOST) ? 4 : 5;
        assertEquals(List.of(expected), play.said());
    }

    private static List<Integer> missing(List<Fate> fates) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < fates.size(); i++) {
            if (fates.get(i) != Fate.STORED) {
                missing.add(i);
            }
        }
        return missing;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nobodyLeftToKeepMeansTryAgain(List<Fate> fates) {
        Play play = new Play(fates, LateRefusals.KEEP);
        play.untilTheDot();
        play.answers();
        int asked = 0;
        while (play.keeps().size() > asked) {
            play.happens(new Event.KeepAnswered(play.keeps().get(asked).node(), NOT_NOW));
            asked++;
            assertTrue(asked <= 3, "each node is asked once");
        }
        if (asked > 0) {
            assertEquals(List.of(4), play.said());
            play.done.clear();
            play.happens(new Event.Heard());
            assertEquals(List.of(), play.done, "a transfer that the client repeats is not done");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doneFollowsOnlyWhatWasHeardAndStored(List<Fate> fates) {
        Play play = new Play(fates, LateRefusals.DROP);
        play.untilTheDot();
        play.answers();
        play.keeps().forEach(keep -> play.happens(new Event.KeepAnswered(keep.node(), OK)));
        boolean accepted = play.said().equals(List.of(2));
        play.done.clear();
        play.happens(new Event.Heard());
        play.happens(new Event.Heard());
        assertEquals(accepted, play.done.stream().anyMatch(Effect.Done.class::isInstance), "DONE after 250, once");
        assertEquals(play.done.size(), play.done.stream().distinct().count());
    }
}
