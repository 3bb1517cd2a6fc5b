package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** {@code waypost group} and {@code waypost alias} on an embedded directory that no node runs. */
final class GroupCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
        site.addUser("anna@example.net");
        site.addUser("bert@example.net");
    }

    private Ended run(String... words) {
        return site.run(Stream.concat(Stream.of(words), Stream.of("--config", site.config()))
                .toArray(String[]::new));
    }

    private static void done(String said, Ended ended) {
        assertEquals(new Ended(Main.DONE, said + "\n", ""), ended);
    }

    private static void failed(String said, Ended ended) {
        assertEquals(new Ended(Main.FAILED, "", said + "\n"), ended);
    }

    @Test
    void groupsComeAndGo() {
        done("team@example.net added, members: 1", run("group", "add", "team@example.net", "anna@example.net"));
        done(
                "bert@example.net is a member of team@example.net",
                run("group", "join", "team@example.net", "bert@example.net"));
        done("team@example.net\tanna@example.net bert@example.net", run("group", "list"));
        Ended explained = run("route", "explain", "team@example.net");
        assertTrue(explained.out().endsWith("""
                mail:      for 2 accounts
                  anna@example.net, node mail1
                  bert@example.net, node mail1
                """), explained.out());
        assertEquals(Main.DONE, explained.status());
        done(
                "anna@example.net is no member of team@example.net any more",
                run("group", "leave", "team@example.net", "anna@example.net"));
        Ended alone = run("route", "explain", "team@example.net");
        assertTrue(alone.out().contains("result:    account bert@example.net,"), alone.out());
        done(
                "all@example.net added, members: 2",
                run("group", "add", "all@example.net", "team@example.net", "anna@example.net"));
        done("all@example.net\tanna@example.net team@example.net", run("group", "list", "All@example.net"));
        done("team@example.net deleted", run("group", "delete", "team@example.net", "--yes"));
    }

    @Test
    void whatCannotBeDoneIsASentence() {
        run("group", "add", "team@example.net", "anna@example.net");
        failed(
                "team@example.net: the directory has that address or domain already.",
                run("group", "add", "team@example.net", "bert@example.net"));
        failed(
                "anna@example.net: the directory has that address or domain already.",
                run("group", "add", "anna@example.net", "bert@example.net"));
        failed("none@example.net: a group has a member at least", run("group", "add", "none@example.net"));
        failed(
                "team@example.net: the directory has no entry, or several, with the address nobody@example.net",
                run("group", "join", "team@example.net", "nobody@example.net"));
        failed(
                "team@example.net: anna@example.net is a member of it already",
                run("group", "join", "team@example.net", "anna@example.net"));
        failed("nobody@example.net: the directory has no such group.", run("group", "list", "nobody@example.net"));
        failed(
                "team@example.net: the directory has no such group or member.",
                run("group", "leave", "team@example.net", "bert@example.net"));
        failed(
                "anna@example.net: the directory has no such group.",
                run("group", "delete", "anna@example.net", "--yes"));
        failed("team@example.net: the directory has no such user.", run("user", "delete", "team@example.net", "--yes"));
        assertEquals(Main.WRONG, run("group", "delete", "team@example.net").status());
    }

    @Test
    void aliasesAreFurtherAddresses() {
        done(
                "info@example.net is an address of anna@example.net",
                run("alias", "add", "info@example.net", "anna@example.net"));
        assertEquals(
                List.of("info@example.net\tanna@example.net"),
                run("alias", "list").out().lines().toList());
        failed(
                "info@example.net: the directory has that address or domain already.",
                run("alias", "add", "info@example.net", "bert@example.net"));
        failed(
                "anna@example.net: that is the primary address of uid=anna@example.net,ou=users,dc=waypost",
                run("alias", "delete", "anna@example.net"));
        done("info@example.net deleted", run("alias", "delete", "info@example.net"));
        failed("info@example.net: the directory has no such alias.", run("alias", "delete", "info@example.net"));
    }

    @Test
    void aUserGetsWhatIsLeftOverInADomain() {
        done("@example.net is an address of anna@example.net", run("alias", "add", "@example.net", "anna@example.net"));
        done("@example.net\tanna@example.net", run("alias", "list"));
        done("@example.net deleted", run("alias", "delete", "@example.net"));
    }

    /** Of somebody whom the directory does not have. */
    @Test
    void anAliasMayBeAnEntry() {
        done(
                "old@example.net is an address of cora@example.net",
                run("alias", "add", "old@example.net", "cora@example.net"));
        done("old@example.net\tcora@example.net", run("alias", "list"));
        assertTrue(run("route", "explain", "old@example.net").out().contains("says:    leads to cora@example.net"));
        done("old@example.net deleted", run("alias", "delete", "old@example.net"));
        assertEquals("", run("alias", "list").out());
    }

    @Test
    void usersForward() {
        done(
                "Mail for anna@example.net goes to bert@example.net, and stays",
                run("user", "forward", "anna@example.net", "bert@example.net", "--keep-copy"));
        assertTrue(run("route", "explain", "anna@example.net").out().contains("mail:      for 2 accounts\n"));
        done(
                "Mail for anna@example.net goes to bert@example.net",
                run("user", "forward", "anna@example.net", "bert@example.net"));
        Ended explained = run("route", "explain", "anna@example.net");
        assertTrue(explained.out().contains("result:    account anna@example.net,"), explained.out());
        assertTrue(explained.out().endsWith("mail:      for bert@example.net, node mail1\n"), explained.out());
        done("Mail for anna@example.net stays", run("user", "forward", "anna@example.net"));
        Ended stays = run("route", "explain", "anna@example.net");
        assertTrue(stays.out().contains("\nnode:      mail1\n"), stays.out());
        assertFalse(stays.out().contains("\nmail: "), stays.out());
        failed("anna@example.net: not an address: b b", run("user", "forward", "anna@example.net", "b b"));
    }

    @Test
    void usersAreDisabledAndEnabled() {
        done("anna@example.net disabled", run("user", "disable", "anna@example.net"));
        assertTrue(run("user", "list").out().startsWith("anna@example.net\tmail1\tdisabled\t"));
        done("anna@example.net enabled", run("user", "enable", "anna@example.net"));
        assertTrue(run("user", "list").out().startsWith("anna@example.net\tmail1\tactive\t"));
        failed("nobody@example.net: the directory has no such user.", run("user", "disable", "nobody@example.net"));
    }
}
