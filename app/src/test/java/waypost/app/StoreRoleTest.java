package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import waypost.config.ByteSize;
import waypost.config.VolumeName;
import waypost.config.VolumeSection;
import waypost.store.Reserve;

class StoreRoleTest {
    @Test
    void theReserveIsTwoPercentOfTheDiskAndWhatIsConfiguredAtLeast() {
        VolumeSection section = new VolumeSection(
                new VolumeName("v1"), 1, Path.of("v1"), new ByteSize(64 << 20), new ByteSize(5 << 20));
        assertEquals(new Reserve(2, 5 << 20), StoreRole.spec(section).journal().reserve());
    }
}
