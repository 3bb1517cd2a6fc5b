package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** Mail for groups of a cluster whose members live on both stores: once for each, be their store there or not. */
@Tag("peers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GroupsTest {
    private static final List<String> ALL = List.of("alice", "bob", "carol");

    @TempDir
    static Path temp;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(temp.resolve("cluster"));
        try (LDAPConnection directory = OpenLdap.administrator(cluster)) {
            directory.add("dn: ou=groups,dc=waypost", "objectClass: organizationalUnit", "ou: groups");
            group(directory, "team", "member: " + user("alice"), "member: cn=half,ou=groups,dc=waypost");
            group(
                    directory,
                    "half",
                    "member: " + user("bob"),
                    "member: " + user("carol"),
                    "member: cn=team,ou=groups,dc=waypost");
        }
    }

    private static String user(String name) {
        return "uid=" + name + "@example.test,ou=users,dc=waypost";
    }

    private static void group(LDAPConnection directory, String name, String... members) throws Exception {
        String[] lines = new String[members.length + 5];
        lines[0] = "dn: cn=" + name + ",ou=groups,dc=waypost";
        lines[1] = "objectClass: groupOfNames";
        lines[2] = "objectClass: inetLocalMailRecipient";
        lines[3] = "cn: " + name;
        lines[4] = "mailLocalAddress: " + name + "@example.test";
        System.arraycopy(members, 0, lines, 5, members.length);
        directory.add(lines);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void once(String subject) throws IOException {
        for (String user : ALL) {
            assertEquals(1, Mail.count(cluster, user, subject), user);
        }
    }

    @Test
    @Order(1)
    void everyMemberHasItOnce() throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "to the team", "team"));
        once("to the team");
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "to all ways", "half", "bob", "team"));
        once("to all ways");
    }

    /** Bob's node is away when his group gets mail: it is kept for him, and he has it once when it is back. */
    @Test
    @Order(2)
    void whoseNodeIsAwayGetsItLater() throws Exception {
        cluster.kill(Member.STORE2);
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "without bob", "team"));
        assertEquals(1, Mail.count(cluster, "alice", "without bob"));
        assertEquals(1, Mail.count(cluster, "carol", "without bob"));
        assertTrue(cluster.log(Member.FE1).contains("event=member-refused"));
        cluster.start(Member.STORE2);
        cluster.awaitHandedOn();
        once("without bob");
    }

    @Test
    @Order(3)
    void whoForwardsAndKeepsACopyIsTwo() throws Exception {
        try (LDAPConnection directory = OpenLdap.administrator(cluster)) {
            directory.modify(
                    "dn: " + user("carol"),
                    "changetype: modify",
                    "add: waypostForward",
                    "waypostForward: bob@example.test",
                    "-",
                    "add: waypostForwardCopy",
                    "waypostForwardCopy: TRUE");
        }
        cluster.restart(Member.FE1);
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "for carol", "carol"));
        assertEquals(1, Mail.count(cluster, "carol", "for carol"));
        assertEquals(1, Mail.count(cluster, "bob", "for carol"));
        assertEquals(0, Mail.count(cluster, "alice", "for carol"));
    }
}
