package waypost.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.models.FanOutState.Faults;
import waypost.models.FanOutState.Mood;
import waypost.models.FanOutState.Node;
import waypost.models.FanOutWorld.Bounds;
import waypost.models.FanOutWorld.Repeat;

/** Front end, keeper or the other node killed at each step of a transaction, and of one that needs a keeper: one copy each, and the client content. */
class FanOutSweepTest {
    private static final List<String> GOOD = List.of(
            "client sends to f0",
            "client sends DATA to f0",
            "client sends the dot to f0",
            "n0 commits t0",
            "n1 commits t0",
            "client hears 250",
            "f0 sees that 250 was heard",
            "DONE of f0 gets to n0",
            "DONE of f0 gets to n1");
    private static final List<String> KEPT = List.of(
            "client sends to f0",
            "client sends DATA to f0",
            "client sends the dot to f0",
            "f0 gives n1 up",
            "n0 commits t0",
            "n0 keeps for f0",
            "client hears 250",
            "f0 sees that 250 was heard",
            "n1 commits t0",
            "n0 hands r1 of t0 on");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f0 crashes",
                "n0 crashes",
                "n1 crashes",
                "client loses f0",
                "f0 waits no longer for nodes",
                "f0 waits no longer"
            })
    void killedAtEachStep(String fault) {
        int struck = 0;
        for (List<String> transaction : List.of(GOOD, KEPT)) {
            for (int at = 1; at <= transaction.size(); at++) {
                struck += ends(transaction, at, fault) ? 1 : 0;
            }
        }
        assertTrue(struck > 3, fault + " struck " + struck + " times");
    }

    /** Returns whether the fault could happen there. */
    private static boolean ends(List<String> transaction, int at, String fault) {
        Bounds bounds = new Bounds(2, 2, new Faults(1, 1, 2, 1, 0), Repeat.NEVER);
        Explorer<FanOutState> explorer = new Explorer<>(new FanOutWorld(bounds, FanOutRules.AS_THEY_ARE));
        List<String> schedule = new ArrayList<>(transaction.subList(0, at));
        int undisturbed = explorer.follow(schedule).size();
        schedule.add(fault + "?");
        boolean struck = explorer.follow(schedule).size() > undisturbed;
        List<FanOutState> states = explorer.toRest(schedule);
        String where = fault + " after " + transaction.get(at - 1);
        assertEquals(Optional.empty(), explorer.violation(states), where);
        FanOutState end = states.getLast();
        assertEquals(Mood.CONTENT, end.client().mood(), where);
        assertEquals(List.of(1, 1), end.nodes().stream().map(Node::copies).toList(), where);
        return struck;
    }
}
