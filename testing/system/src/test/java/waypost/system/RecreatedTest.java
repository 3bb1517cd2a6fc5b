package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/**
 * An entry is deleted in OpenLDAP, and another one made with its address: for somebody else. One front end is told nothing of it, and remembers the first for
 * five minutes; the other has never heard of either.
 */
@Tag("peers")
class RecreatedTest {
    private static final String FIRST = "waypost";
    private static final String SECOND = "another-secret";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path temp;

    @Test
    void nameGoesToAnotherEntry() throws Exception {
        Cluster cluster = Cluster.prepare(temp.resolve("cluster"));
        cluster.start(Member.DIRECTORY);
        List<Entry> entries = OpenLdap.entries(cluster);
        cluster.kill(Member.DIRECTORY);
        SecondFrontEnd.prepare(cluster);
        Path forgetful = cluster.configuration(Member.FE1);
        String base = "    base: dc=waypost\n";
        Files.writeString(forgetful, Files.readString(forgetful).replace(base, base + "    push: false\n"));
        try (OpenLdap directory = OpenLdap.start(cluster, entries, FIRST);
                cluster) {
            cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
            try (SecondFrontEnd other = SecondFrontEnd.start(cluster)) {
                Mail.awaitMailboxes(cluster, "alice", "bob", "carol");
                mailComesFirst(cluster, other, "alice", "store1");
                aLogInComesFirst(cluster, other, "bob", "store1"); // who was at the other node
                anOutageComesFirst(cluster, other, directory);
            }
        }
    }

    private static void mailComesFirst(Cluster cluster, Site other, String user, String host) throws Exception {
        begins(cluster, other, user, host);
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "to the second", user));
        isHis(other, user, SECOND);
        isHis(cluster, user, SECOND);
        assertEquals(Optional.of("t NO [AUTHENTICATIONFAILED] "), refused(cluster, user, FIRST));
        assertEquals(Optional.of("t NO [AUTHENTICATIONFAILED] "), refused(other, user, FIRST));
    }

    /** Whoever knows the first one's password gets nowhere with it. */
    private static void aLogInComesFirst(Cluster cluster, Site other, String user, String host) throws Exception {
        begins(cluster, other, user, host);
        assertEquals(Optional.of("t NO [UNAVAILABLE] "), refused(cluster, user, FIRST));
        assertEquals(Optional.of("t NO [AUTHENTICATIONFAILED] "), refused(cluster, user, FIRST));
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "to the second", user));
        isHis(cluster, user, SECOND);
        isHis(other, user, SECOND);
    }

    /** The first has mail, and a front end that remembers him and his password; the second logs in at the other one. */
    private static void begins(Cluster cluster, Site other, String user, String host) throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "to the first", user));
        assertEquals(Optional.empty(), refused(cluster, user, FIRST));
        assertEquals(1, Mail.count(cluster, user, "to the first"));
        anew(cluster, user, host);
        Instant end = Instant.now().plus(PATIENCE);
        Optional<String> no = refused(other, user, SECOND);
        while (no.isPresent()) {
            assertTrue(no.get().startsWith("t NO [UNAVAILABLE]"), no.get());
            assertTrue(Instant.now().isBefore(end), no.get());
            no = refused(other, user, SECOND);
        }
        try (Inbox inbox = open(other, user, SECOND)) {
            assertEquals(0, inbox.exists());
        }
    }

    /** What a node cannot ask is no reason to refuse anything for good. */
    private static void anOutageComesFirst(Cluster cluster, Site other, OpenLdap directory) throws Exception {
        begins(cluster, other, "carol", "store1");
        directory.close();
        assertEquals("451", recipient(cluster, "carol"));
        assertEquals("451", recipient(cluster, "carol"));
        try (OpenLdap _ = OpenLdap.again(cluster)) {
            Mail.awaitMailboxes(cluster, "carol");
            assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "to the second", "carol"));
            isHis(other, "carol", SECOND);
            isHis(cluster, "carol", SECOND);
        }
    }

    /** A new entry, with all that the old one had but its id and its password. */
    private static void anew(Cluster cluster, String user, String host) throws Exception {
        String dn = "uid=" + user + "@example.test,ou=users,dc=waypost";
        try (LDAPConnection ldap = OpenLdap.administrator(cluster)) {
            Entry entry = Objects.requireNonNull(ldap.getEntry(dn)).duplicate();
            entry.setAttribute("userPassword", OpenLdap.salted(SECOND));
            entry.setAttribute("mailHost", host);
            ldap.delete(dn);
            ldap.add(entry);
        }
    }

    private static void isHis(Site site, String user, String password) throws Exception {
        try (Inbox inbox = open(site, user, password)) {
            assertEquals(1, inbox.exists());
            assertEquals(1, inbox.search("SUBJECT \"to the second\"").size());
        }
    }

    private static Inbox open(Site site, String user, String password) throws IOException {
        List<String> refusal = new ArrayList<>();
        return Inbox.tryOpen(site, user, password, refusal).orElseThrow(() -> new AssertionError(refusal));
    }

    /** What the client hears, up to its code; empty where he is let in. */
    private static Optional<String> refused(Site site, String user, String password) throws IOException {
        List<String> refusal = new ArrayList<>();
        Optional<Inbox> inbox = Inbox.tryOpen(site, user, password, refusal);
        if (inbox.isPresent()) {
            inbox.get().close();
        }
        return refusal.stream().findFirst().map(answer -> answer.substring(0, answer.indexOf(']') + 2));
    }

    private static String recipient(Site site, String user) throws IOException {
        try (LineClient smtp = LineClient.clear(site.authority(), site.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            return smtp.smtp("RCPT TO:<" + user + "@example.test>").substring(0, 3);
        }
    }
}
