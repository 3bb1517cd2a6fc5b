package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.store.StateRecord.FolderState;

/** Folders that were closed are not read again as long as they rest, and miss nothing. */
class RestingViewsTest {
    private static final long ACCOUNT = 7;

    private final WatchedTable table = new WatchedTable(new MemoryTable());
    private final RestingViews resting = new RestingViews(4096);
    private final OpenFolders folders = new OpenFolders(ACCOUNT, this, table, resting);
    private final AccountIndex index;
    private long version;

    RestingViewsTest() throws IOException {
        index = new AccountIndex(table, folders::apply);
    }

    @BeforeEach
    void load() throws IOException {
        folder(1);
        folder(2);
        folders.load();
    }

    private void apply(StateRecord record) throws IOException {
        ByteBuffer operation = ByteBuffer.wrap(RecordCodec.operation(List.of(record)));
        index.apply(version, List.of(new Applied(new Position(version, 0), ACCOUNT, operation, 0)), _ -> {
            throw new AssertionError("nothing is in parts");
        });
    }

    private void folder(int id) throws IOException {
        version++;
        apply(new FolderState(ACCOUNT, version, id, 0, "f" + id, FolderType.mail(FolderRole.NONE), 1, version, 1));
    }

    private List<Long> uids(int folderId) throws IOException {
        try (OpenFolder opened = folders.open(folderId, _ -> {}).orElseThrow()) {
            return opened.read(messages ->
                    IntStream.range(0, messages.size()).mapToObj(messages::uid).toList());
        }
    }

    private void message(int folderId, long uid) throws IOException {
        version++;
        apply(new StateRecord.Item(
                ACCOUNT,
                version,
                1000L * folderId + uid,
                folderId,
                uid,
                ItemKind.MAIL,
                Flags.NONE,
                new ReceivedAt(1, 0),
                ItemHistory.unknown(version, version),
                "",
                new StoredBody(List.of(), 0, 0, false)));
    }

    @Test
    void whatRestsIsKeptUpToDateAndNotReadAgain() throws IOException {
        message(1, 1);
        assertEquals(List.of(1L), uids(1));
        long scanned = table.scanned();
        message(1, 2);
        assertEquals(List.of(1L, 2L), uids(1));
        assertEquals(scanned, table.scanned());
    }

    @Test
    void theLatestStayWithinTheBudget() throws IOException {
        for (long uid = 1; uid <= 60; uid++) {
            message(1, uid);
            message(2, uid);
        }
        assertEquals(60, uids(1).size());
        assertEquals(60, uids(2).size());
        assertEquals(1, resting.size());
        long scanned = table.scanned();
        assertEquals(60, uids(2).size());
        assertEquals(scanned, table.scanned());
        assertEquals(60, uids(1).size());
        assertTrue(table.scanned() > scanned);
    }

    @Test
    void whoOpensAFolderAgainWhileItIsOpenSharesIt() throws IOException {
        message(1, 1);
        try (OpenFolder first = folders.open(1, _ -> {}).orElseThrow()) {
            long scanned = table.scanned();
            assertEquals(List.of(1L), uids(1));
            assertEquals(0, resting.size());
            assertEquals(scanned, table.scanned());
            assertEquals(1, first.snapshot().size());
        }
        assertEquals(1, resting.size());
    }

    @Test
    void whatIsTooLargeDoesNotRest() throws IOException {
        for (long uid = 1; uid <= 100; uid++) {
            message(1, uid);
        }
        assertEquals(100, uids(1).size());
        assertEquals(0, resting.size());
        long scanned = table.scanned();
        assertEquals(100, uids(1).size());
        assertFalse(table.scanned() == scanned);
    }
}
