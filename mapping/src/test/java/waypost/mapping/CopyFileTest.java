package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.DirectoryId;
import waypost.mapping.CopyGroup.Stood;
import waypost.mapping.CopyTable.Kept;

class CopyFileTest {
    private static final String MAP = "subscribers";
    private static final Stood FIRST = new Stood("rid=000,csn=1", Instant.ofEpochSecond(1000));
    private static final Stood SECOND = new Stood("\u0000\u00ff", Instant.ofEpochSecond(2000));

    private final RandomGenerator random = new SplittableRandom(7);
    private final CopyTable table = new CopyTable(MAP);

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("copy");
    }

    private CopyFile file() {
        return new CopyFile(path(), "as ever", MAP, InstantSource.system());
    }

    private void put(int number, Optional<Instant> missing) {
        table.put(new Kept(CopyTableTest.entry(random, CopyTableTest.id(number)), missing));
    }

    private static Map<DirectoryId, Kept> content(CopyTable table) {
        Map<DirectoryId, Kept> content = new HashMap<>();
        table.all().forEach(kept -> content.put(kept.entry().id(), kept));
        return content;
    }

    /** The first state with three entries, then the second one: one is new, one missing, one dropped. */
    private Map<DirectoryId, Kept> written() throws IOException {
        for (int i = 0; i < 3; i++) {
            put(i, Optional.empty());
        }
        CopyFile file = file();
        assertTrue(file.stale());
        file.write(table, FIRST);
        Map<DirectoryId, Kept> first = content(table);
        put(3, Optional.empty());
        table.miss(CopyTableTest.id(1), Instant.ofEpochSecond(1500));
        table.drop(CopyTableTest.id(2));
        assertFalse(file.stale());
        file.append(
                table,
                Set.of(CopyTableTest.id(3), CopyTableTest.id(1), CopyTableTest.id(2), CopyTableTest.id(9)),
                SECOND);
        return first;
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        assertEquals(Optional.empty(), file().read());
        written();
        CopyFile.Loaded loaded = file().read().orElseThrow();
        assertEquals(SECOND, loaded.stood());
        assertEquals(content(table), content(loaded.table()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
    }

    @Test
    void ofOtherSettingsItIsNone() throws IOException {
        written();
        assertEquals(Optional.empty(), new CopyFile(path(), "another", MAP, InstantSource.system()).read());
    }

    /** Cut anywhere, or with any octet changed, it is what it was before, or none. */
    @Test
    void aDamagedFileIsWhatItWasBefore() throws IOException {
        file().write(table, FIRST);
        Map<DirectoryId, Kept> first = written();
        byte[] whole = Files.readAllBytes(path());
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x41;
            for (byte[] damaged : List.of(Arrays.copyOf(whole, at), changed)) {
                Files.write(path(), damaged);
                Optional<CopyFile.Loaded> loaded = Optional.empty();
                try {
                    loaded = file().read();
                } catch (IOException unreadable) {
                    continue;
                }
                if (loaded.isPresent()) {
                    assertEquals(FIRST, loaded.get().stood(), "at " + at);
                    assertEquals(first, content(loaded.get().table()), "at " + at);
                }
            }
        }
    }

    @Test
    void isWrittenAnewWhenMuchWasAppended() throws IOException {
        put(1, Optional.empty());
        CopyFile file = file();
        file.write(table, FIRST);
        for (int i = 0; !file.stale(); i++) {
            assertTrue(i < 100_000);
            put(1, Optional.empty());
            file.append(table, Set.of(CopyTableTest.id(1)), SECOND);
        }
        long before = Files.size(path());
        file.write(table, SECOND);
        assertTrue(Files.size(path()) < before / 100);
        assertFalse(file.stale());
        assertEquals(content(table), content(file().read().orElseThrow().table()));
    }

    @Test
    void behindAnAppendThatFailedItIsWrittenAnew() throws IOException {
        CopyFile file = file();
        file.write(table, FIRST);
        Files.delete(path());
        assertThrows(IOException.class, () -> file.append(table, Set.of(), SECOND));
        assertTrue(file.stale());
    }
}
