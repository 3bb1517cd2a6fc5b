package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/**
 * A front end before a cluster that has front ends of its own: it knows no user, and the cluster is one foreign node to it, which hears who its
 * clients are in PROXY protocol headers.
 */
@Tag("peers")
class NestedFrontEndsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static Outer outer;

    /** The front end before. */
    private record Outer(Cluster cluster, int first, Program program) implements Site {
        private static final int PORTS = 11;

        static Outer start(Cluster cluster) throws IOException {
            int first = Ports.row(PORTS);
            Path folder = cluster.folder();
            String text = """
                    node: {name: outer, roles: [proxy], data: "%1$s/outer", hostname: localhost, source-addresses: [127.0.0.2]}
                    user-maps:
                      - {name: rest, type: node, node: inner, domains: [example.test]}
                    addresses: {default-domain: example.test}
                    nodes:
                      - {name: outer}
                      - name: inner
                        login: [password]
                        imap: "127.0.0.1:%2$d"
                        pop3: "127.0.0.1:%3$d"
                        smtp: "127.0.0.1:%4$d"
                        proxy-protocol: true
                        tls: starttls
                        trust: "%1$s/tls/ca.pem"
                        certificate-name: localhost
                    tls: {certificates: [{certificate: "%1$s/tls/localhost.pem", key: "%1$s/tls/localhost.pem"}]}
                    services:
                      smtp: {listeners: [{address: "127.0.0.1:%5$d"}]}
                      submission: {listeners: [{address: "127.0.0.1:%6$d", tls: implicit}]}
                      imap: {listeners: [{address: "127.0.0.1:%7$d", tls: implicit}]}
                      pop3: {listeners: [{address: "127.0.0.1:%8$d", tls: implicit}]}
                    log: {level: info}
                    """.formatted(
                    folder, cluster.imap(), cluster.pop3(), cluster.smtp(), first, first + 10, first + 3, first + 5);
            Path configuration = Files.writeString(folder.resolve("outer.yaml"), text);
            Program program = Program.start(
                    folder.resolveSibling("outer.log"), "event=started", "run", "--config", configuration.toString());
            return new Outer(cluster, first, program.awaitReady());
        }

        @Override
        public Path folder() {
            return cluster.folder();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        behindOuter(cluster.configuration(Member.FE1));
        cluster.start();
        outer = Outer.start(cluster);
    }

    private static void behindOuter(Path configuration) throws IOException {
        String text = Files.readString(configuration);
        for (int port : List.of(cluster.imap(), cluster.pop3(), cluster.smtp())) {
            String address = "{address: \"127.0.0.1:" + port + "\"";
            text = text.replace(address, address + ", proxy-protocol: [\"127.0.0.2/32\"]");
        }
        Files.writeString(configuration, text);
    }

    @AfterAll
    static void stop() {
        try (Cluster _ = cluster;
                Outer _ = outer) {
            // each is closed, whatever happens to the other
        }
    }

    @Test
    void mailGoesThroughBothAndIsReadThroughBoth() throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(outer, "through both", "alice", "bob"));
        for (String user : List.of("alice", "bob")) {
            assertEquals(1, Mail.count(outer, user, "through both"), user);
            assertTrue(Mail.popped(outer, user).contains("Subject: through both"), user);
        }
        assertTrue(LogIn.submission(outer, "alice", "waypost").startsWith("235 2.7.0"));
        assertFalse(cluster.log(Member.FE1).contains("127.0.0.2"), "who its clients are has been told");
    }

    @Test
    void whatTheClusterRefusesIsRefused() throws Exception {
        assertTrue(LogIn.imap(outer, "alice", "guess").startsWith("t NO [AUTHENTICATIONFAILED] "));
        assertTrue(LogIn.imap(outer, "nobody", "waypost").startsWith("t NO [AUTHENTICATIONFAILED] "));
        assertTrue(LogIn.submission(outer, "alice", "guess").startsWith("535 5.7.8"));
        try (LineClient smtp = LineClient.clear(outer.authority(), outer.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            assertTrue(smtp.smtp("RCPT TO:<nobody@example.test>").startsWith("550 5.1.1"));
        }
    }

    @Test
    void whatTheClusterPutsOffIsPutOff() throws Exception {
        cluster.program(Member.DIRECTORY).close();
        try {
            assertTrue(LogIn.imap(outer, "carol", "waypost").startsWith("t NO [UNAVAILABLE] "));
            assertTrue(LogIn.submission(outer, "carol", "waypost").startsWith("454 "));
        } finally {
            cluster.start(Member.DIRECTORY);
            awaitKnown("carol");
        }
    }

    /** The front end of the cluster asks a directory that was away a moment later. */
    private static void awaitKnown(String user) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!LogIn.imap(cluster, user, "waypost").startsWith("t OK ")) {
            assertTrue(Instant.now().isBefore(end), user + " is not let in");
        }
    }
}
