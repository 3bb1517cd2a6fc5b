package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known stays bounded, whatever comes. */
class FloodTest {
    private static SuspectNetwork network() {
        return new SuspectNetwork(false, 5, 5);
    }

    @Test
    void suspectsAreBoundedAndTheLatestStay() {
        Suspects<SuspectNetwork> suspects = new Suspects<>(100);
        for (long key = 0; key < 10_000; key++) {
            suspects.suspect(key, 0, FloodTest::network);
            suspects.suspect(-1, 0, FloodTest::network);
            assertTrue(suspects.size() <= 100);
        }
        assertTrue(suspects.find(9_999, 0).isPresent());
        assertTrue(suspects.find(-1, 0).isPresent(), "who comes again and again");
        assertTrue(suspects.find(0, 0).isEmpty());
    }

    @Test
    void whatIsOverIsForgotten() {
        Suspects<SuspectNetwork> suspects = new Suspects<>(100);
        suspects.suspect(1, 0, FloodTest::network);
        suspects.suspect(2, 0, FloodTest::network);
        suspects.suspect(3, 1, FloodTest::network);
        suspects.forget(Tally.WINDOW - 1);
        assertEquals(3, suspects.size());
        suspects.find(1, 1);
        suspects.forget(Tally.WINDOW);
        assertEquals(2, suspects.size());
        suspects.forget(10 * Tally.WINDOW);
        assertEquals(0, suspects.size());
    }

    @Test
    void aTallyTakesTheNewForTheOldest() {
        Tally tally = new Tally(3);
        for (int minute = 0; minute < 10; minute++) {
            tally.add((long) minute << 40, minute);
            assertEquals(Math.min(3, minute + 1), tally.count(minute));
        }
        assertEquals(2, tally.count(7 + Tally.WINDOW));
        tally.remove(9L << 40);
        assertEquals(1, tally.count(7 + Tally.WINDOW));
    }

    @Test
    void aFloodOfAddressesAndNamesCostsNoMoreThanItsBounds() {
        Scene scene = new Scene(Scene.OFF, Optional.empty());
        for (int i = 0; i < 60_000; i++) {
            Attempt attempt = scene.guard()
                    .named("name" + i, Scene.address("2001:%x:%x:1::1".formatted(0x1000 + (i >> 16), i & 0xFFFF)));
            assertEquals(new Ruling.AtOnce(), scene.guard().enter(attempt));
            scene.guard().wrong(attempt);
        }
        assertEquals(3 * Suspicions.MOST, scene.guard().suspects());
    }

    @Test
    void differentThingsAreCountedAboutRight() {
        Distinct distinct = new Distinct();
        Keyed keyed = new Keyed(new byte[Keyed.KEY]);
        for (int i = 0; i < 100_000; i++) {
            distinct.add(keyed.hash("a" + i % 50_000), 0);
            if (i == 99) {
                assertEquals(100, distinct.count(0), 2);
            }
        }
        assertEquals(50_000, distinct.count(0), 1_000);
        long minutes = 60_000_000_000L;
        assertEquals(50_000, distinct.count(9 * minutes), 1_000);
        assertEquals(0, distinct.count(10 * minutes));
    }
}
