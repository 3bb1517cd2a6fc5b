package waypost.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in a folder of the file system. */
final class LocalJournalTest extends JournalContract {
    @TempDir
    private Path folder;

    private int kills;

    @Override
    Journal open(Journal.Index index, Reserve reserve) throws IOException {
        return open(folder.resolve("new/journal"), index, reserve);
    }

    @Override
    Journal openAfterKill(Journal.Index index) throws IOException {
        return open(copied(folder.resolve("new/journal"), folder.resolve("killed" + kills++)), index, Reserve.NONE);
    }

    private static Journal open(Path folder, Journal.Index index, Reserve reserve) throws IOException {
        int group = Journal.MAX_RECORD_BYTES + 4096;
        JournalSettings settings = new JournalSettings(2 * group, group, 1 << 20, 1 << 20, reserve);
        return LocalJournal.open(
                "v", FileDisk.at(folder), settings, index, damage -> Assertions.fail(damage.toString()));
    }

    @Test
    void aFolderHasOneOwner() throws IOException {
        try (Journal _ = open(new MemoryIndex(), Reserve.NONE)) {
            assertThrows(IOException.class, () -> open(new MemoryIndex(), Reserve.NONE));
        }
    }

    /** There is nobody else. */
    @Test
    void itCannotBeHandedOver() throws IOException {
        try (Journal journal = open(new MemoryIndex(), Reserve.NONE)) {
            journal.start(Journal.Owner.ALONE);
            assertTrue(journal.handOver("store2").isCompletedExceptionally());
            append(journal, change(1)).join();
        }
    }
}
