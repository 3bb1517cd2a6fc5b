package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

class HealthCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aRunningNodeTellsHowItStandsWithItsUserMaps() throws Exception {
        Site site = Site.in(folder);
        site.addUser("anna@example.net");
        String[] command = {"health", "--config", site.config()};
        assertEquals(
                "No node runs with this configuration.\n", site.run(command).err());
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended ended = site.run(command);
            assertEquals("user map users: ok\n", ended.out(), ended.err());
            assertEquals(Main.DONE, ended.status());
        }
    }
}
