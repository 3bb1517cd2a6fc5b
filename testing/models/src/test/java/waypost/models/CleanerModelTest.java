package waypost.models;

import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.store.CleaningRules.Fate;
import waypost.store.CleaningRules.Named;
import waypost.store.CleaningRules.Says;
import waypost.store.Position;

/** Whatever comes between the steps of a cleaner: the journal alone gives the index, and no index names what is gone. */
class CleanerModelTest {
    private static final int ENTRIES = Integer.getInteger("waypost.entries", 4);

    @Test
    void nothingIsLost(TestReporter reporter) {
        Report.sound("cleaner", new Explorer<>(new CleanerWorld(ENTRIES, CleanerRules.REAL)).everything(), reporter);
    }

    @Test
    void nothingIsLostInLongerLives(TestReporter reporter) {
        Report.sound(
                "cleaner, longer lives",
                new Explorer<>(new CleanerWorld(12, CleanerRules.REAL))
                        .walks(300, 80, new SplittableRandom(20_261_129)),
                reporter);
    }

    private static final CleanerRules UNPINNED = new CleanerRules() {
        @Override
        public boolean decidable(long last, long applied, long pinned) {
            return CleanerRules.super.decidable(last, applied, Long.MAX_VALUE);
        }
    };

    private static final CleanerRules UNAPPLIED = new CleanerRules() {
        @Override
        public boolean decidable(long last, long applied, long pinned) {
            return CleanerRules.super.decidable(last, Long.MAX_VALUE, pinned);
        }
    };

    private static final CleanerRules UNSYNCED = new CleanerRules() {
        @Override
        public boolean replaceable(long decided, long synced) {
            return true;
        }
    };

    private static final CleanerRules HASTY = new CleanerRules() {
        @Override
        public Fate record(Position at, Says says, Named named, long cleared) {
            return CleanerRules.super.record(at, says, named, Long.MAX_VALUE);
        }
    };

    private static final CleanerRules UNMINDFUL = new CleanerRules() {
        @Override
        public Fate record(Position at, Says says, Named named, long cleared) {
            return says == Says.IS_GONE ? Fate.DROP : CleanerRules.super.record(at, says, named, cleared);
        }
    };

    private static final CleanerRules FORGETFUL = new CleanerRules() {
        @Override
        public int forgotten(SortedMap<Integer, Integer> tombstones, int before) {
            return tombstones.isEmpty() ? 0 : tombstones.lastKey();
        }
    };

    private static final CleanerRules TRUSTING_THE_CLOCK = new CleanerRules() {
        @Override
        public int forgotten(SortedMap<Integer, Integer> tombstones, int before) {
            return tombstones.entrySet().stream()
                    .filter(tombstone -> tombstone.getValue() < before)
                    .mapToInt(Map.Entry::getKey)
                    .max()
                    .orElse(0);
        }
    };

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of("what is pinned stays", UNPINNED),
                Arguments.of("what is not applied stays", UNAPPLIED),
                Arguments.of("the index is synced before", UNSYNCED),
                Arguments.of("a forgotten tombstone outlasts older records", HASTY),
                Arguments.of("what can be brought back is not forgotten", FORGETFUL),
                Arguments.of("a tombstone is a record like others", UNMINDFUL));
    }

    /** It takes two things that have gone. */
    @Test
    void aClockThatWentBackIsNoticed(TestReporter reporter) {
        Report.caught(
                "cleaner, nor when a clock went back",
                new Explorer<>(new CleanerWorld(12, TRUSTING_THE_CLOCK))
                        .walks(300, 80, new SplittableRandom(20_261_129)),
                reporter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, CleanerRules without, TestReporter reporter) {
        Report.caught("cleaner, " + rule, new Explorer<>(new CleanerWorld(ENTRIES, without)).everything(), reporter);
    }
}
