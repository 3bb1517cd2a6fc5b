package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waypost.config.Network;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.identity.SharedKey;

/** Four front ends, among which clients are spread. */
class FellowsTest {
    private static final SharedKey KEY = new SharedKey(1, "7".repeat(64));
    private static final String BAD = "192.0.2.66";
    private static final String HOME = "203.0.113.1";

    private final List<Guard> guards = new ArrayList<>();
    private final List<Tiding> told = new ArrayList<>();
    private boolean linked = true;
    private Instant today = Instant.parse("2026-11-30T10:00:00Z");

    FellowsTest() {
        for (int i = 0; i < 4; i++) {
            int self = i;
            Fellows fellows = new Fellows(new NodeName("fe" + i), KEY, tiding -> tell(self, tiding));
            guards.add(new Guard(
                    GuardSettings.STANDARD, Optional.empty(), fellows, this::nanos, () -> today, new MetricRegistry()));
        }
    }

    private long nanos() {
        return today.toEpochMilli() * 1_000_000;
    }

    private void tell(int from, Tiding tiding) {
        told.add(tiding);
        for (int to = 0; linked && to < guards.size(); to++) {
            if (to != from) {
                guards.get(to).heard(tiding);
                guards.get(to).heard(tiding); // twice changes nothing
            }
        }
    }

    private Attempt attempt(int guard, String name, String from) {
        return guards.get(guard).named(name, Scene.address(from));
    }

    private long wrong(int guard, String name, String from, String password) {
        return guards.get(guard)
                .wrong(attempt(guard, name, from), new Secret(password))
                .toSeconds();
    }

    private Ruling enter(int guard, String name, String from) {
        return guards.get(guard).enter(attempt(guard, name, from));
    }

    @Test
    void whoGuessesHasNoMoreTriesAtFourThanAtOne() {
        for (int i = 0; i < 4; i++) {
            assertEquals(0, wrong(i, "anna", BAD, "guess" + i));
        }
        assertEquals(2, wrong(0, "anna", BAD, "guess4"));
        assertEquals(2, wrong(1, "anna", BAD, "guess4"), "the same is no further failure");
        for (int i = 5; i < 9; i++) {
            assertEquals(2, wrong(i % 4, "anna", BAD, "guess" + i));
        }
        assertEquals(4, wrong(3, "anna", BAD, "guess9"));
    }

    @Test
    void whatOneBansAllBanAndWhoIsAtHomeThereComesIn() {
        guards.get(3).right(attempt(3, "anna", BAD));
        for (int i = 0; i < 100; i++) {
            wrong(i % 4, "nobody" + i, BAD, "guess");
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(new Ruling.Never(Ruling.Reason.BANNED), enter(i, "bob", BAD));
            assertEquals(new Ruling.AtOnce(), enter(i, "anna", BAD));
        }
        assertEquals(1, told.stream().filter(Ban.class::isInstance).count());
        guards.get(2).bans().lift(Network.of(BAD).orElseThrow());
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of(), guards.get(i).bans().list());
        }
    }

    @Test
    void anAdministratorsBanHoldsForEverybody() {
        guards.get(0).right(attempt(0, "anna", HOME));
        guards.get(1)
                .bans()
                .add(Network.of("203.0.113.0/24").orElseThrow(), Duration.ofHours(1), Ban.Cause.ADMINISTRATOR, "");
        assertEquals(new Ruling.Never(Ruling.Reason.BANNED), enter(0, "anna", HOME));
        assertEquals(new Ruling.Never(Ruling.Reason.BANNED), enter(3, "bob", HOME));
        today = today.plus(Duration.ofHours(1));
        assertEquals(new Ruling.AtOnce(), enter(3, "bob", HOME));
    }

    @Test
    void whoIsInIsToldOfOnceADay() {
        for (int i = 0; i < 10; i++) {
            guards.get(i % 4).right(attempt(i % 4, "anna", HOME));
        }
        assertEquals(1, told.size());
        assertInstanceOf(Tiding.LoggedIn.class, told.getFirst());
        today = today.plus(Duration.ofDays(1));
        guards.get(1).right(attempt(1, "anna", HOME));
        assertEquals(2, told.size());
    }

    @Test
    void whoComesInAtOneHasFailedAtNone() {
        for (int i = 0; i < 99; i++) {
            wrong(0, "user" + i, BAD, "typo");
        }
        guards.get(1).right(attempt(1, "user0", BAD));
        wrong(2, "user99", BAD, "typo");
        assertEquals(List.of(), guards.get(2).bans().list());
        wrong(2, "user100", BAD, "typo");
        assertEquals(1, guards.get(3).bans().list().size());
    }

    /** As it was before there was a link: no stricter for anybody, and never let in by it. */
    @Test
    void withoutTheLinkEachJudgesForItself() {
        linked = false;
        for (int i = 0; i < 16; i++) {
            assertEquals(0, wrong(i % 4, "anna", BAD, "guess" + i));
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(2, wrong(i, "anna", BAD, "guess" + (16 + i)));
        }
    }

    @Test
    void nothingThatIsToldHasANameOrAPassword() {
        wrong(0, "anna", BAD, "secret");
        guards.get(0).right(attempt(0, "anna", HOME));
        assertEquals(2, told.size());
        String text = told.toString();
        assertTrue(!text.contains("anna") && !text.contains("secret") && !text.contains("192.0"), text);
    }
}
