package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.app.Site.Ended;
import waypost.config.Configuration;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Service;

/** {@code waypost user} and {@code waypost domain} on an embedded directory that no node runs. */
final class UserCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
    }

    @Test
    void addsAndLists() {
        Ended added = site.typing(
                "secret\n",
                "user",
                "add",
                "Anna@EXAMPLE.net",
                "--password-stdin",
                "--alias",
                "a.nna@example.net",
                "--config",
                site.config());
        assertEquals(new Ended(Main.DONE, "Anna@EXAMPLE.net added; the mailbox will be on mail1\n", ""), added);
        Ended elsewhere = site.addUser("bert@example.org");
        assertEquals(Main.DONE, elsewhere.status());
        assertTrue(
                elsewhere.out().contains("\nMail for example.org is not taken yet: no user map has the domain. Write"),
                elsewhere.out());
        Ended all = site.run("user", "list", "--config", site.config());
        assertEquals(
                List.of("anna@example.net\tmail1\tactive\ta.nna@example.net", "bert@example.org\tmail1\tactive\t"),
                all.out().lines().toList());
        Ended one = site.run("user", "list", "Example.ORG", "--config", site.config());
        assertEquals("bert@example.org\tmail1\tactive\t\n", one.out());
    }

    @Test
    void passwordsWork() throws Complaint {
        site.addUser("anna@example.net");
        assertTrue(logsIn("secret"));
        Ended changed = site.typing(
                "other\n", "user", "passwd", "anna@example.net", "--password-stdin", "--config", site.config());
        assertEquals(Main.DONE, changed.status());
        assertTrue(logsIn("other") && !logsIn("secret"));
    }

    @Test
    void classesAreThoseOfTheConfiguration() throws IOException {
        Path file = Path.of(site.config());
        Files.writeString(
                file, Files.readString(file) + "classes: [{name: default, messages: 7}, {name: Staff, sessions: 9}]\n");
        String[] add = {"user", "add", "anna@example.net", "--class", "staff", "--password-stdin"};
        Ended added = site.typing("secret\n", with(add));
        assertEquals(Main.DONE, added.status(), added.err());
        assertEquals(
                List.of("class: staff", "messages: 7, by class default", "sessions: 9, by class Staff"), allowed());
        done("anna@example.net: class staff", "user", "class", "anna@example.net");
        done("anna@example.net: class default", "user", "class", "anna@example.net", "default");
        done("anna@example.net: class Staff", "user", "class", "anna@example.net", "Staff");
        done("anna@example.net: no class of its own", "user", "class", "anna@example.net", "--clear");
        assertEquals(List.of("messages: 7, by class default"), allowed());
        Ended gold = site.run(with("user", "class", "anna@example.net", "gold"));
        assertEquals(new Ended(Main.WRONG, "", "The configuration has no class gold. It has: Staff, default\n"), gold);
        failed("bert@example.net: the directory has no such user.", "user", "class", "bert@example.net", "staff");
        Files.writeString(file, Files.readString(file).replace("name: Staff", "name: other"));
        Files.writeString(file, Files.readString(file).replace("{name: default, messages: 7}, ", ""));
        assertEquals(List.of(), allowed());
    }

    private void done(String said, String... command) {
        assertEquals(new Ended(Main.DONE, said + "\n", ""), site.run(with(command)));
    }

    private void failed(String said, String... command) {
        assertEquals(new Ended(Main.FAILED, "", said + "\n"), site.run(with(command)));
    }

    @Test
    void quotasAndServicesAreShownSaidAndCleared() {
        site.addUser("anna@example.net");
        done("anna@example.net: no quota of its own", "user", "quota", "anna@example.net");
        done("anna@example.net: quota 5368709120", "user", "quota", "anna@example.net", "5 GiB");
        done("anna@example.net: quota 5368709120", "user", "quota", "anna@example.net");
        done("anna@example.net: quota 9223372036854775807", "user", "quota", "anna@example.net", "unlimited");
        done("anna@example.net: no quota of its own", "user", "quota", "anna@example.net", "--clear");
        Ended much = site.run(with("user", "quota", "anna@example.net", "much"));
        assertEquals(new Ended(Main.WRONG, "", "not a size: much.\n"), much);
        done("anna@example.net: services imap web", "user", "services", "anna@example.net", "web", "IMAP");
        done("anna@example.net: services imap web", "user", "services", "anna@example.net");
        assertTrue(site.run(with("route", "explain", "anna@example.net")).out().contains("imap web, by the entry"));
        Ended both = site.run(with("user", "services", "anna@example.net", "web", "--clear"));
        assertEquals(new Ended(Main.WRONG, "", "Say what it is to be, or --clear.\n"), both);
        done("anna@example.net: no services of its own", "user", "services", "anna@example.net", "--clear");
        assertEquals(
                Main.WRONG,
                site.run(with("user", "services", "anna@example.net", "gopher")).status());
        failed("bert@example.net: the directory has no such user.", "user", "quota", "bert@example.net");
    }

    @Test
    void hostsAreThoseOfTheConfiguration() throws IOException {
        site.addUser("anna@example.net");
        done("""
                anna@example.net: host v1
                A mailbox that is there already stays where it is, and is found there; a new one is made here.
                To take it to another volume of its node: waypost account move""", "user", "host", "anna@example.net", "v1");
        done("anna@example.net: host v1", "user", "host", "anna@example.net");
        Ended nowhere = site.run(with("user", "host", "anna@example.net", "store9"));
        assertEquals(
                new Ended(Main.WRONG, "", "The configuration has no node or volume store9. It has: mail1, v1\n"),
                nowhere);
        Path file = Path.of(site.config());
        String nodes = "nodes: [{name: mail1}, {name: fe1, roles: [proxy]}, {name: store2, volumes: [v2]}]\n";
        Files.writeString(file, Files.readString(file) + nodes);
        Ended front = site.run(with("user", "host", "anna@example.net", "fe1"));
        String stores = "The configuration has no node or volume fe1. It has: mail1, store2, v1, v2\n";
        assertEquals(new Ended(Main.WRONG, "", stores), front, "a front end keeps no mailboxes");
        done("""
                anna@example.net: no host of its own
                Until it has a host again, its mail is put off, and nobody logs in.""", "user", "host", "anna@example.net", "--clear");
    }

    @Test
    void showsWhatTheEntryHas() {
        String[] add = {
            "user",
            "add",
            "anna@example.net",
            "--password-stdin",
            "--alias",
            "a.nna@example.net",
            "--service",
            "imap",
            "--service",
            "smtp",
            "--quota",
            "1KiB",
            "--class",
            "default"
        };
        assertEquals(Main.DONE, site.typing("secret\n", with(add)).status());
        site.run(with("user", "forward", "anna@example.net", "bert@example.net", "--keep-copy"));
        Ended shown = site.run(with("user", "show", "a.nna@example.net"));
        assertEquals("""
                address:   anna@example.net
                further:   a.nna@example.net
                log-in:    anna@example.net
                state:     active
                host:      mail1
                services:  imap smtp
                quota:     1024
                class:     default
                forwards:  bert@example.net, and keeps a copy
                entry:     uid=anna@example.net,ou=users,dc=waypost
                """, shown.out().replaceFirst("(?m)^id: +[0-9a-f-]{36}\n", ""));
        failed("bert@example.net: the directory has no such user.", "user", "show", "bert@example.net");
    }

    @Test
    void renames() throws Complaint {
        site.addUser("anna@example.net");
        done(
                "anna@example.net is berg@example.net now; the old address stays a further one",
                "user",
                "rename",
                "anna@example.net",
                "berg@example.net");
        assertTrue(logsIn("secret"));
        done("""
                berg@example.net is berg@example.org now; the old address is nobody's
                Mail for example.org is not taken yet: no user map has the domain. Write it in domains of one, or domain-query: "(associatedDomain=%d)", so that it has those of the directory.
                berg@example.org logs in as berg, too""", "user", "rename", "berg@example.net", "berg@example.org", "--give-up", "--login", "berg");
        assertEquals(
                "berg@example.org\tmail1\tactive\tanna@example.net\n",
                site.run(with("user", "list")).out());
        Ended nothing = site.run(with("user", "rename", "anna@example.net"));
        assertEquals(new Ended(Main.WRONG, "", "What is it to be? Say the new address, or --login NAME.\n"), nothing);
        failed(
                "nobody@example.net: the directory has no such user.",
                "user",
                "rename",
                "nobody@example.net",
                "x@example.net");
    }

    private String[] with(String... command) {
        return Stream.concat(Arrays.stream(command), Stream.of("--config", site.config()))
                .toArray(String[]::new);
    }

    /** What is explained of class, messages and sessions. */
    private List<String> allowed() {
        return site.run(with("route", "explain", "anna@example.net"))
                .out()
                .lines()
                .filter(line -> line.matches("(class|messages|sessions): .*"))
                .map(line -> line.replaceAll(": +", ": "))
                .toList();
    }

    @Test
    void revocationsAreCounted() throws Complaint {
        site.addUser("anna@example.net");
        for (long count = 0; count < 3; count++) {
            assertEquals(count, revoked());
            Ended done = site.run("user", "revoke", "anna@example.net", "--config", site.config());
            assertEquals(new Ended(Main.DONE, "anna@example.net: all sessions are to end\n", ""), done);
        }
        Ended nobody = site.run("user", "revoke", "nobody@example.net", "--config", site.config());
        assertEquals(Main.FAILED, nobody.status());
    }

    private long revoked() throws Complaint {
        Configuration configuration = Configured.read(Path.of(site.config()));
        try (Directories directories = Directories.open(configuration)) {
            Answer answer = directories.maps().authenticate("anna@example.net", new Secret("secret"), Service.IMAP);
            return ((Answer.Granted) answer).basis().generation().revoked();
        }
    }

    private boolean logsIn(String password) throws Complaint {
        Configuration configuration = Configured.read(Path.of(site.config()));
        try (Directories directories = Directories.open(configuration)) {
            return directories.maps().authenticate("anna@example.net", new Secret(password), Service.IMAP)
                    instanceof Answer.Granted;
        }
    }

    @Test
    void deletes() {
        site.addUser("anna@example.net");
        Ended unsure = site.run("user", "delete", "anna@example.net", "--config", site.config());
        assertEquals(Main.WRONG, unsure.status());
        assertTrue(unsure.err().contains("--yes"));
        Ended sure = site.run("user", "delete", "anna@example.net", "--yes", "--config", site.config());
        assertEquals(Main.DONE, sure.status());
        Ended again = site.run("user", "delete", "anna@example.net", "--yes", "--config", site.config());
        assertEquals(new Ended(Main.FAILED, "", "anna@example.net: the directory has no such user.\n"), again);
    }

    @Test
    void declinesWithASentence() {
        site.addUser("anna@example.net");
        Ended twice = site.addUser("anna@example.net");
        assertEquals(Main.FAILED, twice.status());
        assertTrue(twice.err().contains("already"), twice.err());
        Ended nowhere = site.typing(
                "x\n",
                "user",
                "add",
                "b@example.net",
                "--password-stdin",
                "--node",
                "store9",
                "--config",
                site.config());
        assertEquals(
                new Ended(Main.WRONG, "", "The configuration has no node or volume store9. It has: mail1, v1\n"),
                nowhere);
        Ended empty = site.typing("\n", "user", "add", "b@example.net", "--password-stdin", "--config", site.config());
        assertEquals(new Ended(Main.WRONG, "", "The password is empty.\n"), empty);
        Ended unknown = site.run("user", "list", "--directory", "other", "--config", site.config());
        assertEquals(new Ended(Main.WRONG, "", "The configuration has no directory other. It has: main\n"), unknown);
    }

    @Test
    void asksTheRunningDirectory() throws Complaint {
        Configuration configuration = Configured.read(Path.of(site.config()));
        try (Node node = Node.start(configuration)) {
            assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        }
        assertTrue(site.run("user", "list", "--config", site.config()).out().startsWith("anna@example.net"));
    }

    @Test
    void missingConfiguration() {
        Ended ended =
                site.run("user", "list", "--config", folder.resolve("none.yaml").toString());
        assertEquals(Main.WRONG, ended.status());
        assertTrue(
                ended.err().contains("no configuration file") && ended.err().contains("all-in-one.yaml"), ended.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "group", "alias", "domain", "route", "doctor", "cert", "store"})
    void groupsNeedACommandAndHaveHelp(String group) {
        assertEquals(Main.WRONG, site.run(group).status());
        Ended help = site.run(group, "--help");
        assertEquals(Main.DONE, help.status());
        assertTrue(help.out().contains("Commands:"), help.out());
    }
}
