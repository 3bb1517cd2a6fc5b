package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import waypost.app.Site.Ended;
import waypost.config.Configuration;

/** How it stands with the user maps of a node is told by the command, by metrics, and by the log when that changes. */
class HealthCommandTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    /** As many as one map may miss before it is suspect, and a few more. */
    private static final int MISSED = 20;

    private static final int USERS = 24;
    private static final String TAKEN = "250 2.1.5";

    @TempDir
    private Path folder;

    private final Logger mapping = (Logger) LoggerFactory.getLogger("waypost.mapping");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.list = new CopyOnWriteArrayList<>(); // the node's threads write on while it is read
        log.start();
        mapping.addAppender(log);
    }

    @AfterEach
    void close() {
        mapping.detachAppender(log);
    }

    @Test
    void aRunningNodeTellsHowItStandsWithItsUserMaps() throws Exception {
        Site site = Site.in(folder);
        site.addUser("anna@example.net");
        String[] command = {"health", "--config", site.config()};
        assertEquals(
                "No node runs with this configuration.\n", site.run(command).err());
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended ended = site.run(command);
            assertEquals("user map users: ok\n", ended.out(), ended.err());
            assertEquals(Main.DONE, ended.status());
        }
    }

    @Test
    void aDirectoryThatIsAwayIsTold() throws Exception {
        try (RemoteDirectory directory = RemoteDirectory.in(folder.resolve("ldap"))) {
            directory.add("anna");
            try (Running running = running(directory)) {
                running.mail("anna", TAKEN);
                running.stands(Main.DONE, "ok");
                directory.goAway();
                running.mail("anna", TAKEN);
                running.stands(
                        Main.FAILED,
                        "degraded: its directory did not answer when it was last asked, what was known before is used");
                assertEquals("mapping.all.users.degraded 1\n", running.metrics("mapping.all.users.degraded"));
                assertEquals("mapping.all.users.suspect 0\n", running.metrics("mapping.all.users.suspect"));
                assertEquals("directory.main.failing 1\n", running.metrics("directory.main.failing"));
                assertEquals("directory.main.servers.usable 0\n", running.metrics("directory.main.servers"));
                assertTrue(running.metrics("lookups.all.mail.degraded").startsWith("lookups.all.mail.degraded 1, "));
                logged("event=map-degraded map=users before=ok");
                directory.comeBack();
                logged("event=map-degraded map=users before=ok", "event=map-ok map=users before=degraded");
                running.stands(Main.DONE, "ok");
                assertEquals("mapping.all.users.degraded 0\n", running.metrics("mapping.all.users.degraded"));
                running.mailUntilFresh("anna");
            }
        }
    }

    @Test
    void manyWhoAreMissingAtOnceAreTold() throws Exception {
        List<String> users = IntStream.range(0, USERS).mapToObj(i -> "user" + i).toList();
        try (RemoteDirectory directory = RemoteDirectory.in(folder.resolve("ldap"))) {
            for (String user : users) {
                directory.add(user);
            }
            try (Running running = running(directory)) {
                running.mail(users, TAKEN);
                running.stands(Main.DONE, "ok");
                List<String> missing = users.subList(0, MISSED);
                for (String user : missing) {
                    directory.delete(user);
                }
                running.mail(missing, "451 4.3.0");
                running.stands(Main.FAILED, "suspect: it misses many whom it had, nobody is unknown to it");
                assertEquals("mapping.all.users.degraded 0\n", running.metrics("mapping.all.users.degraded"));
                assertEquals("mapping.all.users.suspect 1\n", running.metrics("mapping.all.users.suspect"));
                logged("event=map-suspect map=users before=ok");
            }
        }
    }

    /** Each change is one line: it is told within seconds, and not again. */
    private void logged(String... lines) {
        assertTimeoutPreemptively(LONG, () -> {
            while (changes().size() < lines.length) {
                Thread.onSpinWait();
            }
        });
        assertEquals(List.of(lines), changes());
    }

    private List<String> changes() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("event=map-"))
                .toList();
    }

    private Running running(RemoteDirectory directory) throws IOException, Complaint {
        int smtp = Site.unusedPort();
        Path file = directory.node(folder.resolve("waypost.yaml"), smtp);
        Configuration configuration = Configured.read(file);
        Logging.apply(configuration.log()); // another test may have had less logged
        return new Running(new Site(folder), smtp, Node.start(configuration));
    }

    /** A node that takes mail, and the command line of its administrator. */
    private record Running(Site site, int smtp, Node node) implements AutoCloseable {
        void mail(String user, String answer) throws IOException {
            mail(List.of(user), answer);
        }

        void mail(List<String> users, String answer) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), smtp)) {
                socket.setSoTimeout((int) LONG.toMillis());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                in.readLine();
                for (String line : List.of("HELO client.example.org", "MAIL FROM:<bob@example.org>")) {
                    say(socket, line);
                    in.readLine();
                }
                for (String user : users) {
                    say(socket, "RCPT TO:<" + user + "@example.net>");
                    String heard = String.valueOf(in.readLine());
                    assertTrue(heard.startsWith(answer), user + ": " + heard);
                }
            }
        }

        private static void say(Socket socket, String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        /** A server that was not reached is left alone for a second. */
        void mailUntilFresh(String user) {
            assertTimeoutPreemptively(LONG, () -> {
                while (site.run("health", "--config", site.config()).status() != Main.DONE) {
                    mail(user, TAKEN);
                }
            });
        }

        void stands(int status, String how) {
            Ended ended = site.run("health", "--config", site.config());
            assertEquals("user map users: " + how + "\n", ended.out(), ended.err());
            assertEquals(status, ended.status());
        }

        String metrics(String prefix) {
            Ended ended = site.run("metrics", prefix, "--config", site.config());
            assertEquals(Main.DONE, ended.status(), ended.err());
            return ended.out();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
