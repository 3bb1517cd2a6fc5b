package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.store.VolumeBackup;
import waypost.store.VolumeRestore;

/**
 * A client with QRESYNC that has gone on after the backup from which its volume is restored: messages it has seen come and go, flags it has seen change, a
 * HIGHESTMODSEQ that the backup does not reach. Once it has opened the mailbox again its copy is what is there, and no UID that it ever saw
 * has other octets now (RFC 9051 §2.3.1.1, RFC 7162 §3.2.5).
 */
class RestoredResyncTest {
    private static final Pattern BODY = Pattern.compile("FETCH \\(UID (\\d+) BODY\\[] \\{\\d+}\\r\\n([^)]*)\\)");
    private static final Pattern HIGHEST = Pattern.compile("HIGHESTMODSEQ (\\d+)");

    private final Map<Long, String> bodies = new HashMap<>();
    private int appended;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itsCopyIsWhatIsThere(long seed, @TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        CachingClient client = new CachingClient(random);
        Path backups = folder.resolve("backups");
        try (StoreWorld world = new StoreWorld(folder)) {
            live(world, client, random, 8);
            world.reopenAfter(volume -> assertInstanceOf(
                    VolumeBackup.Result.Made.class,
                    VolumeBackup.run(volume, new VolumeBackup.Order(backups, 0, 0, StoreWorld.CLOCK, _ -> {}))));
            live(world, client, random, 8);
            long seen = highest(world);
            world.reopenAfter(volume -> {
                delete(volume.folder());
                var order = new VolumeRestore.Order(backups, Optional.empty(), false, true, StoreWorld.CLOCK, _ -> {});
                assertInstanceOf(VolumeRestore.Result.Restored.class, VolumeRestore.run(volume, order));
            });
            assertTrue(highest(world) > seen, "a HIGHESTMODSEQ of the client's that is not there yet");
            int vanished = client.vanished();
            live(world, client, random, 8);
            assertTrue(client.vanished() > vanished, "nothing had come since the backup");
        }
    }

    private void live(StoreWorld world, CachingClient client, SplittableRandom random, int rounds) throws IOException {
        try (Dialogue other = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
            other.say("o SELECT INBOX\r\n");
            for (int round = 0; round < rounds; round++) {
                try (Dialogue session = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
                    client.open(session);
                    assertEquals(there(world), client.messages(), "round " + round);
                    look(session);
                    for (int step = random.nextInt(6); step > 0; step--) {
                        change(other, random);
                        client.work(session);
                    }
                    client.take(session.say("c NOOP\r\n"));
                    look(session);
                }
                for (int step = random.nextInt(6); step > 0; step--) {
                    change(other, random);
                }
            }
        }
    }

    /** Whatever UID was ever seen has the same octets whenever it is seen again. */
    private void look(Dialogue session) throws IOException {
        Matcher found = BODY.matcher(session.say("c UID FETCH 1:* (BODY.PEEK[])\r\n"));
        while (found.find()) {
            String known = bodies.putIfAbsent(Long.valueOf(found.group(1)), found.group(2));
            assertTrue(known == null || known.equals(found.group(2)), "UID " + found.group(1) + " was " + known);
        }
    }

    private static long highest(StoreWorld world) throws IOException {
        try (Dialogue fresh = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
            Matcher highest = HIGHEST.matcher(fresh.say("f EXAMINE INBOX (CONDSTORE)\r\n"));
            assertTrue(highest.find());
            return Long.parseLong(highest.group(1));
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

    private void change(Dialogue session, SplittableRandom random) throws IOException {
        String some = (1 + random.nextInt(20)) + ":*";
        String text = "mail " + ++appended;
        session.say(
                switch (random.nextInt(7)) {
                    case 0, 1, 2 -> "o APPEND INBOX {" + text.length() + "+}\r\n" + text + "\r\n";
                    case 3 -> "o UID STORE " + some + " +FLAGS (\\Flagged)\r\n";
                    case 4 -> "o STORE 1 -FLAGS (\\Flagged $x)\r\n";
                    case 5 -> "o STORE 2 +FLAGS (\\Deleted)\r\no EXPUNGE\r\n";
                    default -> "o UID MOVE " + (1 + random.nextInt(60)) + " Archive\r\n";
                });
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(folder)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
