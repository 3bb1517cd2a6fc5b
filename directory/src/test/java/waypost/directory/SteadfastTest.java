package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bug in what is done again and again is told once, and ends nothing. */
class SteadfastTest {
    private final Logged log = new Logged("waypost.task");

    @AfterEach
    void close() {
        log.close();
    }

    private void told(String... tasks) {
        assertEquals(
                List.of(tasks).stream()
                        .map(task -> "event=task-failed task=" + task)
                        .toList(),
                log.lines("event=task-failed"));
    }

    @Test
    void ofFailuresInARowTheFirstIsTold() {
        Steadfast steadfast = new Steadfast("saving");
        List<Boolean> done = new ArrayList<>();
        for (char fails : "xxx-x--xx".toCharArray()) {
            done.add(steadfast.does(() -> {
                if (fails == 'x') {
                    throw new IllegalStateException("a bug");
                }
            }));
        }
        assertEquals(List.of(false, false, false, true, false, true, true, false, false), done);
        told("saving", "saving", "saving");
    }

    /** A feed that fails while it follows, and is asked to begin anew before it does so again. */
    private static final class Failing implements ChangeFeed {
        private final BlockingQueue<String> told;
        private boolean failed;

        Failing(BlockingQueue<String> told) {
            this.told = told;
        }

        @Override
        public Duration silence() {
            return Duration.ofSeconds(1);
        }

        @Override
        public boolean follow(LDAPConnection open, Runnable following) {
            told.add("follow");
            if (!failed) {
                failed = true;
                throw new IllegalStateException("a bug");
            }
            return true;
        }

        @Override
        public void ended(ResultCode why) {
            told.add("ended " + why);
        }

        @Override
        public void startAnew() {
            told.add("anew");
        }
    }

    /** Hears whose changes it is told, and when that has ended. */
    private record Told(BlockingQueue<String> told) implements ChangeFeed.Changes {
        @Override
        public void toldBy(URI server) {
            told.add("by " + server);
        }

        @Override
        public void changed(List<String> ids) {}

        @Override
        public void anyChanged() {}

        @Override
        public void others(Hashes present) {}

        @Override
        public void reached(String state) {}

        @Override
        public void current() {}

        @Override
        public void lost() {
            told.add("lost");
        }
    }

    @Test
    void aWatchIsBegunAnew() throws Exception {
        try (InMemoryDirectory fixture = new InMemoryDirectory()) {
            DirectorySettings settings = fixture.directory();
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            URI server = settings.uris().getFirst();
            try (DirectoryWatch _ = new DirectoryWatch(
                    "main",
                    List.of(server),
                    new DirectoryPools(settings, InMemoryDirectory.trust()),
                    new Failing(told),
                    new Told(told))) {
                String by = "by " + server;
                for (String next : List.of(by, "follow", "lost", "anew", by, "follow", "lost")) {
                    assertEquals(next, told.poll(60, TimeUnit.SECONDS));
                }
            }
        }
        told("watch-main");
    }

    /** A server as it is met: it has no changes, it has none again, it is away twice, and is back. */
    private record Met(List<ResultCode> ends, BlockingQueue<String> told) implements ChangeFeed {
        @Override
        public Duration silence() {
            return Duration.ofMinutes(1);
        }

        @Override
        public boolean follow(LDAPConnection open, Runnable following) throws LDAPException, InterruptedException {
            if (ends.isEmpty()) {
                following.run();
                told.add("back");
                new CountDownLatch(1).await();
            }
            ResultCode end = ends.removeFirst();
            if (end.equals(ResultCode.TIMEOUT)) {
                following.run();
            }
            throw new LDAPException(end, end.getName());
        }

        @Override
        public void ended(ResultCode why) {}

        @Override
        public void startAnew() {}
    }

    /** It is asked anew each second, for as long as that lasts. */
    @Test
    void whatAWatchMeetsAgainAndAgainIsToldOnce() throws Exception {
        try (InMemoryDirectory fixture = new InMemoryDirectory();
                Logged mapping = new Logged("waypost.mapping", Level.INFO)) {
            DirectorySettings settings = fixture.directory();
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            List<ResultCode> ends = new ArrayList<>(List.of(
                    ResultCode.TIMEOUT, ResultCode.TIMEOUT, ResultCode.CONNECT_ERROR, ResultCode.CONNECT_ERROR));
            try (DirectoryWatch _ = new DirectoryWatch(
                    "main",
                    settings.uris(),
                    new DirectoryPools(settings, InMemoryDirectory.trust()),
                    new Met(ends, told),
                    new Told(new LinkedBlockingQueue<>()))) {
                assertEquals("back", told.poll(60, TimeUnit.SECONDS));
            }
            assertEquals(
                    List.of("directory-watched", "directory-watch-ended", "directory-watched"),
                    mapping.lines("event=directory-").stream()
                            .map(line -> line.substring("event=".length(), line.indexOf(' ')))
                            .toList());
        }
    }
}
