package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waypost.config.ByteSize;
import waypost.config.Count;
import waypost.config.QuotaSection;
import waypost.config.VolumeName;
import waypost.config.VolumeSection;
import waypost.store.QuotaLimits;
import waypost.store.Reserve;

class StoreRoleTest {
    @Test
    void theReserveIsTwoPercentOfTheDiskAndWhatIsConfiguredAtLeast() {
        assertEquals(new Reserve(2, 500 << 20), reserve(64 << 20, 500 << 20));
    }

    /** Or a full disk has no place for the segment in which flags and expunges are written. */
    @Test
    void theReserveIsTwoSegmentsAtLeast() {
        assertEquals(new Reserve(2, 128 << 20), reserve(64 << 20, 5 << 20));
        assertEquals(new Reserve(2, 2L << 30), reserve(1 << 30, 512 << 20));
    }

    @Test
    void quotasAreUnlimitedWhereNothingIsConfigured() {
        QuotaSection nothing =
                new QuotaSection(Optional.empty(), Optional.empty(), Optional.empty(), QuotaSection.WhenOver.DEFER);
        assertEquals(QuotaLimits.UNLIMITED, StoreRole.limits(nothing));
        QuotaSection some = new QuotaSection(
                Optional.of(new ByteSize(10L << 30)),
                Optional.of(new Count(1000)),
                Optional.of(new Count(500)),
                QuotaSection.WhenOver.REFUSE);
        assertEquals(new QuotaLimits(10L << 30, 1000, 500), StoreRole.limits(some));
    }

    private static Reserve reserve(long segmentSize, long reserve) {
        VolumeSection section = new VolumeSection(
                new VolumeName("v1"),
                1,
                Path.of("v1"),
                new ByteSize(segmentSize),
                new ByteSize(reserve),
                40,
                new ByteSize(1 << 20),
                Duration.ofDays(7),
                new ByteSize(0));
        return StoreRole.spec(section).journal().reserve();
    }
}
