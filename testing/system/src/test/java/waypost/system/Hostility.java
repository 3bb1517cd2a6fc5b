package waypost.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A state of a protocol in which damaged commands come. The commands behind its probe and its goodbye are no seeds: only these are answered
 * as they are.
 */
enum Hostility {
    SMTP_BEFORE,
    SUBMISSION_AFTER,
    IMAP_BEFORE,
    IMAP_AFTER,
    POP3_BEFORE,
    POP3_AFTER;

    private static final String PLAIN =
            Base64.getEncoder().encodeToString("\0alice@example.test\0waypost".getBytes(StandardCharsets.US_ASCII));

    private static final String EHLO = "EHLO client.example.org";

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
            "STARTTLS",
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
            "a SUBSCRIBE x",
            "a STARTTLS",
            "a LOGOUT",
            "a ENABLE CONDSTORE",
            "a SELECT INBOX (CONDSTORE)",
            "a STORE 1 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)",
            "a FETCH 1:* (FLAGS) (CHANGEDSINCE 1)",
            "a STATUS INBOX (HIGHESTMODSEQ SIZE)",
            "a SEARCH RETURN (MIN MAX COUNT ALL) UNSEEN MODSEQ 1",
            "a UID SEARCH RETURN (SAVE MAX) 1:2\r\na FETCH $ FLAGS",
            "a UID SORT RETURN (ALL) (REVERSE SUBJECT DATE DISPLAYFROM) UTF-8 UNSEEN",
            "a SORT (ARRIVAL CC SIZE) US-ASCII ALL",
            "a UID THREAD REFERENCES UTF-8 UNSEEN",
            "a THREAD ORDEREDSUBJECT UTF-8 1:*",
            "a LIST (SPECIAL-USE) \"\" % RETURN (SPECIAL-USE)",
            "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% a/%) RETURN (CHILDREN SUBSCRIBED)",
            "a LIST \"\" % RETURN (STATUS (UIDNEXT SIZE) CHILDREN)",
            "a CREATE New (USE (\\Drafts))",
            "a APPEND INBOX {3+}\r\na:b (\\Seen) {3+}\r\nc:d {1+}\r\ne");

    private static final List<String> POP3 = List.of(
            "STLS",
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

    List<String> seeds() {
        return switch (this) {
            case SMTP_BEFORE, SUBMISSION_AFTER -> SMTP;
            case IMAP_BEFORE, IMAP_AFTER -> IMAP;
            case POP3_BEFORE, POP3_AFTER -> POP3;
        };
    }

    /** A connection in this state: all that leads there has been answered. */
    LineClient open(Site site) throws IOException {
        return switch (this) {
            case SMTP_BEFORE -> smtp(LineClient.clear(site.authority(), site.smtp()), EHLO);
            case SUBMISSION_AFTER ->
                smtp(LineClient.tls(site.authority(), site.first() + 10), EHLO, "AUTH PLAIN " + PLAIN);
            case IMAP_BEFORE -> imap(LineClient.clear(site.authority(), site.imap()), "NOOP");
            case IMAP_AFTER ->
                imap(
                        LineClient.tls(site.authority(), site.imaps()),
                        "LOGIN alice@example.test waypost",
                        "SELECT INBOX");
            case POP3_BEFORE -> {
                LineClient pop3 = pop3(LineClient.clear(site.authority(), site.pop3()), "CAPA");
                pop3.until("."::equals);
                yield pop3;
            }
            case POP3_AFTER ->
                pop3(LineClient.tls(site.authority(), site.pop3s()), "USER alice@example.test", "PASS waypost");
        };
    }

    private static LineClient smtp(LineClient client, String... commands) throws IOException {
        String greeting = client.reply();
        assertTrue(greeting.startsWith("220 "), greeting);
        for (String command : commands) {
            String answer = client.smtp(command);
            assertTrue(answer.startsWith("2"), answer);
        }
        return client;
    }

    private static LineClient imap(LineClient client, String... commands) throws IOException {
        String greeting = client.line();
        assertTrue(greeting.startsWith("* OK "), greeting);
        for (String command : commands) {
            List<String> answer = client.imap(command);
            assertTrue(answer.getLast().startsWith("t OK "), answer::toString);
        }
        return client;
    }

    private static LineClient pop3(LineClient client, String... commands) throws IOException {
        String greeting = client.line();
        assertTrue(greeting.startsWith("+OK"), greeting);
        for (String command : commands) {
            client.send(command);
            String answer = client.line();
            assertTrue(answer.startsWith("+OK"), answer);
        }
        return client;
    }

    /** A good command; it ends an IDLE too. A message or a literal that a damaged line has begun may swallow it. */
    String probe() {
        return switch (this) {
            case SMTP_BEFORE, SUBMISSION_AFTER -> "HELP\r\n";
            case IMAP_BEFORE -> "p NOOP\r\n";
            case IMAP_AFTER -> "DONE\r\np NOOP\r\n";
            case POP3_BEFORE, POP3_AFTER -> "CAPA\r\n";
        };
    }

    /** Whether a line is the answer to a probe. */
    boolean probed(String line) {
        return switch (this) {
            case SMTP_BEFORE, SUBMISSION_AFTER -> line.startsWith("214 ");
            case IMAP_BEFORE, IMAP_AFTER -> line.startsWith("p OK ");
            case POP3_BEFORE, POP3_AFTER -> line.equals("AUTH-RESP-CODE");
        };
    }

    /** The end of the session, after what ends all that a damaged line has begun. */
    String goodbye() {
        return switch (this) {
            case SMTP_BEFORE, SUBMISSION_AFTER -> "\r\n.\r\nQUIT\r\n";
            case IMAP_BEFORE, IMAP_AFTER -> "\r\nDONE\r\n*\r\nz LOGOUT\r\n";
            case POP3_BEFORE, POP3_AFTER -> "\r\n*\r\nQUIT\r\n";
        };
    }

    /** Whether a line is the answer to {@link #goodbye}. */
    boolean parted(String line) {
        return switch (this) {
            case SMTP_BEFORE, SUBMISSION_AFTER -> line.startsWith("221 ");
            case IMAP_BEFORE, IMAP_AFTER -> line.startsWith("z OK ");
            case POP3_BEFORE, POP3_AFTER -> line.startsWith("+OK Bye");
        };
    }
}
