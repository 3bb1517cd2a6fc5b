package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged commands, before and after log-in: nothing in the log that a programmer would have to see, no memory kept, good clients served. */
@Tag("long")
class HostileTest {
    private static final int LINES = Counts.of(300, 100_000);
    private static final int LINES_A_CONNECTION = 20;
    private static final int LINES_A_PROBE = 3;
    private static final int CONNECTIONS_A_TIDYING = 50;
    private static final int SETTLED = 10_000;
    private static final int SILENCE_MILLIS = 300;
    private static final long SEED = Long.getLong("waypost.seed", 20_261_123);

    @TempDir
    static Path temp;

    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(temp.resolve("demo"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @ParameterizedTest
    @EnumSource(Hostility.class)
    void damagedCommands(Hostility hostility) throws Exception {
        Mutator mutator = new Mutator(SEED + hostility.name().hashCode(), hostility.seeds());
        Heap heap = new Heap(demo.program(), temp);
        List<byte[]> lines = new ArrayList<>();
        int read = 0;
        int connections = 0;
        long settled = 0;
        while (read < LINES) {
            while (lines.size() < LINES_A_CONNECTION) {
                lines.add(mutator.line());
            }
            int more = attack(hostility, lines);
            lines.subList(0, more).clear();
            read += more;
            connections++;
            if (connections % CONNECTIONS_A_TIDYING == 0) {
                tidy();
            }
            if (settled == 0 && read >= SETTLED) {
                settled = live(heap);
            }
        }
        String seen = hostility + ": " + read + " damaged lines read over " + connections + " connections";
        if (settled > 0) {
            long end = live(heap);
            seen += ", " + settled + " octets live after " + SETTLED + ", " + end + " after the last";
            assertTrue(end < settled * 1.02, seen);
        }
        Counts.tell(seen);
        String log = demo.program().log();
        assertFalse(log.contains("Exception") || log.contains("\tat "), log);
        served("after " + hostility);
    }

    /** The next good clients. */
    private static void served(String subject) throws IOException {
        assertEquals("250 2.6.0 Message accepted", Mail.send(demo, subject, "bob"));
        assertEquals(1, Mail.count(demo, "bob", subject));
        assertTrue(Mail.popped(demo, "bob").contains("Subject: " + subject), subject);
    }

    /** Removes what damaged commands may well have stored: later ones would list and search it again and again. */
    private static void tidy() throws IOException {
        try (Inbox inbox = Inbox.open(demo, "alice")) {
            inbox.empty();
        }
    }

    private static long live(Heap heap) throws IOException, InterruptedException {
        tidy();
        return heap.live();
    }

    /**
     * How many of the lines are known to be read: all if the goodbye was answered; else those before the last probe that was, and one more,
     * which made the server close, or wait for what never came. The others are for the next connection.
     */
    private static int attack(Hostility hostility, List<byte[]> lines) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int line = 0; line < lines.size(); line++) {
            all.writeBytes(lines.get(line));
            if ((line + 1) % LINES_A_PROBE == 0) {
                all.writeBytes(hostility.probe().getBytes(StandardCharsets.US_ASCII));
            }
        }
        all.writeBytes(hostility.goodbye().getBytes(StandardCharsets.US_ASCII));
        try (LineClient client = hostility.open(demo)) {
            List<String> heard = client.talk(all.toByteArray(), SILENCE_MILLIS);
            long probes = heard.stream().filter(hostility::probed).count();
            return heard.stream().anyMatch(hostility::parted)
                    ? lines.size()
                    : Math.min(lines.size(), (int) probes * LINES_A_PROBE + 1);
        }
    }
}
