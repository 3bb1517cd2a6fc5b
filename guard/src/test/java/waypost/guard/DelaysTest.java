package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelaysTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "4, 0", "5, 2", "9, 2", "10, 4", "19, 4", "20, 8", "39, 8", "40, 15", "1000000, 15"})
    void areTwiceAsLongForTwiceAsMany(int failures, long seconds) {
        Delays delays = new Delays(5, Duration.ofSeconds(15).toNanos());
        assertEquals(Duration.ofSeconds(seconds).toNanos(), delays.of(failures));
        assertEquals(delays.of(failures), delays.of(Math.min(failures, delays.most())));
        assertEquals(delays.of(failures), delays.times(4).of(failures * 4));
    }
}
