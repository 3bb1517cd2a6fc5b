package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** What a front end reads of an entry and its class holds at the node that has the mailbox, which knows of no classes. */
@Tag("peers")
class AccountClassesTest {
    private static final String CLASSES = """
            classes:
              - {name: default, messages: 3, sessions: 2}
              - {name: small, storage: 1 KiB, services: [smtp, imap]}
              - {name: free, messages: unlimited}
            """;

    @TempDir
    static Path temp;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        Path frontEnd = cluster.configuration(Member.FE1);
        Files.writeString(frontEnd, Files.readString(frontEnd) + "\n" + CLASSES);
        cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void isOf(String user, String named) throws Exception {
        try (LDAPConnection directory = OpenLdap.administrator(cluster)) {
            directory.modify(
                    "dn: uid=" + user + "@example.test,ou=users,dc=waypost",
                    "changetype: modify",
                    "replace: waypostClass",
                    "waypostClass: " + named);
        }
        cluster.restart(Member.FE1);
    }

    /** The answer to RCPT. */
    private static String offered(String user) throws IOException {
        try (LineClient smtp = LineClient.clear(cluster.authority(), cluster.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            return smtp.smtp("RCPT TO:<" + user + "@example.test>");
        }
    }

    private static LineClient imap(String user) throws IOException {
        LineClient imap = LineClient.tls(cluster.authority(), cluster.imaps());
        imap.line();
        imap.imap("LOGIN " + user + "@example.test waypost");
        return imap;
    }

    private static String quota(String user) throws IOException {
        try (LineClient imap = imap(user)) {
            return imap.imap("GETQUOTAROOT INBOX").get(1);
        }
    }

    @Test
    void mailAndSessionsAreThoseOfTheClass() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "no. " + i, "bob"));
        }
        assertTrue(offered("bob").startsWith("452 4.2.2 "), "three are all that the class of all has");
        assertEquals("* QUOTA \"\" (MESSAGE 3 3)", quota("bob"));
        isOf("bob", "free");
        assertTrue(offered("bob").startsWith("250 "), "the node hears it with the recipient");
        cluster.restart(Member.STORE2);
        Mail.awaitMailboxes(cluster, "bob");
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "the fourth", "bob"));
        isOf("bob", "small");
        assertTrue(quota("bob").matches("\\* QUOTA \"\" \\(STORAGE \\d+ 1 MESSAGE 4 3\\)"), quota("bob"));
        try (LineClient pop = LineClient.tls(cluster.authority(), cluster.pop3s())) {
            pop.line();
            pop.send("USER bob@example.test");
            pop.line();
            pop.send("PASS waypost");
            assertTrue(pop.line().startsWith("-ERR"), "its services are the class's, too");
        }
    }

    @Test
    void sessionsAreThoseOfTheClass() throws Exception {
        try (LineClient first = imap("carol");
                LineClient second = imap("carol");
                LineClient third = LineClient.tls(cluster.authority(), cluster.imaps())) {
            assertEquals("t OK NOOP completed", first.imap("NOOP").getLast());
            assertEquals("t OK NOOP completed", second.imap("NOOP").getLast());
            third.line();
            List<String> refused = third.imap("LOGIN carol@example.test waypost");
            assertTrue(refused.getLast().startsWith("t NO [LIMIT]"), refused::toString);
        }
    }
}
