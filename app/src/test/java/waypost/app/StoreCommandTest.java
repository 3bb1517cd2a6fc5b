package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.app.Site.Ended;

/** {@code waypost store}. */
final class StoreCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compact | volume v1: 0 segments cleaned, 0.0 MiB became 0.0 MiB",
                "stats | volume v1: 0 accounts, 0 messages",
                "check | volume v1: 1 segments, 0 entries, 0 records, 0 accounts, 0 messages, 0 to be handed on"
            })
    void worksOnVolumesOfNodesThatRunAndThatDoNot(String command, String said) throws Complaint {
        Ended none = site.run("store", command, "--config", site.config());
        assertTrue(none.err().startsWith("There is no volume"), none.err());
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Ended running = site.run("store", command, "--config", site.config());
            assertEquals(Main.DONE, running.status(), running.err());
            assertEquals("node mail1 runs: it does this itself\n", running.err());
            assertTrue(running.out().startsWith(said), running.out());
        }
        Ended ended = site.run("store", command, "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
        assertTrue(ended.out().startsWith(said), ended.out());
    }

    @Test
    void anIndexIsMadeOfAVolumeThatIsOpenOrNot() throws Complaint {
        String command = "rebuild-index";
        Ended none = site.run("store", command, "--config", site.config());
        assertEquals(Main.FAILED, none.status());
        assertTrue(none.err().startsWith("There is no volume"), none.err());
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Ended running = site.run("store", command, "--config", site.config());
            assertEquals(Main.DONE, running.status(), running.err());
            assertTrue(running.err().contains("volume v1: taken out; "), running.err());
            assertTrue(running.out().endsWith("volume v1: sound\nvolume v1: serves again\n"), running.out());
            Ended repaired = site.run("store", "repair", "--config", site.config());
            assertEquals(Main.DONE, repaired.status(), repaired.err());
            assertEquals("volume v1: sound\nvolume v1: serves again\n", repaired.out());
        }
        Ended ended = site.run("store", command, "--volume", "v1", "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
        assertTrue(ended.out().endsWith("volume v1: sound\n"), ended.out());
    }

    @Test
    void backsUpVerifiesAndRestores() throws Complaint, IOException {
        String backups = folder.resolve("backups").toString();
        Ended nowhere = site.run("store", "backup", "--config", site.config());
        assertEquals(new Ended(Main.WRONG, "", "Say which folder the backups belong into.\n"), nowhere);
        Ended none = site.run("store", "backup", backups, "--config", site.config());
        assertTrue(none.err().startsWith("There is no volume"), none.err());
        Node.start(Configured.read(Path.of(site.config()))).close();
        Ended made = site.run("store", "backup", backups, "--keep", "3", "--config", site.config());
        assertEquals(Main.DONE, made.status(), made.err());
        assertTrue(made.out().matches("volume v1: backup \\d{8}T\\d{6}Z of .* of them new\n"), made.out());
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended running = site.run("store", "backup", backups, "--config", site.config());
            assertEquals(Main.DONE, running.status(), running.err());
            assertTrue(running.out().startsWith("volume v1: backup "), running.out());
        }
        Ended verified = site.run("store", "backup", "verify", backups, "--config", site.config());
        assertEquals(Main.DONE, verified.status(), verified.err());
        assertTrue(verified.out().endsWith("volume v1: sound\n"), verified.out());
        String[] restore = {"store", "restore", backups, "--volume", "v1", "--config", site.config()};
        Ended there = site.run(restore);
        assertTrue(there.err().contains("A restore never overwrites a volume"), there.err());
        Files.move(folder.resolve("data/v1"), folder.resolve("data/lost"));
        Ended restored = site.run(restore);
        assertEquals(Main.DONE, restored.status(), restored.err());
        assertTrue(restored.out().endsWith("0 messages\nvolume v1: sound\n"), restored.out());
        Node.start(Configured.read(Path.of(site.config()))).close();
        Ended wrong = site.run("store", "backup", "verify", backups, "--account", "x", "--config", site.config());
        assertTrue(wrong.err().startsWith("--account: an account's id has 16 hexadecimal digits"), wrong.err());
        Ended empty = site.run("store", "backup", "verify", backups, "--random", "--config", site.config());
        assertTrue(empty.err().endsWith(" has no such account.\n"), empty.err());
    }

    /** What the first has left is as it would be if it had been broken off before its manifest. */
    @Test
    void aBackupGoesOnWithOneThatWasBrokenOff() throws Complaint, IOException {
        Path backups = folder.resolve("backups");
        String[] backup = {"store", "backup", backups.toString(), "--config", site.config()};
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended made = site.run(backup);
            assertEquals(Main.DONE, made.status(), made.err());
            Path unfinished = backups.resolve("v1/unfinished");
            Files.move(backups.resolve("v1").resolve(made.out().split(" ", -1)[3]), unfinished);
            List<String> lines = Files.readAllLines(unfinished.resolve("manifest"));
            Files.write(
                    backups.resolve("v1/copied"),
                    lines.stream().filter(line -> line.startsWith("file ")).toList());
            Files.delete(unfinished.resolve("manifest"));
            Ended again = site.run(backup);
            assertEquals(Main.DONE, again.status(), again.err());
            assertTrue(again.out().endsWith(" from one that was broken off\n"), again.out());
        }
        Ended verified = site.run("store", "backup", "verify", backups.toString(), "--config", site.config());
        assertTrue(verified.out().endsWith("volume v1: sound\n"), verified.out());
    }

    @Test
    void damageIsReported() throws Complaint, IOException {
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            node.close();
        }
        Path index = folder.resolve("data/v1/index/CURRENT");
        assertTrue(Files.exists(index));
        Files.delete(index);
        Ended damaged = site.run("store", "check", "--config", site.config());
        assertEquals(Main.FAILED, damaged.status(), damaged.out() + damaged.err());
        assertTrue(damaged.out().contains("  index: "), damaged.out());
        Ended told = site.run("store", "repair", "--dry-run", "--config", site.config());
        assertEquals(Main.FAILED, told.status(), told.err());
        assertTrue(told.out().contains("  index: ") && !told.out().contains("made again"), told.out());
        Ended repaired = site.run("store", "repair", "--config", site.config());
        assertEquals(Main.DONE, repaired.status(), repaired.err());
        assertTrue(
                repaired.out()
                        .endsWith(
                                "volume v1: 0 segments mended, index made again, numbers of 0 accounts moved forward\n"
                                        + "volume v1, as it is now:\nvolume v1: sound\n"),
                repaired.out());
        Files.delete(index);
        assertEquals(
                Main.DONE,
                site.run("store", "rebuild-index", "--config", site.config()).status());
        assertEquals(
                Main.DONE, site.run("store", "check", "--config", site.config()).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "rebuild-index"})
    void worksWithoutTheUsers(String command) throws Complaint, IOException {
        Node.start(Configured.read(Path.of(site.config()))).close();
        site.ruinUsers();
        assertEquals(
                Main.WRONG,
                site.run("route", "explain", "a@example.net", "--config", site.config())
                        .status());
        Ended ended = site.run("store", command, "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
    }

    @Test
    void finalisesVolumesOfNodesThatRunAndThatDoNot() throws Complaint, IOException {
        String[] finalise = {"store", "finalise", "--yes", "--config", site.config()};
        assertTrue(site.run(finalise).err().startsWith("There is no volume"), "nothing is made");
        Node.start(Configured.read(Path.of(site.config()))).close();
        assertEquals(
                new Ended(Main.DONE, "volume v1: is of format 2 already\n", ""), site.run(finalise), "it is a new one");
        Path label = folder.resolve("data/v1/volume");
        String newest = Files.readString(label);
        String said =
                "volume v1: is of format 2 from now on; releases that know only format 1 cannot open it any more\n";
        Files.writeString(label, newest.replaceFirst(" 2 ", " 1 "));
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            assertTrue(stats().contains("  format: 1; 'waypost store finalise' gives it the newest\n"), stats());
            Ended running = site.run(finalise);
            assertEquals(new Ended(Main.DONE, said, "node mail1 runs: it does this itself\n"), running);
            assertTrue(stats().contains("  format: 2\n"), stats());
        }
        assertEquals(newest, Files.readString(label));
        Files.writeString(label, newest.replaceFirst(" 2 ", " 1 "));
        assertEquals(new Ended(Main.DONE, said, ""), site.run(finalise));
        assertEquals(newest, Files.readString(label));
    }

    private String stats() {
        return site.run("store", "stats", "--config", site.config()).out();
    }

    @Test
    void withoutATerminalNothingIsFinalisedUnasked() throws Complaint, IOException {
        Node.start(Configured.read(Path.of(site.config()))).close();
        Path label = folder.resolve("data/v1/volume");
        String older = Files.readString(label).replaceFirst(" 2 ", " 1 ");
        Files.writeString(label, older);
        Ended ended = site.run("store", "finalise", "--config", site.config());
        assertEquals(
                new Ended(Main.WRONG, "", "There is no terminal to ask on. Say --yes to give up older releases.\n"),
                ended);
        assertEquals(older, Files.readString(label));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "repair", "rebuild-index", "compact", "stats", "finalise --yes"})
    void aVolumeOfANewerFormatIsLeftAlone(String command) throws Complaint, IOException {
        Node.start(Configured.read(Path.of(site.config()))).close();
        Path label = folder.resolve("data/v1/volume");
        Files.writeString(label, Files.readString(label).replaceFirst(" 2 ", " 3 "));
        Ended ended = site.run(("store " + command + " --config " + site.config()).split(" ", -1));
        assertEquals(Main.FAILED, ended.status());
        assertTrue(
                ended.err().contains(": The volume is of format 3, and this release reads none above 2: "),
                ended.err());
    }

    @Test
    void unknownVolume() {
        Ended ended = site.run("store", "check", "--volume", "v9", "--config", site.config());
        assertEquals(new Ended(Main.WRONG, "", "The configuration has no volume v9.\n"), ended);
    }

    /** The node goes on without the volume, and so the command has it. */
    @Test
    void aVolumeThatItsNodeCouldNotOpenIsChecked() throws Complaint, IOException {
        site.second();
        Node.start(Configured.read(Path.of(site.config()))).close();
        Files.writeString(folder.resolve("data/v2/volume"), "waypost-volume 1 9 " + new UUID(1, 2) + "\n");
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Ended ended = site.run("store", "check", "--config", site.config());
            assertEquals(Main.DONE, ended.status(), ended.err());
            assertTrue(
                    ended.out().contains("volume v1: sound\n") && ended.out().endsWith("volume v2: sound\n"),
                    ended.out());
        }
    }

    @Test
    void saysWhyARunningNodeCannotBeAsked() throws Complaint, IOException {
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Files.delete(folder.resolve("data/run/admin"));
            Ended ended = site.run("store", "check", "--config", site.config());
            assertEquals(Main.FAILED, ended.status());
            assertTrue(ended.err().startsWith("A running node has the volumes, and cannot be asked at "), ended.err());
            assertTrue(ended.err().contains("No such file or directory"), ended.err());
        }
    }
}
