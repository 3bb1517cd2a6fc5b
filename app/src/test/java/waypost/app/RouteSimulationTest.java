package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.app.Site.Ended;

/** {@code waypost route simulate}. */
final class RouteSimulationTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
        site.addUser("anna@example.net");
        site.addUser("bert@example.net");
    }

    /** The site's configuration with this changed. */
    private String changed(String before, String after) throws IOException {
        String text = Files.readString(Path.of(site.config()));
        assertTrue(text.contains(before), text);
        return Files.writeString(folder.resolve("new.yaml"), text.replace(before, after))
                .toString();
    }

    private Ended simulate(String changed, String... further) {
        return site.run(Stream.concat(
                        Stream.of("route", "simulate", "--config", site.config(), "--with", changed),
                        Stream.of(further))
                .toArray(String[]::new));
    }

    @Test
    void nothingDiffers() throws IOException {
        Ended ended = simulate(changed("node: {", "node: { "));
        assertEquals(new Ended(Main.DONE, "2 addresses asked about; different: 0\n", ""), ended);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "domains: [example.net] ; domains: [example.org] ; is known by map users, would be unknown ; known or not",
                "{name: users, ; {name: people, ; user map is users, would be people ; user map",
                "base: dc=waypost ; base: dc=waypost, attributes: {host: uid} ;"
                        + " is known by map users, would be put off (uid=anna@example.net,ou=users,dc=waypost: uid names no node:"
                        + " anna@example.net) ; put off or not",
                "base: dc=waypost ; base: dc=waypost, attributes: {id: cn} ; , would be anna ; account id",
                "base: dc=waypost ; base: dc=waypost, filter: \"(|(mail=%e)(objectClass=person))\" ;"
                        + " is known by map users, would be several entries ( ; one entry or several",
            })
    void tellsWhatMailAndLogInsDifferIn(String before, String after, String words, String count) throws IOException {
        differs("anna@example.net: ", changed(before, after), words, count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ldap-password ; ldap-bind ; check of the password is a comparison with its hash, would be a bind ;"
                        + " check of the password",
                "base: dc=waypost ; base: dc=waypost, attributes: {password: description} ;"
                        + " is known by map users, would be without a password to compare in map users ; a password or none",
            })
    void tellsWhatLogInsDifferIn(String before, String after, String words, String count) throws IOException {
        differs("anna@example.net, logging in: ", changed(before, after), words, count);
    }

    private void differs(String who, String changed, String words, String count) {
        Ended ended = simulate(changed);
        assertEquals(Main.FAILED, ended.status(), ended.toString());
        String first = ended.out().lines().findFirst().orElse("");
        assertTrue(first.startsWith(who) && first.contains(words), ended.out());
        assertTrue(ended.out().endsWith("2 addresses asked about; different: 2\n  " + count + ": 2\n"), ended.out());
    }

    @Test
    void tellsAllThatDiffers() throws IOException {
        String present = inFile("present", """
                anna@example.net - v1 service=imap quota=5
                bert@example.net - mail1
                """);
        String future = inFile("future", """
                anna@example.net - mail1 service=pop3 state=locked quota=6 id=7
                cora@example.net - mail1 alias=bert@example.net
                """);
        Ended ended = site.run("route", "simulate", "--config", present, "--with", future);
        assertEquals(Main.FAILED, ended.status(), ended.err());
        assertEquals("""
                anna@example.net: node is mail1, volume v1, would be mail1
                anna@example.net: account id is anna@example.net, would be 7
                anna@example.net: state is active, would be locked
                anna@example.net: services are imap, would be pop3
                anna@example.net: limits are storage:5, would be storage:6
                bert@example.net: account id is bert@example.net, would be cora@example.net
                bert@example.net: primary address is bert@example.net, would be cora@example.net
                cora@example.net: is unknown, would be known by map users
                cora@example.net, logging in: is unknown, would be without a password to compare in map users
                3 addresses asked about; different: 3
                  known or not: 1
                  node: 1
                  account id: 2
                  primary address: 1
                  state: 1
                  services: 1
                  limits: 1
                  a password or none: 1
                """, ended.out());
    }

    /** The site with these users in a file. */
    private String inFile(String name, String users) throws IOException {
        Path file = Files.writeString(folder.resolve(name), users);
        String map = "type: file, file: \"%s\", domains".formatted(file);
        String text =
                Files.readString(Path.of(site.config())).replace("type: ldap-password, directory: main, domains", map);
        return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
    }

    @Test
    void aVolumeThatMovesIsAnotherNode() throws IOException {
        String users = "anna@example.net - v1\n";
        String present = inFile("users", users);
        Path future = Files.writeString(
                folder.resolve("new.yaml"), Files.readString(Path.of(present)).replace("name: mail1", "name: mail2"));
        assertEquals(
                "anna@example.net: node is mail1, volume v1, would be mail2, volume v1\n",
                site.run("route", "simulate", "--config", present, "--with", future.toString())
                        .out()
                        .replaceFirst("(?s)1 addresses.*", ""));
    }

    @Test
    void asksAboutAddressesOfAFileToo() throws IOException {
        Path file = Files.writeString(folder.resolve("addresses"), "# of a test\n\n anna \nx@example.org\nx y@z\n");
        String changed = changed("default-domain: example.net", "default-domain: example.org");
        Ended ended = simulate(changed, "--sample", "0", "--addresses", file.toString());
        assertEquals(Main.FAILED, ended.status());
        assertEquals("""
                anna: is known by map users, would be unknown
                3 addresses asked about; different: 1
                  known or not: 1
                """, ended.out());
        Ended none = simulate(changed, "--addresses", folder.resolve("none").toString());
        assertEquals(Main.WRONG, none.status());
        assertTrue(none.err().contains("cannot be read"), none.err());
    }

    @Test
    void aSampleIsTheSameEachTime() throws IOException {
        String changed = changed("domains: [example.net]", "domains: [example.org]");
        Ended ended = simulate(changed, "--sample", "1");
        assertEquals(Main.FAILED, ended.status());
        assertTrue(
                ended.out()
                        .contains("1 addresses asked about, a sample of those that the user maps have; different: 1"),
                ended.out());
        assertEquals(ended, simulate(changed, "--sample", "1"));
        assertEquals(Main.WRONG, simulate(changed, "--sample", "-1").status());
    }

    @Test
    void aDirectoryThatCannotBeAskedIsNoDifference() throws IOException {
        String down = changed(
                "{name: main, base: dc=waypost}",
                "{name: main, base: dc=waypost, uris: [\"ldap://127.0.0.1:" + Site.unusedPort() + "\"]}");
        Ended ended = simulate(down);
        assertEquals(Main.WRONG, ended.status());
        assertEquals("", ended.out());
        assertTrue(ended.err().startsWith("Nothing can be said: directory main cannot be asked: ldap://"), ended.err());
        Path file = Files.writeString(folder.resolve("addresses"), "anna\nb@elsewhere.example\n");
        Ended asked = simulate(down, "--sample", "0", "--addresses", file.toString());
        assertEquals(Main.WRONG, asked.status());
        assertEquals(
                List.of(
                        "2 addresses asked about; different: 0",
                        "Of 1 addresses nothing can be said, as a directory could not be asked: directory main: "),
                asked.out()
                        .lines()
                        .map(line -> line.replaceFirst("(directory main: ).*", "$1"))
                        .toList());
    }

    @Test
    void changesNothing() throws IOException {
        String elsewhere = changed("/data\", hostname", "/other\", hostname");
        Ended ended = simulate(elsewhere);
        assertEquals(Main.WRONG, ended.status());
        assertEquals("The embedded directory is not there yet: " + folder + "/other/directory\n", ended.err());
        assertFalse(Files.exists(folder.resolve("other")));
    }
}
