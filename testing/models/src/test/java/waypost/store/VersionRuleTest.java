package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.message.Octets;

/**
 * The one rule of applier and replay, "a higher version, or an equal one that lies later", on the product's index, with the records of an item in
 * every order that a cleaner could bring them into: whatever was flushed before a crash, the index becomes that of the journal alone.
 *
 * <p>Traces C1 to C3 are schedules of it. C6 (a segment dropped before the index checkpoint) and C7 (a body without a reference for a moment)
 * need a cleaner that drops segments, which there is not: they do not apply yet.
 */
class VersionRuleTest {
    private static final long ACCOUNT = 7;

    private static StateRecord item(long version, Flags flags) {
        return new StateRecord.Item(
                ACCOUNT,
                version,
                1,
                1,
                1,
                ItemKind.MAIL,
                flags,
                new ReceivedAt(0, 0),
                new ItemHistory(1, 1, 1, 0, "", 0),
                "",
                new StoredBody(List.of(), 0, 0, false));
    }

    private static final StateRecord FIRST = item(1, Flags.NONE);
    private static final StateRecord SEEN = item(2, Flags.SEEN);
    private static final StateRecord GONE = new StateRecord.ItemGone(ACCOUNT, 3, 1, 1, 1);

    /** Each record as written and, but for the last, once more as a cleaner appends it. */
    static Stream<List<StateRecord>> orders() {
        return permutations(List.of(FIRST, FIRST, SEEN, SEEN, GONE)).distinct();
    }

    private static Stream<List<StateRecord>> permutations(List<StateRecord> records) {
        if (records.isEmpty()) {
            return Stream.of(List.of());
        }
        return Stream.iterate(0, i -> i < records.size(), i -> i + 1).flatMap(i -> {
            List<StateRecord> others = new ArrayList<>(records);
            StateRecord first = others.remove((int) i);
            return permutations(others).map(rest -> {
                List<StateRecord> all = new ArrayList<>(List.of(first));
                all.addAll(rest);
                return List.copyOf(all);
            });
        });
    }

    private static void apply(MapTable table, List<StateRecord> journal, int from) throws IOException {
        AccountIndex index = new AccountIndex(table, _ -> {});
        for (int i = from; i < journal.size(); i++) {
            ByteBuffer operation = ByteBuffer.wrap(RecordCodec.operation(List.of(journal.get(i))));
            index.apply(
                    i + 1,
                    List.of(new Applied(new Position(i + 1, 0), ACCOUNT, operation, 0)),
                    _ -> Octets.of(new byte[0]));
        }
    }

    private static Entry entry(MapTable table) throws IOException {
        return Entry.of(table.get(Family.ACCOUNTS, Keys.thing(FIRST)).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void highestVersionHoldsAndTheLastPlaceOfIt(List<StateRecord> journal) throws IOException {
        for (int length = 1; length <= journal.size(); length++) {
            List<StateRecord> part = journal.subList(0, length);
            MapTable table = new MapTable();
            apply(table, part, 0);
            StateRecord highest = part.stream()
                    .max(Comparator.comparingLong(StateRecord::version))
                    .orElseThrow();
            assertEquals(new Entry(new Position(part.lastIndexOf(highest) + 1, 0), highest), entry(table));
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void replayFromAnyFlushGivesTheSameIndex(List<StateRecord> journal) throws IOException {
        MapTable live = new MapTable();
        apply(live, journal, 0);
        Map<String, String> expected = live.dump();
        for (int flushed = 0; flushed <= journal.size(); flushed++) {
            MapTable table = new MapTable();
            apply(table, journal.subList(0, flushed), 0);
            MapTable crashed = table.copy();
            apply(crashed, journal, 0);
            assertEquals(expected, crashed.dump(), "flushed through " + flushed);
        }
    }

    /** A re-appended record has the same version: the index must come to name the new place, or the old segment never becomes free. */
    @Test
    void c1ReappendedRecordIsNamedAtItsNewPlace() throws IOException {
        MapTable table = new MapTable();
        apply(table, List.of(FIRST, SEEN, SEEN), 0);
        assertEquals(new Position(3, 0), entry(table).position());
    }

    /** The cleaner was late and appended version 1 behind version 2. */
    @Test
    void c2OlderVersionBehindDoesNotTakeFlagsBack() throws IOException {
        MapTable table = new MapTable();
        apply(table, List.of(FIRST, SEEN, FIRST), 0);
        assertEquals(new Entry(new Position(2, 0), SEEN), entry(table));
    }

    /** As long as the tombstone is in the journal, an older record in a newer place brings nothing back. */
    @Test
    void c3OlderRecordBehindItsTombstoneStaysDead() throws IOException {
        MapTable table = new MapTable();
        apply(table, List.of(FIRST, GONE, FIRST), 0);
        assertEquals(new Entry(new Position(2, 0), GONE), entry(table));
    }
}
