package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.AccountId;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderGone;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;

/** Each number that could be given out again. */
class CounterAuditTest {
    private static final Counters COUNTERS = new Counters(7, 20, 10, 3, 100, 0, 0);

    private static FolderState folder(int id, long uidValidity, long uidNext) {
        return new FolderState(7, 5, id, 0, "f", FolderType.mail(FolderRole.NONE), uidValidity, uidNext, 1);
    }

    private static Item item(long version, long itemNo, long uid) {
        StoredBody empty = new StoredBody(List.of(), 0, 0, false);
        ItemHistory history = new ItemHistory(1, 1, 1, 0, "", 0);
        return new Item(
                7, version, itemNo, 3, uid, ItemKind.MAIL, Flags.NONE, new ReceivedAt(0, 0), history, "", empty);
    }

    static Stream<Arguments> things() {
        FolderState sound = folder(3, 100, 50);
        return Stream.of(
                Arguments.of(List.of(COUNTERS, sound, item(20, 10, 49)), List.of()),
                Arguments.of(List.of(COUNTERS, folder(4, 99, 1)), List.of("folder 4, but the next one would be 4")),
                Arguments.of(
                        List.of(COUNTERS, folder(3, 101, 1)),
                        List.of("UIDVALIDITY 101, but the next one would be 101")),
                Arguments.of(
                        List.of(COUNTERS, new FolderGone(7, 5, 4)), List.of("folder 4, but the next one would be 4")),
                Arguments.of(
                        List.of(COUNTERS, sound, item(20, 11, 49)), List.of("item 11, but the next one would be 11")),
                Arguments.of(
                        List.of(COUNTERS, sound, item(20, 10, 50)), List.of("UID 50, but the next one would be 50")),
                Arguments.of(List.of(COUNTERS, item(20, 10, 1)), List.of("UID 1, but the next one would be 0")),
                Arguments.of(
                        List.of(COUNTERS, sound, item(21, 10, 1)), List.of("MODSEQ 21, but the next one would be 21")),
                Arguments.of(
                        List.of(COUNTERS, sound, new ItemGone(7, 5, 12, 3, 60)),
                        List.of("item 12, but the next one would be 11", "UID 60, but the next one would be 50")));
    }

    @Test
    void countsThatAreNotThoseOfTheItemsAreFound() {
        Findings findings = new Findings();
        CounterAudit audit = new CounterAudit(findings);
        List.of(COUNTERS, folder(3, 100, 50), item(20, 10, 49)).forEach(audit::take);
        audit.take(7, StoredCounts.ACCOUNT, new StoredCounts(1, 1, 0, 0));
        audit.take(7, 2, new StoredCounts(1, 0, 1, 9));
        audit.take(Counters.none(8));
        assertEquals(
                List.of(
                        "folder 2 has 0 messages (0 unseen, 0 deleted, 0 octets), but is counted as 1 (0, 1, 9)",
                        "folder 3 has 1 messages (1 unseen, 0 deleted, 0 octets), but is counted as 0 (0, 0, 0)"),
                findings.kept().stream().map(VolumeFinding::what).toList());
        audit.finish();
        assertEquals(2, findings.found());
    }

    @ParameterizedTest
    @MethodSource("things")
    void aNumberAtOrBehindTheCounterIsFound(List<StateRecord> things, List<String> expected) {
        Findings findings = new Findings();
        CounterAudit audit = new CounterAudit(findings);
        things.forEach(audit::take);
        long items = things.stream().filter(Item.class::isInstance).count();
        audit.take(7, StoredCounts.ACCOUNT, new StoredCounts(items, items, 0, 0));
        audit.take(7, 3, new StoredCounts(items, items, 0, 0));
        audit.finish();
        assertEquals(expected, findings.kept().stream().map(VolumeFinding::what).toList());
        assertEquals(expected.size(), findings.found());
        findings.kept().forEach(finding -> assertEquals(List.of(new AccountId(7)), finding.accounts()));
    }
}
