package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** {@code waypost domain} on an embedded directory that no node runs. */
final class DomainCommandTest {
    private static final String NOT_TAKEN =
            "Mail for example.org is not taken yet: no user map has the domain. Write it"
                    + " in domains of one, or domain-query: \"(associatedDomain=%d)\", so that it has those of the directory.";

    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
    }

    private Ended run(String... words) {
        return site.run(Stream.concat(Stream.of(words), Stream.of("--config", site.config()))
                .toArray(String[]::new));
    }

    private void done(String said, String... words) {
        assertEquals(new Ended(Main.DONE, said + "\n", ""), run(words));
    }

    private void failed(String said, String... words) {
        assertEquals(new Ended(Main.FAILED, "", said + "\n"), run(words));
    }

    /** Has the user map take the domains that the directory has, and no others. */
    private void ask() throws IOException {
        Path file = Path.of(site.config());
        Files.writeString(
                file,
                Files.readString(file).replace("domains: [example.net]", "domain-query: \"(associatedDomain=%d)\""));
    }

    @Test
    void comeAndGo() throws IOException {
        ask();
        assertEquals(
                "anna@example.net added; the mailbox will be on mail1\n"
                        + "Mail for example.net is not taken yet: waypost domain add example.net\n",
                site.addUser("anna@example.net").out());
        done("Example.NET added", "domain", "add", "Example.NET");
        failed("example.net: the directory has that address or domain already.", "domain", "add", "example.net");
        done("example.net", "domain", "list");
        run("alias", "add", "postmaster@example.net", "anna@example.net");
        done("""
                domain:     example.net
                mail:       is taken
                entry:      associatedDomain=example.net,ou=domains,dc=waypost
                users:      1
                groups:     0
                aliases:    0
                postmaster: anna@example.net
                left over:  nobody's""", "domain", "show", "EXAMPLE.net");
        failed(
                "example.net: users: 1, groups: 0, aliases: 0 have addresses in it, as anna@example.net,"
                        + " postmaster@example.net",
                "domain",
                "delete",
                "example.net",
                "--yes");
        run("user", "delete", "anna@example.net", "--yes");
        assertEquals(Main.WRONG, run("domain", "delete", "example.net").status());
        done("example.net deleted", "domain", "delete", "example.net", "--yes");
        failed("example.net: the directory has no such domain.", "domain", "delete", "example.net", "--yes");
    }

    @Test
    void whatTheConfigurationSaysIsToldWhereItMatters() {
        done("example.org added\n" + NOT_TAKEN, "domain", "add", "example.org");
        done("""
                domain:     example.org
                mail:       is not taken
                entry:      associatedDomain=example.org,ou=domains,dc=waypost
                users:      0
                groups:     0
                aliases:    0
                postmaster: nobody
                left over:  nobody's""", "domain", "show", "example.org");
        done("example.org deleted", "domain", "delete", "example.org", "--yes");
        done("example.net added", "domain", "add", "example.net");
        done(
                "example.net deleted\nMail for example.net is taken on: a user map has the domain in the configuration.",
                "domain",
                "delete",
                "example.net",
                "--yes");
        failed("a b: not a domain.", "domain", "show", "a b");
        failed("a b: not a domain: a b", "domain", "add", "a b");
    }
}
