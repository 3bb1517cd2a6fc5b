package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** A cluster whose users are in OpenLDAP: IMAP checks passwords by bind, POP3 by the stored hash. */
@Tag("peers")
class OpenLdapTest {
    private static final List<String> USERS = List.of("alice", "bob");

    @TempDir
    Path temp;

    @Test
    void usersInOpenLdap() throws Exception {
        Cluster cluster = Cluster.prepare(temp.resolve("cluster"));
        cluster.start(Member.DIRECTORY);
        List<Entry> entries = OpenLdap.entries(cluster);
        cluster.kill(Member.DIRECTORY);
        twoUserMaps(cluster.configuration(Member.FE1));
        try (OpenLdap directory = OpenLdap.start(cluster, entries, "waypost");
                cluster) {
            cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
            Mail.awaitMailboxes(cluster, USERS.toArray(String[]::new));
            delivers(cluster, "with a directory");
            refuses(cluster, "alice", "wrong", "t NO [AUTHENTICATIONFAILED] ");
            refuses(cluster, "nobody", "waypost", "t NO [AUTHENTICATIONFAILED] ");
            directory.close();
            delivers(cluster, "without a directory");
            refuses(cluster, "carol", "waypost", "t NO [UNAVAILABLE] ");
            cluster.restart(Member.FE1);
            assertEquals(
                    "250 2.6.0 Message accepted",
                    Mail.send(cluster, "begun without a directory", USERS.toArray(String[]::new)));
            refuses(cluster, "alice", "waypost", "t NO [UNAVAILABLE] ");
        }
    }

    private static void twoUserMaps(Path configuration) throws IOException {
        String text = Files.readString(configuration);
        String users = text.lines()
                .filter(line -> line.contains("name: users"))
                .findFirst()
                .orElseThrow();
        String bound = users.replace("name: users", "name: bound").replace("ldap-password", "ldap-bind");
        Files.writeString(
                configuration,
                text.replace(users, users + "\n" + bound)
                        .replace("  imap: {", "  imap: {user-maps: [bound], ")
                        .replace("  pop3: {", "  pop3: {user-maps: [users], "));
    }

    /** Mail for both users, which each reads by IMAP and by POP3. */
    private static void delivers(Site site, String subject) throws IOException {
        assertEquals("250 2.6.0 Message accepted", Mail.send(site, subject, USERS.toArray(String[]::new)));
        for (String user : USERS) {
            assertEquals(1, Mail.count(site, user, subject));
            String answer = LogIn.pop3(site, user, "waypost");
            assertTrue(answer.startsWith("+OK"), answer);
        }
    }

    private static void refuses(Site site, String user, String password, String expected) throws IOException {
        String answer = LogIn.imap(site, user, password);
        assertTrue(answer.startsWith(expected), answer);
    }
}
