package waypost.store;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in a folder of the file system. */
final class LocalJournalTest extends JournalContract {
    @TempDir
    private Path folder;

    @Override
    Journal open(Journal.Index index, Reserve reserve) throws IOException {
        int group = Journal.MAX_RECORD_BYTES + 4096;
        JournalSettings settings = new JournalSettings(2 * group, group, 1 << 20, 1 << 20, reserve);
        return LocalJournal.open(
                "v",
                FileDisk.at(folder.resolve("new/journal")),
                settings,
                index,
                damage -> Assertions.fail(damage.toString()));
    }

    @Test
    void aFolderHasOneOwner() throws IOException {
        try (Journal _ = open(new MemoryIndex(), Reserve.NONE)) {
            assertThrows(IOException.class, () -> open(new MemoryIndex(), Reserve.NONE));
        }
    }
}
