package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.app.Site.Ended;

final class DemoCommandTest {
    @TempDir
    private Path temp;

    @Test
    void freshLeavesTheFolderOfARunningDemoAlone() throws IOException, Complaint {
        Path folder = temp.resolve("demo");
        try (DemoFolder running = DemoFolder.take(folder, false)) {
            Path mail = Files.createFile(running.path().resolve("mail"));
            for (boolean fresh : new boolean[] {true, false}) {
                Complaint refusal = assertThrows(Complaint.class, () -> DemoFolder.take(folder, fresh));
                assertTrue(String.valueOf(refusal.getMessage()).startsWith("A demo is running on " + folder));
            }
            assertTrue(Files.exists(mail));
        }
        try (DemoFolder next = DemoFolder.take(folder, true)) {
            assertFalse(Files.exists(next.path().resolve("mail")));
        }
    }

    @Test
    void theFolderIsNobodyElses() throws IOException, Complaint {
        try (DemoFolder taken = DemoFolder.take(temp.resolve("demo"), false)) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(taken.path())));
        }
    }

    @Test
    void whatNoDemoMadeStays() throws IOException {
        Path mine = Files.createFile(temp.resolve("mine"));
        assertThrows(Complaint.class, () -> DemoFolder.take(temp, true));
        assertTrue(Files.exists(mine));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_496, 70_000})
    void portsThatCannotBe(int first) {
        Path folder = temp.resolve("demo");
        Ended ended = new Site(temp).run("demo", "--data", folder.toString(), "--ports-from", String.valueOf(first));
        assertEquals(Main.WRONG, ended.status());
        assertTrue(ended.err().startsWith("--ports-from: " + first + " is none from 1 to 65495"), ended.err());
        assertFalse(Files.exists(folder));
    }

    @Test
    void pathsAreWordsOfAShell() {
        assertEquals("var/demo/tls/ca.pem", DemoWelcome.word("var/demo/tls/ca.pem"));
        assertEquals("'my demo/ca.pem'", DemoWelcome.word("my demo/ca.pem"));
        assertEquals("'it'\\''s'", DemoWelcome.word("it's"));
    }
}
