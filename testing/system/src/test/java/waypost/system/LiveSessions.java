package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One user's sessions at a front end: IMAP that waits for news, POP3, and mail submission. */
final class LiveSessions implements AutoCloseable {
    private final LineClient imap;
    private final LineClient pop3;
    private final LineClient submission;

    private LiveSessions(LineClient imap, LineClient pop3, LineClient submission) {
        this.imap = imap;
        this.pop3 = pop3;
        this.submission = submission;
    }

    /** Logs in until that is taken: a change may not have come there yet. */
    static LiveSessions begin(Site site, String user, String password) throws IOException {
        LineClient imap = LineClient.tls(site.authority(), site.imaps());
        imap.line();
        while (!imap.imap("LOGIN " + user + " " + password).getLast().startsWith("t OK ")) {
            imap.close();
            imap = LineClient.tls(site.authority(), site.imaps());
            imap.line();
        }
        imap.imap("SELECT INBOX");
        imap.send("t IDLE");
        imap.until(line -> line.startsWith("+ "));
        LineClient pop3 = LineClient.tls(site.authority(), site.pop3s());
        pop3.line();
        pop3.send("USER " + user);
        pop3.line();
        pop3.send("PASS " + password);
        String answer = pop3.line();
        assertTrue(answer.startsWith("+OK"), answer);
        return new LiveSessions(imap, pop3, submission(site, user, password));
    }

    private static LineClient submission(Site site, String user, String password) throws IOException {
        LineClient smtp = LineClient.tls(site.authority(), site.submissions());
        smtp.reply();
        smtp.smtp("EHLO client.example.org");
        String plain = "\0" + user + "\0" + password;
        String answer =
                smtp.smtp("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
        assertTrue(answer.startsWith("235 "), answer);
        return smtp;
    }

    /** Returns when all three have ended, as their protocols say that. */
    void awaitEnd() throws IOException {
        assertEquals("* BYE Session ended by the server, log in again", imap.line());
        assertEnd(imap);
        assertEnd(pop3);
        assertEquals("421 4.7.0 Session ended by the server, log in again", submission.reply());
        assertEnd(submission);
    }

    private static void assertEnd(LineClient client) throws IOException {
        assertEquals("", client.toTheEnd());
    }

    /** All three go on. */
    void goOn() throws IOException {
        imap.send("DONE");
        imap.until(line -> line.startsWith("t OK "));
        imap.send("t IDLE");
        imap.until(line -> line.startsWith("+ "));
        pop3.send("NOOP");
        assertTrue(pop3.line().startsWith("+OK"));
        assertTrue(submission.smtp("NOOP").startsWith("250 "));
    }

    @Override
    public void close() throws IOException {
        imap.close();
        pop3.close();
        submission.close();
    }
}
