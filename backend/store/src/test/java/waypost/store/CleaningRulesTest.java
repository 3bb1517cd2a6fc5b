package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.store.CleaningRules.Fate;
import waypost.store.CleaningRules.Named;
import waypost.store.CleaningRules.Says;

final class CleaningRulesTest {
    private static final Position AT = new Position(7, 2);

    static Stream<Arguments> records() {
        Named here = new Named.At(AT);
        Named later = new Named.At(new Position(9, 0));
        Named beside = new Named.At(new Position(7, 0));
        return Stream.of(
                Arguments.of(Says.IS_THERE, here, 0, Fate.KEEP),
                Arguments.of(Says.IS_THERE, later, 0, Fate.DROP),
                Arguments.of(Says.IS_THERE, beside, 0, Fate.DROP),
                Arguments.of(Says.IS_THERE, new Named.Forgotten(), 0, Fate.DROP),
                Arguments.of(Says.IS_THERE, new Named.Nowhere(), 100, Fate.SUSPECT),
                Arguments.of(Says.IS_GONE, here, 100, Fate.KEEP),
                Arguments.of(Says.IS_GONE, later, 0, Fate.DROP),
                Arguments.of(Says.IS_GONE, new Named.Forgotten(), 6, Fate.KEEP),
                Arguments.of(Says.IS_GONE, new Named.Forgotten(), 7, Fate.DROP),
                Arguments.of(Says.IS_GONE, new Named.Nowhere(), 100, Fate.SUSPECT));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordStaysWhileTheIndexNamesItsPlace(Says says, Named named, long cleared, Fate fate) {
        assertEquals(fate, CleaningRules.record(AT, says, named, cleared));
    }

    @Test
    void nothingIsDecidedOfWhatIsNotAppliedOrIsPinned() {
        assertTrue(CleaningRules.decidable(5, 5, 6));
        assertFalse(CleaningRules.decidable(6, 5, 9));
        assertFalse(CleaningRules.decidable(5, 9, 5));
    }

    @Test
    void nothingIsReplacedThatAnIndexAfterACrashCouldName() {
        assertTrue(CleaningRules.replaceable(5, 5));
        assertFalse(CleaningRules.replaceable(6, 5));
    }
}
