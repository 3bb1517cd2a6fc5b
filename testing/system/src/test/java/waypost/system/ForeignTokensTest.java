package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.system.Cluster.Member;

/** A cluster with Dovecot, which judges the tokens of its users by itself: it asks the same issuer as the front end does. */
@Tag("peers")
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "Dovecot is started by root")
class ForeignTokensTest {
    private static final int SECONDS = 60;
    private static final String OFFERED = "tls: implicit, mechanisms: [plain, login, oauthbearer, xoauth2]";
    private static final String BOTH = "plain oauthbearer xoauth2";
    private static final String DORA = "dora@example.test";

    /** Longer than a command of POP3 may be. */
    private static final int LONG = 700;

    private static final int SHORT = 40;

    @TempDir
    static Path temp;

    private static AskedIssuer issuer;
    private static Dovecot dovecot;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        issuer = AskedIssuer.start();
        dovecot = Dovecot.start(temp.resolve("dovecot"), Ports.row(Dovecot.PORTS), BOTH, issuer.address());
        cluster = Cluster.prepare(temp.resolve("cluster"));
        String foreign = dovecot.node().replace("login: password", "login: [password, token]");
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            Path configuration = cluster.configuration(member);
            Files.writeString(configuration, Files.readString(configuration).replace("nodes:\n", "nodes:\n" + foreign));
        }
        Path frontEnd = cluster.configuration(Member.FE1);
        Files.writeString(frontEnd, Files.readString(frontEnd).replace("tls: implicit", OFFERED) + issuer.section());
        cluster.start(Member.DIRECTORY);
        Program add = Program.start(
                temp.resolve("user-add.log"),
                "no line says so",
                "user",
                "add",
                DORA,
                "--node",
                "dove",
                "--password-stdin",
                "--config",
                cluster.configuration(Member.STORE1).toString());
        add.type("waypost");
        assertEquals(0, add.status(SECONDS), add.log());
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "dora");
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "by token", "dora"));
    }

    @AfterAll
    static void stop() throws Exception {
        try (AskedIssuer _ = issuer;
                Cluster _ = cluster;
                Dovecot _ = dovecot) {
            // each is closed, whatever happens to the others
        }
    }

    private static String response(String mechanism, String token) {
        String user = mechanism.equals("XOAUTH2") ? "user=" + DORA : "n,a=" + DORA + ",";
        String message = user + "\1auth=Bearer " + token + "\1\1";
        return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.US_ASCII));
    }

    private static LineClient imap() throws IOException {
        LineClient imap = LineClient.tls(cluster.authority(), cluster.imaps());
        imap.line();
        return imap;
    }

    /** The answer, behind the challenge that a bad token is told by. */
    private static String authenticated(LineClient imap, String mechanism, String token) throws IOException {
        imap.send("t AUTHENTICATE " + mechanism + " " + response(mechanism, token));
        String line = imap.until(said -> !said.startsWith("* ")).getLast();
        if (line.startsWith("+ ")) {
            imap.send(mechanism.equals("XOAUTH2") ? "" : "AQ==");
            line = imap.until(said -> !said.startsWith("* ")).getLast();
        }
        return line;
    }

    private static void assertReads(LineClient imap) throws IOException {
        assertTrue(imap.imap("SELECT INBOX").getLast().startsWith("t OK "));
        List<String> found = imap.imap("FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]");
        assertTrue(found.contains("Subject: by token"), found::toString);
    }

    private static void assertReadsByToken(String mechanism, int octets) throws IOException {
        try (LineClient imap = imap()) {
            String answer = authenticated(imap, mechanism, issuer.token(DORA, octets));
            assertTrue(answer.startsWith("t OK "), answer);
            assertReads(imap);
        }
    }

    /** The log of Dovecot's log-ins of a service, by mechanism. */
    private static long loggedIn(String service, String mechanism) throws IOException {
        return dovecot.log()
                .lines()
                .filter(line -> line.contains(service + "-login: Info: Login: user=<" + DORA + ">, method=" + mechanism)
                        && line.contains(", TLS,"))
                .count();
    }

    /** What the client says does not decide what Dovecot hears: the standard form where it is offered. */
    @ParameterizedTest
    @CsvSource({"OAUTHBEARER, 40", "XOAUTH2, 40", "OAUTHBEARER, 700", "XOAUTH2, 6000"})
    void byImap(String mechanism, int octets) throws Exception {
        long before = loggedIn("imap", "OAUTHBEARER");
        assertReadsByToken(mechanism, octets);
        assertEquals(before + 1, loggedIn("imap", "OAUTHBEARER"));
    }

    @ParameterizedTest
    @CsvSource({"OAUTHBEARER, 40", "XOAUTH2, 40", "OAUTHBEARER, 700", "XOAUTH2, 6000"})
    void byPop3(String mechanism, int octets) throws Exception {
        long before = loggedIn("pop3", "OAUTHBEARER");
        assertPopsByToken(mechanism, octets);
        assertEquals(before + 1, loggedIn("pop3", "OAUTHBEARER"));
    }

    private static void assertPopsByToken(String mechanism, int octets) throws IOException {
        try (LineClient pop = LineClient.tls(cluster.authority(), cluster.pop3s())) {
            pop.line();
            pop.send("AUTH " + mechanism);
            assertEquals("+ ", pop.line());
            pop.send(response(mechanism, issuer.token(DORA, octets)));
            assertEquals("+OK", pop.line().substring(0, 3));
            pop.send("RETR 1");
            List<String> message = pop.until("."::equals);
            assertTrue(message.contains("Subject: by token"), message::toString);
        }
    }

    @Test
    void passwordsAreTakenAsBefore() throws Exception {
        assertEquals(1, Mail.count(cluster, "dora", "by token"));
        assertTrue(Mail.popped(cluster, "dora").contains("Subject: by token"), "by POP3");
        assertTrue(loggedIn("imap", "PLAIN") > 0 && loggedIn("pop3", "PLAIN") > 0, dovecot::toString);
    }

    /** The front end remembers for a while that the token was good; Dovecot asks. */
    @ParameterizedTest
    @CsvSource({"OAUTHBEARER", "XOAUTH2"})
    void aTokenThatIsTakenBack(String mechanism) throws Exception {
        String token = issuer.token(DORA, SHORT);
        try (LineClient imap = imap()) {
            assertEquals("t OK ", authenticated(imap, mechanism, token).substring(0, 5));
        }
        issuer.tokens().remove(token);
        try (LineClient imap = imap()) {
            String answer = authenticated(imap, mechanism, token);
            assertTrue(answer.startsWith("t NO [AUTHENTICATIONFAILED] "), answer);
            answer = authenticated(imap, mechanism, issuer.token(DORA, SHORT + 1));
            assertTrue(answer.startsWith("t OK "), answer);
        }
        try (LineClient pop = LineClient.tls(cluster.authority(), cluster.pop3s())) {
            pop.line();
            pop.send("AUTH " + mechanism + " " + response(mechanism, token));
            assertEquals("+ ", pop.line().substring(0, 2));
            pop.send(mechanism.equals("XOAUTH2") ? "" : "AQ==");
            assertEquals("-ERR [AUTH]", pop.line().substring(0, 11));
        }
        assertTrue(cluster.program(Member.FE1)
                .awaitPrinted("event=node-refuses-token ", 1, Instant.now().plusSeconds(SECONDS)));
        assertFalse(cluster.log(Member.FE1).contains(token), "a token is in the log");
    }

    /** Whether a token is good Dovecot cannot say then: nobody is asked for another. */
    @Test
    void anIssuerThatIsDown() throws Exception {
        String token = issuer.token(DORA, SHORT + 2);
        try (LineClient imap = imap()) {
            assertEquals("t OK ", authenticated(imap, "OAUTHBEARER", token).substring(0, 5));
        }
        issuer.broken().set(true);
        try (LineClient imap = imap()) {
            String answer = authenticated(imap, "OAUTHBEARER", token);
            assertTrue(answer.startsWith("t NO [UNAVAILABLE] "), answer);
        } finally {
            issuer.broken().set(false);
        }
    }

    @Test
    void whatDovecotOffersDecides() throws Exception {
        try {
            offering("plain xoauth2");
            assertReadsByToken("OAUTHBEARER", SHORT);
            assertPopsByToken("OAUTHBEARER", LONG);
            assertEquals(1, loggedIn("imap", "XOAUTH2"));
            assertEquals(1, loggedIn("pop3", "XOAUTH2"));
            offering("plain");
            try (LineClient imap = imap()) {
                String answer = authenticated(imap, "OAUTHBEARER", issuer.token(DORA, SHORT));
                assertTrue(answer.startsWith("t NO [UNAVAILABLE] "), answer);
            }
            assertEquals(1, Mail.count(cluster, "dora", "by token"));
            String reason = "offers neither OAUTHBEARER nor XOAUTH2";
            assertTrue(cluster.program(Member.FE1)
                    .awaitPrinted(reason, 1, Instant.now().plusSeconds(SECONDS)));
            List<String> warned = cluster.log(Member.FE1)
                    .lines()
                    .filter(line -> line.contains(" WARN ") && line.contains(reason))
                    .toList();
            assertEquals(1, warned.size(), warned::toString);
        } finally {
            offering(BOTH);
        }
    }

    private static void offering(String mechanisms) throws Exception {
        dovecot.close();
        dovecot = Dovecot.start(dovecot.folder(), dovecot.first(), mechanisms, issuer.address());
    }
}
