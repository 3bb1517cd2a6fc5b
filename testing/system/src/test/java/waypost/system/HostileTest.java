package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged commands, before and after log-in: nothing in the log that a programmer would have to see, no memory kept, good clients served. */
class HostileTest {
    private static final int LINES = Counts.of(300, 100_000);
    private static final int LINES_A_CONNECTION = 20;
    private static final int SETTLED = 10_000;
    private static final int SILENCE_MILLIS = 300;
    private static final long SEED = 20_261_123;

    private static final String PLAIN =
            Base64.getEncoder().encodeToString("\0alice@example.test\0waypost".getBytes(StandardCharsets.US_ASCII));

    private static final List<String> SMTP = List.of(
            "EHLO client.example.org",
            "HELO client",
            "MAIL FROM:<you@example.org> SIZE=100 BODY=8BITMIME",
            "MAIL FROM:<>",
            "RCPT TO:<alice@example.test>",
            "RCPT TO:<bob+tag@example.test>",
            "RCPT TO:<\"odd name\"@example.test>",
            "DATA",
            "Subject: x",
            "",
            ".",
            "..",
            "BDAT 3 LAST",
            "RSET",
            "NOOP",
            "VRFY alice",
            "EXPN all",
            "HELP",
            "AUTH PLAIN " + PLAIN,
            "AUTH LOGIN",
            "AUTH PLAIN =",
            "*",
            "XCLIENT ADDR=1.2.3.4",
            "KEEP 00",
            "LHLO x");

    private static final List<String> IMAP = List.of(
            "a CAPABILITY",
            "a NOOP",
            "a LOGIN alice wrong",
            "a LOGIN {5}",
            "a AUTHENTICATE PLAIN",
            "a AUTHENTICATE PLAIN " + PLAIN + "x",
            "a ID (\"name\" \"x\")",
            "a SELECT INBOX",
            "a EXAMINE \"INBOX\"",
            "a FETCH 1:* (FLAGS UID BODY.PEEK[HEADER.FIELDS (SUBJECT)]<0.10>)",
            "a FETCH 1 (ENVELOPE BODYSTRUCTURE RFC822.SIZE BODY[1.2.MIME])",
            "a UID FETCH 1:4294967295 ALL",
            "a STORE 1 +FLAGS (\\Seen $x)",
            "a SEARCH CHARSET UTF-8 OR SUBJECT \"x\" NOT (1:3 SINCE 1-Jan-2020 HEADER To y)",
            "a UID SEARCH ALL",
            "a LIST \"\" \"%/*\"",
            "a LSUB \"\" *",
            "a CREATE \"a/b&AOk-\"",
            "a DELETE a",
            "a RENAME a b",
            "a STATUS INBOX (MESSAGES UIDNEXT)",
            "a APPEND INBOX (\\Seen) \" 1-Jan-2020 00:00:00 +0000\" {3+}\r\nx\r\n",
            "a COPY 1 INBOX",
            "a MOVE 1:2 a",
            "a IDLE",
            "DONE",
            "a EXPUNGE",
            "a UID EXPUNGE 1:5",
            "a CLOSE",
            "a UNSELECT",
            "a ENABLE X",
            "a NAMESPACE",
            "a CHECK",
            "a SUBSCRIBE x");

    private static final List<String> POP3 = List.of(
            "CAPA",
            "USER alice@example.test",
            "PASS wrong",
            "AUTH PLAIN",
            "AUTH PLAIN " + PLAIN + "x",
            "APOP a 0123",
            "STAT",
            "LIST",
            "LIST 1",
            "UIDL",
            "UIDL 1",
            "RETR 1",
            "TOP 1 10",
            "DELE 999",
            "NOOP",
            "RSET",
            "XCLIENT ADDR=1.2.3.4",
            "LAST",
            "UTF8",
            "LANG *");

    @TempDir
    static Path temp;

    private static Demo demo;

    enum Hostility {
        SMTP_BEFORE,
        SUBMISSION_AFTER,
        IMAP_BEFORE,
        IMAP_AFTER,
        POP3_BEFORE,
        POP3_AFTER;

        private List<String> seeds() {
            return switch (this) {
                case SMTP_BEFORE, SUBMISSION_AFTER -> SMTP;
                case IMAP_BEFORE, IMAP_AFTER -> IMAP;
                case POP3_BEFORE, POP3_AFTER -> POP3;
            };
        }

        /** Ends a message, a literal or an IDLE that a damaged line has begun, then the session. */
        private String goodbye() {
            return switch (this) {
                case SMTP_BEFORE, SUBMISSION_AFTER -> "\r\n.\r\nQUIT\r\n";
                case IMAP_BEFORE, IMAP_AFTER -> "\r\nDONE\r\n*\r\nz LOGOUT\r\n";
                case POP3_BEFORE, POP3_AFTER -> "\r\n*\r\nQUIT\r\n";
            };
        }

        private LineClient open(Site site) throws IOException {
            return switch (this) {
                case SMTP_BEFORE -> LineClient.clear(site.authority(), site.smtp());
                case IMAP_BEFORE -> LineClient.clear(site.authority(), site.imap());
                case POP3_BEFORE -> LineClient.clear(site.authority(), site.pop3());
                case SUBMISSION_AFTER ->
                    said(
                            LineClient.tls(site.authority(), site.first() + 10),
                            "EHLO client.example.org",
                            "AUTH PLAIN " + PLAIN);
                case IMAP_AFTER ->
                    said(
                            LineClient.tls(site.authority(), site.imaps()),
                            "a LOGIN alice@example.test waypost",
                            "a SELECT INBOX");
                case POP3_AFTER ->
                    said(LineClient.tls(site.authority(), site.pop3s()), "USER alice@example.test", "PASS waypost");
            };
        }

        private static LineClient said(LineClient client, String... lines) throws IOException {
            for (String line : lines) {
                client.send(line);
            }
            return client;
        }
    }

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
        long settled = 0;
        for (int line = 0; line < LINES; line += LINES_A_CONNECTION) {
            attack(hostility, mutator);
            if (line == SETTLED) {
                settled = live(heap);
            }
        }
        if (settled > 0) {
            long end = live(heap);
            Counts.tell(hostility + ": " + LINES + " damaged lines, " + settled + " octets live after " + SETTLED + ", "
                    + end + " after the last");
            assertTrue(
                    end < settled * 1.02,
                    settled + " octets live after " + SETTLED + " lines, " + end + " after " + LINES);
        }
        String log = demo.program().log();
        assertFalse(log.contains("Exception") || log.contains("\tat "), log);
        String subject = "after " + hostility;
        assertEquals("250 2.6.0 Message accepted", Mail.send(demo, subject, "bob"));
        assertEquals(1, Mail.count(demo, "bob", subject));
    }

    /** Without what damaged commands may well have stored. */
    private static long live(Heap heap) throws IOException, InterruptedException {
        try (Inbox inbox = Inbox.open(demo, "alice")) {
            inbox.empty();
        }
        return heap.live();
    }

    private static void attack(Hostility hostility, Mutator mutator) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int line = 0; line < LINES_A_CONNECTION; line++) {
            lines.writeBytes(mutator.line());
        }
        lines.writeBytes(hostility.goodbye().getBytes(StandardCharsets.US_ASCII));
        try (LineClient client = hostility.open(demo)) {
            client.raw(lines.toByteArray());
            client.drain(SILENCE_MILLIS);
        } catch (IOException closedOrSilent) {
            assertFalse(closedOrSilent instanceof java.net.ConnectException, "the demo does not listen");
        }
    }
}
