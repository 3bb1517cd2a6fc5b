package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkaroundsSectionTest {
    @Test
    void everyWorkaroundHasASwitchOfItsName() {
        List<String> switches = Arrays.stream(WorkaroundsSection.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        List<String> names = Arrays.stream(ClientWorkaround.values())
                .map(workaround -> workaround.name().replace("_", "").toLowerCase(Locale.ROOT))
                .toList();
        assertEquals(
                names,
                switches.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    }

    @Test
    void eachSwitchIsOfItsOwnWorkaround() {
        assertEquals(EnumSet.allOf(ClientWorkaround.class), new WorkaroundsSection(true, true, true, true, true).on());
        assertEquals(Set.of(), new WorkaroundsSection(false, false, false, false, false).on());
        assertEquals(Set.of(ClientWorkaround.SHORT_DAY), new WorkaroundsSection(true, false, false, false, false).on());
        assertEquals(
                Set.of(ClientWorkaround.BLANK_LINES), new WorkaroundsSection(false, true, false, false, false).on());
        assertEquals(
                Set.of(ClientWorkaround.UTF8_CHARSET), new WorkaroundsSection(false, false, true, false, false).on());
        assertEquals(Set.of(ClientWorkaround.XLIST), new WorkaroundsSection(false, false, false, true, false).on());
        assertEquals(
                Set.of(ClientWorkaround.KEEP_ALIVE), new WorkaroundsSection(false, false, false, false, true).on());
    }
}
