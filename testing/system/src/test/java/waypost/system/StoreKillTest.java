package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/**
 * A store killed again and again while clients append, flag, expunge and move, and mail comes in over LMTP: what was answered OK is there, what was
 * not is there whole or not at all, no UID is given twice, and no octet is another.
 */
@Tag("long")
class StoreKillTest {
    private static final int KILLS = Integer.getInteger("waypost.kills", Counts.of(3, 200));
    private static final int CLIENTS = Counts.of(3, 6);
    private static final int STEPS = 40;
    private static final int MESSAGES = 8;
    private static final int MINUTES = 10;

    @TempDir
    static Path temp;

    private static Cluster cluster;

    private final Semaphore allowed = new Semaphore(0);
    private final Semaphore done = new Semaphore(0);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(temp.resolve("cluster"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whatWasAnsweredIsThere() throws Exception {
        List<FolderClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long seed = Long.getLong("waypost.seed", 1);
        try (Load mail = new Load(cluster, 2)) {
            for (int number = 0; number < CLIENTS; number++) {
                FolderClient client =
                        new FolderClient(cluster, "alice", number, new Random(seed + number), allowed, done, failures);
                clients.add(client);
                threads.add(Thread.ofVirtual().start(client));
            }
            for (int kill = 0; kill < KILLS && failures.isEmpty(); kill++) {
                killUnder(mail);
            }
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
            assertEquals(List.of(), failures);
            cluster.awaitHandedOn();
            tell(clients, Census.of(cluster, mail.sent()));
        }
    }

    private void tell(List<FolderClient> clients, Census census) throws IOException {
        for (FolderClient client : clients) {
            client.look();
        }
        int looks = clients.stream().mapToInt(FolderClient::looks).sum();
        Counts.tell(KILLS + " kills of a store under " + CLIENTS
                + " IMAP clients and mail: all that was answered OK there, " + looks + " times compared; mail "
                + census);
        assertTrue(looks >= KILLS, "clients noticed few of the kills: " + looks);
        assertTrue(census.clean(), census::toString);
    }

    /** Half a load while the store dies, half when it is back. */
    private void killUnder(Load mail) throws Exception {
        allowed.release(STEPS);
        mail.allow(MESSAGES);
        await(STEPS / 2);
        cluster.kill(Member.STORE1);
        cluster.start(Member.STORE1);
        await(STEPS - STEPS / 2);
        mail.await(MESSAGES);
    }

    private void await(int steps) throws InterruptedException {
        assertTrue(done.tryAcquire(steps, MINUTES, TimeUnit.MINUTES), () -> "clients hang: " + failures);
    }
}
