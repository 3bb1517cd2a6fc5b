package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Contents;
import waypost.system.Cluster.Member;
import waypost.testkit.SambaProcess;

/** An entry gets another DN and another address, in a real directory: its mailbox is the same, under the new name, and there is no other. */
@Tag("peers")
class RenamedTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path temp;

    /** Of an entry. */
    @FunctionalInterface
    private interface Rename {
        void make() throws Exception;
    }

    @Test
    void inOpenLdap() throws Exception {
        Cluster cluster = Cluster.prepare(temp.resolve("cluster"));
        cluster.start(Member.DIRECTORY);
        List<Entry> entries = OpenLdap.entries(cluster);
        cluster.kill(Member.DIRECTORY);
        try (OpenLdap _ = OpenLdap.start(cluster, entries, "waypost");
                cluster) {
            cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
            Mail.awaitMailboxes(cluster, "alice");
            keepsTheMailbox(cluster, "waypost", () -> {
                try (LDAPConnection ldap = OpenLdap.administrator(cluster)) {
                    String users = ",ou=users,dc=waypost";
                    ldap.modifyDN("uid=alice@example.test" + users, "uid=alicia@example.test", true);
                    rename(ldap, "uid=alicia@example.test" + users);
                    ldap.modify(
                            "uid=alicia@example.test" + users,
                            new Modification(ModificationType.DELETE, "mailLocalAddress", "alice@example.test"));
                }
            });
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "user.name",
            matches = "root",
            disabledReason = "Samba listens on ports below 1024 only, which takes root")
    void inActiveDirectory() throws Exception {
        Cluster cluster = Cluster.prepare(temp.resolve("cluster"));
        try (SambaProcess samba = SambaProcess.first(temp.resolve("samba"), "ldap server require strong auth = no");
                cluster) {
            for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
                EndedSessionsTest.inDomain(cluster.configuration(member), samba);
            }
            EndedSessionsTest.add(samba);
            cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
            Mail.awaitMailboxes(cluster, "alice");
            keepsTheMailbox(cluster, EndedSessionsTest.PASSWORD + 0, () -> {
                try (LDAPConnection ldap = EndedSessionsTest.administrator(samba)) {
                    String users = ",CN=Users," + SambaProcess.BASE;
                    ldap.modifyDN("CN=alice" + users, "CN=alicia", true);
                    rename(ldap, "CN=alicia" + users);
                    ldap.modify(
                            "CN=alicia" + users,
                            new Modification(ModificationType.REPLACE, "sAMAccountName", "alicia"));
                }
            });
        }
    }

    private static void rename(LDAPConnection ldap, String dn) throws Exception {
        ldap.modify(dn, new Modification(ModificationType.REPLACE, "mail", "alicia@example.test"));
    }

    private static void keepsTheMailbox(Cluster cluster, String password, Rename rename) throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "before", "alice"));
        List<String> before;
        try (Inbox inbox = open(cluster, "alice", password)) {
            inbox.appendTo("Work", "Subject: in a folder\r\n\r\nText.\r\n");
            before = inbox.all();
        }
        assertEquals(
                2,
                before.stream().filter(folder -> folder.contains("Subject: ")).count(),
                before::toString);
        rename.make();
        try (Inbox inbox = open(cluster, "alicia", password)) {
            assertEquals(before, inbox.all());
        }
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "after", "alicia"));
        try (Inbox inbox = open(cluster, "alicia", password)) {
            assertEquals(2, inbox.exists());
            assertEquals(1, inbox.search("SUBJECT after").size());
        }
        // nobody has the old name any more, says the directory: neither gets he mail, nor logs in
        await(() -> recipient(cluster, "alice").startsWith("550 5.1.1 "));
        List<String> refusal = new ArrayList<>();
        assertEquals(Optional.empty(), Inbox.tryOpen(cluster, "alice", password, refusal));
        assertTrue(refusal.getFirst().startsWith("t NO [AUTHENTICATIONFAILED] "), refusal::toString);
        assertEquals(new Contents(1, 0), cluster.contentsOfStopped(Member.STORE1));
        assertEquals(0, cluster.contentsOfStopped(Member.STORE2).accounts());
    }

    private interface Seen {
        boolean now() throws IOException;
    }

    private static void await(Seen seen) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!seen.now()) {
            assertTrue(Instant.now().isBefore(end), "it takes too long");
        }
    }

    /** Lets him in as soon as the change has come to the front end. */
    private static Inbox open(Cluster cluster, String user, String password) throws IOException {
        List<Inbox> open = new ArrayList<>();
        await(() -> Inbox.tryOpen(cluster, user, password, new ArrayList<>())
                .map(open::add)
                .orElse(false));
        return open.getFirst();
    }

    private static String recipient(Cluster cluster, String user) throws IOException {
        try (LineClient smtp = LineClient.clear(cluster.authority(), cluster.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            return smtp.smtp("RCPT TO:<" + user + "@example.test>");
        }
    }
}
