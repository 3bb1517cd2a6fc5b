package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Of dora the directory names a host: Dovecot, which is in nobody's list of nodes by itself. */
@Tag("peers")
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "Dovecot is started by root")
class HostsTest {
    private static final int SECONDS = 60;
    private static final String DOVECOT = "127.0.0.2";

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static Dovecot dovecot;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        dovecot = Dovecot.start(temp.resolve("dovecot"), Ports.row(Dovecot.PORTS));
        cluster = Cluster.prepare(temp.resolve("cluster"));
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            Path configuration = cluster.configuration(member);
            Files.writeString(
                    configuration, Files.readString(configuration).replace("nodes:\n", "nodes:\n" + dovecot.hosts()));
        }
        cluster.start(Member.DIRECTORY);
        assertEquals(0, add("dora", DOVECOT).status(SECONDS));
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "alice", "dora");
    }

    private static Program add(String user, String host) throws Exception {
        Program add = Program.start(
                temp.resolve("user-add.log"),
                "no line says so",
                "user",
                "add",
                user + "@example.test",
                "--node",
                host,
                "--password-stdin",
                "--config",
                cluster.configuration(Member.STORE1).toString());
        add.type("waypost");
        return add;
    }

    @AfterAll
    static void stop() throws Exception {
        try (Cluster _ = cluster;
                Dovecot _ = dovecot) {
            // each is closed, whatever happens to the other
        }
    }

    @Test
    void aHostIsANode() throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "for both", "alice", "dora"));
        assertEquals(1, Mail.count(cluster, "dora", "for both"));
        assertTrue(Mail.popped(cluster, "dora").contains("Subject: for both"));
        assertTrue(dovecot.log().contains("imap-login: Info: Login: user=<dora@example.test>"), dovecot.log());
    }

    @Test
    void whatIsNoHostOfTheListIsNone() throws Exception {
        Program add = add("erna", "127.0.0.9");
        assertEquals(2, add.status(SECONDS));
        assertTrue(
                add.log().contains("no node or volume 127.0.0.9. It has: store1, store1-v1, store2, 127.0.0.2, store1"),
                add.log());
    }
}
