package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Contents;
import waypost.system.Cluster.Member;

/**
 * Processes killed in the middle of mail: what was answered 250 is there, once; what was not is there once or never. Takes the minutes that a keeper
 * waits, which the plain run does not have.
 */
@Tag("long")
class KillTest {
    private static final int ROUNDS = Counts.of(1, 20);
    private static final int CONNECTIONS = Counts.of(4, 16);
    private static final int MESSAGES = Counts.of(40, 200);

    @TempDir
    static Path temp;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(temp.resolve("cluster"));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        try (Cluster stopping = cluster) {
            assertEquals(new Contents(2, 0), stopping.contentsOfStopped(Member.STORE1), "alice and carol");
            assertEquals(new Contents(1, 0), stopping.contentsOfStopped(Member.STORE2), "bob");
        }
    }

    @Test
    void acceptedMailIsThereExactlyOnce() throws Exception {
        try (Load load = new Load(cluster, CONNECTIONS)) {
            load.allow(CONNECTIONS);
            load.await(CONNECTIONS);
            for (int round = 0; round < ROUNDS; round++) {
                for (Member victim : List.of(Member.STORE1, Member.FE1, Member.DIRECTORY)) {
                    kill(victim, load);
                }
            }
            cluster.awaitHandedOn();
            Census census = Census.of(cluster, load.sent());
            Counts.tell(3 * ROUNDS + " kills under " + CONNECTIONS + " connections: " + census);
            assertTrue(census.clean(), census::toString);
            assertTrue(census.accepted() > census.unsure(), "most should have come through: " + census);
            assertEquals(List.of(), load.permanentRefusals());
        }
    }

    /** Half a load while the victim dies, half when it is back. */
    private static void kill(Member victim, Load load) throws IOException, InterruptedException {
        load.allow(MESSAGES);
        load.await(MESSAGES / 4);
        becomeKnown();
        cluster.kill(victim);
        load.await(MESSAGES - MESSAGES / 4);
        if (victim == Member.DIRECTORY) {
            knownUsersNoticeNothing();
        }
        cluster.start(victim);
        load.allow(MESSAGES);
        load.await(MESSAGES);
    }

    /** A front end that has just started knows nobody until the directory has told it. */
    private static void becomeKnown() throws IOException {
        for (String user : List.of("alice", "bob")) {
            Inbox.open(cluster, user).close();
        }
    }

    private static void knownUsersNoticeNothing() throws IOException {
        for (String user : List.of("alice", "bob")) {
            int before = Mail.count(cluster, user, "no directory");
            assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "no directory", user));
            assertEquals(before + 1, Mail.count(cluster, user, "no directory"));
        }
    }
}
