package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client with QRESYNC that loses its connection at random, even in the middle of an answer, while another session changes the mailbox: once
 * it has opened the mailbox again its copy is what is there (RFC 7162 §3.2.5).
 */
class ResyncModelTest {
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void endsWithTheStateOfTheMailbox(long seed, @TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (StoreWorld world = new StoreWorld(folder);
                Dialogue other = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
            other.say("o SELECT INBOX\r\n");
            CachingClient client = new CachingClient(random);
            for (int round = 0; round < ROUNDS; round++) {
                try (Dialogue session = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
                    client.open(session);
                    assertEquals(there(world), client.messages(), "seed " + seed + " round " + round);
                    for (int step = random.nextInt(4); step > 0; step--) {
                        change(other, random);
                        client.work(session);
                    }
                    change(other, random);
                    client.lose(session);
                }
                for (int step = random.nextInt(4); step > 0; step--) {
                    change(other, random);
                }
            }
            assertTrue(client.vanished() > 0);
        }
    }

    /** UIDs and flags as a session sees them that knows nothing. */
    private static String there(StoreWorld world) throws IOException {
        try (Dialogue fresh = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
            fresh.say("f EXAMINE INBOX\r\n");
            CachingClient reader = new CachingClient(new SplittableRandom(0));
            reader.take(fresh.say("f UID FETCH 1:* (UID FLAGS)\r\n"));
            return reader.messages();
        }
    }

    private static void change(Dialogue session, SplittableRandom random) throws IOException {
        String some = (1 + random.nextInt(20)) + ":*";
        session.say(
                switch (random.nextInt(6)) {
                    case 0, 1 -> "o APPEND INBOX {1+}\r\nx {1+}\r\ny\r\n";
                    case 2 -> "o UID STORE " + some + " +FLAGS (\\Flagged)\r\n";
                    case 3 -> "o STORE 1 -FLAGS (\\Flagged $x)\r\n";
                    case 4 -> "o STORE 2 +FLAGS (\\Deleted)\r\no EXPUNGE\r\n";
                    default -> "o UID MOVE " + (1 + random.nextInt(60)) + " Archive\r\n";
                });
    }
}
