package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import waypost.store.StateRecord.FolderState;

/** Who holds a folder open. */
class OpenFoldersTest {
    private static final long ACCOUNT = 7;

    private final WatchedTable table = new WatchedTable(new MemoryTable());
    private final OpenFolders folders = new OpenFolders(ACCOUNT, this, table, new RestingViews(0));

    private void inbox(AccountIndex index, long version) throws IOException {
        FolderState inbox = new FolderState(
                ACCOUNT, version, Folder.INBOX, 0, "INBOX", FolderType.mail(FolderRole.INBOX), 1, version, 1);
        ByteBuffer operation = ByteBuffer.wrap(RecordCodec.operation(List.of(inbox)));
        index.apply(version, List.of(new Applied(new Position(version, 0), ACCOUNT, operation, 0)), _ -> {
            throw new AssertionError("nothing is in parts");
        });
    }

    @Test
    void whoCouldNotOpenAFolderHoldsNothing() throws IOException {
        AccountIndex index = new AccountIndex(table, folders::apply);
        inbox(index, 1);
        folders.load();
        List<Long> heard = new ArrayList<>();
        table.broken(true);
        assertThrows(IOException.class, () -> folders.open(Folder.INBOX, heard::add));
        table.broken(false);
        inbox(index, 2);
        assertEquals(List.of(), heard);
        try (OpenFolder opened = folders.open(Folder.INBOX, heard::add).orElseThrow()) {
            assertEquals(2, opened.snapshot().uidNext());
            inbox(index, 3);
        }
        assertEquals(List.of(3L), heard);
    }
}
