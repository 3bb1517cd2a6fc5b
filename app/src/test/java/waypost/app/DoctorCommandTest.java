package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** {@code waypost doctor directory}. */
final class DoctorCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
        site.addUser("anna@example.net");
    }

    private void change(String before, String after) throws IOException {
        Path file = Path.of(site.config());
        Files.writeString(file, Files.readString(file).replace(before, after));
    }

    private Ended doctor() {
        return site.run("doctor", "directory", "--config", site.config());
    }

    @Test
    void nothingIsWrong() {
        Ended ended = doctor();
        assertEquals(Main.DONE, ended.status(), ended.out());
        assertEquals("""
                User map users asks directory main.
                  ldap://127.0.0.1:PORT answers, and shows what must be there.
                  1 entries of users, nothing is wrong.
                """, ended.out().replaceFirst("127.0.0.1:\\d+", "127.0.0.1:PORT"));
    }

    @Test
    void tellsWhatIsWrongWithEntries() throws IOException {
        site.addUser("bert@elsewhere.example");
        change("mail1", "mail2");
        Ended ended = doctor();
        assertEquals(Main.FAILED, ended.status());
        assertTrue(
                ended.out()
                        .contains(
                                "  uid=anna@example.net,ou=users,dc=waypost: mailHost names no node or volume: mail1\n"),
                ended.out());
        assertTrue(ended.out().endsWith("""
                                  2 entries of users, of these:
                                    2 entries whose host names no node or volume
                                    1 entries that have no address in a domain of the map
                                """), ended.out());
    }

    @Test
    void saysWhatCannotBeAsked() throws IOException {
        int nobody = Site.unusedPort();
        change("base: dc=waypost}", "base: dc=waypost, uris: [\"ldap://127.0.0.1:" + nobody + "\"]}");
        Ended ended = doctor();
        assertEquals(Main.WRONG, ended.status());
        assertTrue(ended.out().contains("  ldap://127.0.0.1:" + nobody + " does not answer: "), ended.out());
        assertTrue(ended.out().contains("  Its entries cannot be read: "), ended.out());
    }

    @Test
    void aFileWasReadAlready() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "anna@example.net - mail1\n");
        change("type: ldap-password, directory: main,", "type: file, file: \"" + users + "\",");
        assertEquals(
                new Ended(Main.DONE, "User map users is a file, and was read with the configuration.\n", ""), doctor());
    }
}
