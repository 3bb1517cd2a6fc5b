package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void anIndexIsMadeWhereNobodyHasItOpen() throws Complaint {
        String command = "rebuild-index";
        Ended none = site.run("store", command, "--config", site.config());
        assertEquals(Main.FAILED, none.status());
        assertTrue(none.err().startsWith("There is no volume"), none.err());
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Ended running = site.run("store", command, "--config", site.config());
            assertEquals(Main.FAILED, running.status());
            assertTrue(running.err().contains("Stop the node first."), running.err());
        }
        Ended ended = site.run("store", command, "--volume", "v1", "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
        assertTrue(ended.out().endsWith("volume v1: sound\n"), ended.out());
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
    void unknownVolume() {
        Ended ended = site.run("store", "check", "--volume", "v9", "--config", site.config());
        assertEquals(new Ended(Main.WRONG, "", "The configuration has no volume v9.\n"), ended);
    }

    /** The node goes on without the volume, and so the command has it. */
    @Test
    void aVolumeThatItsNodeCouldNotOpenIsChecked() throws Complaint, IOException {
        site.second();
        Node.start(Configured.read(Path.of(site.config()))).close();
        Files.writeString(folder.resolve("data/v2/volume"), "waypost-volume 99 2 " + new UUID(1, 2) + "\n");
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
