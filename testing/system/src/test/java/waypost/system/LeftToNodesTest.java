package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** Of dora a file says that she is on Dovecot; full is in no map, and Dovecot has the names that no map has. Nobody but Dovecot has their passwords. It hears who the clients are. */
@Tag("peers")
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "Dovecot is started by root")
class LeftToNodesTest {
    private static final String RIGHT = "waypost";

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static Dovecot dovecot;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        dovecot = Dovecot.startAnnounced(temp.resolve("dovecot"), Ports.row(Dovecot.PORTS));
        cluster = Cluster.prepare(temp.resolve("cluster"));
        Path routes = Files.writeString(temp.resolve("routes"), "dora@example.test * dove\n");
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            Path configuration = cluster.configuration(member);
            String text = Files.readString(configuration)
                    .replace("nodes:\n", "nodes:\n" + dovecot.node() + "    proxy-protocol: true\n")
                    .replace("roles: [proxy], data", "roles: [proxy], source-addresses: [127.0.0.3], data");
            Files.writeString(configuration, text.replace("user-maps:\n", """
                            user-maps:
                              - {name: routes, type: file, file: "%s", domains: [example.test]}
                              - {name: old, type: node, node: dove, domains: [example.test]}
                            """.formatted(routes)));
        }
        cluster.start(Member.DIRECTORY);
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "alice", "dora", "full");
    }

    @AfterAll
    static void stop() throws Exception {
        try (Cluster _ = cluster;
                Dovecot _ = dovecot) {
            // each is closed, whatever happens to the other
        }
    }

    @Test
    void dovecotSaysWhoseThePasswordsAre() throws Exception {
        for (String user : List.of("dora", "full")) {
            assertTrue(LogIn.imap(cluster, user, "guess").contains("NO [AUTHENTICATIONFAILED] "), user);
            assertTrue(LogIn.imap(cluster, user, RIGHT).contains(" OK "), user);
            assertTrue(LogIn.pop3(cluster, user, "guess").startsWith("-ERR [AUTH] "), user);
            assertTrue(LogIn.pop3(cluster, user, RIGHT).startsWith("+OK "), user);
            assertTrue(LogIn.submission(cluster, user, "guess").startsWith("535 5.7.8"), user);
            assertTrue(LogIn.submission(cluster, user, RIGHT).startsWith("235 2.7.0"), user);
        }
        for (String service : List.of("imap", "pop3")) {
            String login = service + "-login: Info: Login: user=<dora@example.test>, method=PLAIN, rip=";
            assertTrue(dovecot.log().contains(login + "127.0.0.1,"), dovecot.log());
            assertFalse(dovecot.log().contains(login + "127.0.0.3,"), "the front end's own address");
        }
        assertTrue(LogIn.imap(cluster, "ghost", RIGHT).contains("NO [AUTHENTICATIONFAILED] "));
        assertTrue(LogIn.imap(cluster, "alice", RIGHT).contains(" OK "));
    }

    @Test
    void mailForNamesThatNoMapHasIsDovecotsToRefuse() throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "for a name that no map has", "full"));
        assertEquals(1, Mail.count(cluster, "full", "for a name that no map has"));
        try (LineClient smtp = LineClient.clear(cluster.authority(), cluster.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            assertTrue(smtp.smtp("RCPT TO:<ghost@example.test>").startsWith("550 5.1.1"));
            assertTrue(smtp.smtp("RCPT TO:<full@example.test>").startsWith("250 "));
        }
    }

    @Test
    void whileDovecotIsAwayTheyArePutOff() throws Exception {
        dovecot.close();
        try {
            assertTrue(LogIn.imap(cluster, "dora", RIGHT).contains("NO [UNAVAILABLE] "));
            assertTrue(LogIn.submission(cluster, "dora", RIGHT).startsWith("454 "));
            assertTrue(LogIn.imap(cluster, "full", RIGHT).contains("NO [UNAVAILABLE] "));
            assertTrue(LogIn.imap(cluster, "alice", RIGHT).contains(" OK "));
        } finally {
            dovecot = Dovecot.startAnnounced(dovecot.folder(), dovecot.first());
        }
    }
}
