package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.app.Site.Ended;

/** {@code waypost route explain}. */
final class RouteCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
    }

    @Test
    void explainsTheWay() {
        site.addUser("anna@example.net");
        Ended ended = site.run("route", "explain", "Anna+news", "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
        assertTrue(ended.out().replaceAll("127.0.0.1:\\d+", "HERE").startsWith("""
                                address:   anna@example.net, tag news
                                map:       users
                                  base:    dc=waypost
                                  asked:   main (|(mail=anna@example.net)(mailLocalAddress=anna@example.net))
                                  server:  ldap://HERE, showed the entry
                                  entry:   uid=anna@example.net,ou=users,dc=waypost
                                """), ended.out());
        assertTrue(ended.out().contains("    mailHost: mail1\n"), ended.out());
        assertTrue(ended.out().contains("  state:   active\n  says:    has anna@example.net\n"), ended.out());
        assertTrue(ended.out().contains("\nanswered:  as the maps say\n"), ended.out());
        assertTrue(ended.out().contains("route:     mail1\nnode:      mail1\n"), ended.out());
        assertFalse(ended.out().contains("SSHA"), ended.out());
    }

    @Test
    void tellsWhyAnAccountIsOff() {
        site.addUser("anna@example.net");
        assertEquals(
                Main.DONE,
                site.run("user", "disable", "anna@example.net", "--config", site.config())
                        .status());
        Ended mail = site.run("route", "explain", "anna", "--config", site.config());
        assertEquals(Main.FAILED, mail.status());
        assertTrue(mail.out().contains("  state:   disabled, as waypostState is disabled\n"), mail.out());
        assertTrue(
                mail.out().endsWith("result:    refused (disabled)\nanswered:  refused for good (disabled)\n"),
                mail.out());
        Ended login = site.run("route", "explain", "anna", "--login", "--config", site.config());
        assertEquals(Main.FAILED, login.status());
        assertTrue(
                login.out().contains("log-in:    refused (disabled): smtp submission imap pop3 sieve web\n"),
                login.out());
    }

    /** There is no waypost to be asked. */
    @Test
    void aForeignNodeIsItsOwnOwner() throws Exception {
        Files.writeString(
                Path.of(site.config()),
                "nodes: [{name: mail1}, {name: old1, login: [password], imap: \"127.0.0.1:1\", tls: none}]\n",
                StandardOpenOption.APPEND);
        String[] add = {
            "user", "add", "cora@example.net", "--node", "old1", "--password-stdin", "--config", site.config()
        };
        assertEquals(Main.DONE, site.typing("secret\n", add).status());
        Ended ended = site.run("route", "explain", "cora", "--config", site.config());
        assertTrue(ended.out().endsWith("\nowner:     old1 itself, which is another product's\n"), ended.out());
    }

    @Test
    void tellsWhoHasItTwice() throws Exception {
        site.addUser("anna@example.net");
        site.addUser("bert@example.net");
        Path file = Path.of(site.config());
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("base: dc=waypost", "base: dc=waypost, filter: \"(|(mail=%e)(mailHost=mail1))\""));
        Ended ended = site.run("route", "explain", "anna", "--config", site.config());
        String both = "uid=anna@example.net,ou=users,dc=waypost and uid=bert@example.net,ou=users,dc=waypost";
        assertTrue(ended.out().contains("  entry:   " + both + "\n"), ended.out());
        assertTrue(ended.out().contains("  says:    is at fault: several entries: " + both + "\n"), ended.out());
    }

    @ParameterizedTest
    @CsvSource({
        "nobody@example.net, result:    unknown",
        "a@elsewhere.test, maps:      none has the domain",
        "'a b@@c', result:    refused (address)",
        "'a b@example.net', address:   cannot be one: what is before the @ cannot be anybody's",
        "'', address:   cannot be one: it is empty",
        "'NOBODYS\\anna', address:   cannot be one: what is before the backslash is none of addresses.short-domains"
    })
    void leadsNowhere(String address, String line) {
        Ended ended = site.run("route", "explain", address, "--config", site.config());
        assertEquals(Main.FAILED, ended.status());
        assertTrue(ended.out().contains(line), ended.out());
    }
}
