package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has logged in from where. */
class FamiliarTest {
    private static final String HOME = "203.0.113.1";

    @TempDir
    Path folder;

    private Scene scene = new Scene();

    @BeforeEach
    void open() {
        scene = new Scene(GuardSettings.STANDARD, Optional.of(folder));
    }

    private Path file() {
        return folder.resolve("familiar");
    }

    /** Nobody but who is at home is let in from where a ban is. */
    private boolean familiar(String name) {
        scene.fail(100, "bad", HOME);
        Attempt attempt = scene.guard().named(name, Scene.address(HOME));
        return scene.guard().enter(attempt) instanceof Ruling.AtOnce;
    }

    @Test
    void whoLoggedInIsFamiliarFor30Days() {
        scene.right("anna", HOME);
        scene.pass(Duration.ofDays(29));
        assertTrue(familiar("anna"));
        scene.pass(Duration.ofDays(1));
        assertFalse(familiar("anna"));
    }

    /** By some of them nothing is remembered of whose they are behind a restart. */
    @Test
    void whoHasMoreNamesIsAtHomeByAll() {
        Attempt shown = scene.guard().named("anna", Scene.address(HOME));
        assertTrue(scene.guard().enter(shown) instanceof Ruling.AtOnce);
        scene.guard().right(shown, Set.of("anna", "a.nna"));
        assertTrue(familiar("anna"));
        assertTrue(familiar("a.nna"));
        assertFalse(familiar("annabel"));
    }

    @Test
    void whoComesEveryDayStays() {
        for (int day = 0; day < 100; day++) {
            scene.right("anna", HOME);
            scene.pass(Scene.DAY);
        }
        assertTrue(familiar("anna"));
    }

    @Test
    void aRestartKeepsThem() {
        scene.right("anna", HOME);
        scene.restart();
        assertTrue(familiar("anna"));
        assertFalse(familiar("bob"));
    }

    @Test
    void whatIsNotFamiliarAnyMoreIsNotPutBack() {
        scene.right("anna", HOME);
        scene.guard().save();
        scene.pass(Duration.ofDays(30));
        scene.restart();
        assertFalse(familiar("anna"));
    }

    @Test
    void theFileTellsNobodyWhoItWas() throws Exception {
        scene.right("anna", HOME);
        scene.guard().save();
        String text = Files.readString(file(), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("anna") || text.contains("203"), text);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aFileIsWrittenWhenThereIsSomethingNew() throws Exception {
        scene.guard().save();
        assertFalse(Files.exists(file()));
        scene.right("anna", HOME);
        scene.guard().save();
        Files.delete(file());
        scene.right("anna", HOME);
        scene.guard().save();
        assertFalse(Files.exists(file()), "the same day");
        scene.pass(Scene.DAY);
        scene.right("anna", HOME);
        scene.guard().save();
        assertTrue(Files.exists(file()));
    }

    @Test
    void aFileThatIsDamagedAnywhereIsNone() throws Exception {
        scene.right("anna", HOME);
        scene.guard().save();
        byte[] whole = Files.readAllBytes(file());
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file(), damaged);
            Scene other = new Scene(GuardSettings.STANDARD, Optional.of(folder));
            other.right("anna", HOME);
            other.fail(100, "bad", HOME);
            assertEquals(0, other.right("anna", HOME), "at " + i);
        }
    }

    @Test
    void theyAreBoundedInNumber() {
        FamiliarPairs pairs = new FamiliarPairs(8000, 30);
        Keyed keyed = new Keyed(new byte[Keyed.KEY]);
        for (int day = 1000; day < 1040; day++) {
            for (int i = 0; i < 1000; i++) {
                pairs.put(keyed.hash(day + "/" + i), day);
                assertTrue(pairs.size() <= 8000);
            }
        }
        for (int i = 0; i < 1000; i++) {
            assertTrue(pairs.has(keyed.hash("1039/" + i), 1039), "the last ones are kept");
            assertFalse(pairs.has(keyed.hash("1000/" + i), 1039));
        }
    }

    @Test
    void ofOneDayThereAreAsManyAsThereIsRoomFor() {
        FamiliarPairs pairs = new FamiliarPairs(2000, 30);
        Keyed keyed = new Keyed(new byte[Keyed.KEY]);
        for (int i = 0; i < 5000; i++) {
            pairs.put(keyed.hash("pair" + i), 1000);
        }
        assertEquals(2000, pairs.size());
        assertTrue(pairs.has(keyed.hash("pair0"), 1000));
        assertFalse(pairs.has(keyed.hash("pair4999"), 1000));
        pairs.put(keyed.hash("pair4999"), 1001);
        assertTrue(pairs.has(keyed.hash("pair4999"), 1001));
    }
}
