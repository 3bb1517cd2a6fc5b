package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.models.Explorer;
import waypost.models.Report;
import waypost.store.RestoreWorld.Rules;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;

/** However a client and a folder went on after the backup: when the client comes by after the restore, it has what is there, and no UID is another message. */
class RestoreModelTest {
    private static final boolean FULL = Boolean.getBoolean("waypost.full");

    @Test
    void everySchedule(TestReporter reporter) {
        var world = new RestoreWorld(FULL ? 5 : 4, 2, Rules.AS_THEY_ARE);
        Report.sound("restore", new Explorer<>(world).everything(), reporter);
    }

    @Test
    void longerLivesAndSeveralRestores(TestReporter reporter) {
        var world = new RestoreWorld(20, 3, Rules.AS_THEY_ARE);
        var random = new SplittableRandom(Long.getLong("waypost.seed", 1));
        Report.sound("restore, at random", new Explorer<>(world).walks(FULL ? 20_000 : 500, 60, random), reporter);
    }

    private static final Rules SAME_UIDS = new Rules() {
        @Override
        public FolderState folder(RestoreJump jump, FolderState before, Counters account) {
            FolderState after = jump.folder(before, account);
            return after.with(after.version(), before.uidNext(), 1);
        }
    };

    private static final Rules SAME_MODSEQS = new Rules() {
        @Override
        public Item item(RestoreJump jump, Item before, Counters account) {
            return before;
        }
    };

    private static final Rules REMEMBERS = new Rules() {
        @Override
        public Counters counters(RestoreJump jump, Counters before) {
            Counters after = jump.counters(before);
            return new Counters(
                    1, after.version(), after.itemNo(), after.folderId(), after.uidValidity(), before.purged(), 0);
        }
    };

    private static final Rules SAME_COUNTERS = new Rules() {
        @Override
        public Counters counters(RestoreJump jump, Counters before) {
            return before;
        }

        @Override
        public FolderState folder(RestoreJump jump, FolderState before, Counters account) {
            FolderState after = jump.folder(before, account);
            return after.with(before.version(), after.uidNext(), 1);
        }

        @Override
        public Item item(RestoreJump jump, Item before, Counters account) {
            return before;
        }
    };

    private static final Rules NEW_VALIDITY = new Rules() {
        @Override
        public FolderState folder(RestoreJump jump, FolderState before, Counters account) {
            long last = RestoreJump.LAST_UID;
            return jump.folder(before.with(before.version(), last, 1), account);
        }
    };

    private static final Rules FORGETFUL = new Rules() {
        @Override
        public RestoreJump jump(int again) {
            return Rules.super.jump(0);
        }
    };

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of("a restore knows of those before it", FORGETFUL),
                Arguments.of("UIDs jump", SAME_UIDS),
                Arguments.of("every message counts as changed", SAME_MODSEQS),
                Arguments.of("what has vanished is forgotten", REMEMBERS),
                Arguments.of("modseqs jump", SAME_COUNTERS),
                Arguments.of("UIDVALIDITY stays", NEW_VALIDITY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, Rules without, TestReporter reporter) {
        Report.caught("restore, " + rule, new Explorer<>(new RestoreWorld(4, 2, without)).everything(), reporter);
    }

    /** Numbers that last: a restore a month for a century, of backups a month old. */
    @Test
    void numbersLast() {
        var jump = RestoreJump.between(RestoreState.TAKEN, RestoreState.TAKEN.plus(Duration.ofDays(30)), 0);
        Counters counters = RestoreState.first().now().counters();
        for (int month = 0; month < 1200; month++) {
            counters = jump.counters(counters);
        }
        assertTrue(counters.version() < 1L << 48 && counters.itemNo() < 1L << 48, counters::toString);
        assertTrue(counters.folderId() > 0 && counters.uidValidity() < 1L << 32, counters::toString);
    }

    /** Before a folder has no UIDs left, clients are told that they know nothing. */
    @Test
    void aFolderAtItsLastUidsGetsAnotherUidValidity() {
        RestoreState first = RestoreState.first();
        FolderState near = first.now().folder().with(1, RestoreJump.LAST_UID - 1, 1);
        RestoreJump jump = Rules.AS_THEY_ARE.jump(0);
        FolderState after = jump.folder(near, first.now().counters());
        assertEquals(near.uidNext(), after.uidNext());
        assertNotEquals(near.uidValidity(), after.uidValidity());
        assertTrue(after.uidValidity() < jump.counters(first.now().counters()).uidValidity());
        assertTrue(after.uidValidity() >= RestoreState.TAKEN.getEpochSecond(), "a folder made since may have it");
    }
}
