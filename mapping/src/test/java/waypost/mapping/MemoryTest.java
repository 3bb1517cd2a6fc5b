package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong(7);
    private final Memory<String, Integer> memory = new Memory<>(LIFETIME, LIMIT, 100, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void isFreshForItsLifetimeAndKnownToTheLimit() {
        memory.put("a", 1);
        pass(LIFETIME.minusSeconds(1));
        assertEquals(Optional.of(1), memory.fresh("a"));
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), memory.fresh("a"));
        pass(LIMIT.minus(LIFETIME).minusSeconds(1));
        assertEquals(Optional.of(1), memory.any("a"));
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), memory.any("a"));
    }

    @Test
    void whatHasAgedIsKnownStill() {
        memory.put("a", 1);
        memory.put("b", 2);
        memory.outdate((key, value) -> key.equals("a") && value == 1);
        assertEquals(Optional.empty(), memory.fresh("a"));
        assertEquals(Optional.of(1), memory.any("a"));
        assertEquals(Optional.of(2), memory.fresh("b"));
        memory.put("a", 3);
        assertEquals(Optional.of(3), memory.fresh("a"));
    }

    @Test
    void agingDoesNotMakeYounger() {
        memory.put("a", 1);
        pass(LIMIT.minusSeconds(1));
        memory.outdate((_, _) -> true);
        assertEquals(Optional.of(1), memory.any("a"));
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), memory.any("a"));
    }

    @Test
    void whatIsRestoredIsAsOldAsItWas() {
        memory.put("heard", 1);
        memory.restore("heard", 2, Duration.ZERO);
        memory.restore("young", 3, Duration.ZERO);
        memory.restore("old", 4, LIMIT.minusSeconds(1));
        memory.restore("over", 5, LIMIT);
        var all = new TreeMap<String, Integer>();
        memory.each(all::put);
        assertEquals("{heard=1, old=4, young=3}", all.toString());
        assertEquals(Optional.of(1), memory.fresh("heard"));
        assertEquals(Optional.empty(), memory.fresh("young"), "another process heard it");
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), memory.any("old"));
        assertEquals(Optional.of(3), memory.any("young"));
    }
}
