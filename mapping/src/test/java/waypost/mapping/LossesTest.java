package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicLong nanos = new AtomicLong(1);

    private Losses of(int known) {
        return new Losses(() -> known, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static int missed(Losses losses, int times) {
        int told = 0;
        for (int i = 0; i < times; i++) {
            told += losses.missed();
        }
        return told;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 20",
        "19, 20",
        "2000, 20",
        "2001, 20",
        "2100, 21",
        "3000, 30",
        "9999, 99",
        "10000, 100",
        "100000, 1000"
    })
    void oneInAHundredAndNoFewerThanTwenty(int known, int most) {
        Losses losses = of(known);
        assertEquals(0, missed(losses, most - 1));
        assertFalse(losses.suspect());
        assertEquals(most, losses.missed(), "told once");
        assertTrue(losses.suspect());
        assertEquals(0, missed(losses, most));
    }

    @Test
    void losesWhatIsLongAgo() {
        Losses losses = of(100);
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, losses.missed());
            pass(Duration.ofMillis(3200));
        }
        assertFalse(losses.suspect());
    }

    @Test
    void endsWhenHalfAreFoundAgain() {
        Losses losses = of(100);
        missed(losses, 20);
        for (int i = 0; i < 10; i++) {
            losses.found();
            assertTrue(losses.suspect());
        }
        losses.found();
        assertFalse(losses.suspect());
        assertEquals(20, missed(losses, 20));
    }

    @Test
    void isBelievedInTheEndForAsLong() {
        Losses losses = of(100);
        missed(losses, 20);
        pass(DAY.minusNanos(1));
        assertTrue(losses.suspect());
        pass(Duration.ofNanos(1));
        assertFalse(losses.suspect());
        assertEquals(0, missed(losses, 500));
        pass(DAY);
        assertEquals(20, missed(losses, 20));
    }
}
