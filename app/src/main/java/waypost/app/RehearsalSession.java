package waypost.app;

import java.io.IOException;
import waypost.identity.Secret;

/** A session of IMAP (RFC 3501) in the rehearsal. The mailbox holds more than {@link #PAGE} messages. */
final class RehearsalSession {
    private static final int PAGE = 10;

    private final Conversation imap;
    private final String user;
    private final Secret password;

    RehearsalSession(Conversation imap, String user, Secret password) {
        this.imap = imap;
        this.user = user;
        this.password = password;
    }

    /** Goes through all commands so often, and waits at the end. */
    void play(int rounds) throws IOException {
        logIn();
        command("LIST \"\" *");
        command("CREATE Rehearsed");
        command("STATUS INBOX (MESSAGES UNSEEN)");
        command("SELECT INBOX");
        for (int round = 0; round < rounds; round++) {
            read(1 + round);
            search(round);
            change(1 + round);
        }
        idle();
        command("LOGOUT");
    }

    private void logIn() throws IOException {
        String greeting = imap.answer(_ -> true);
        if (!greeting.startsWith("* OK ")) {
            throw new IOException(Rehearsal.refused("", greeting));
        }
        command("LOGIN " + user + " " + password.value());
    }

    private void read(int message) throws IOException {
        int last = message + PAGE;
        for (int more = 0; more < 4; more++) {
            command("UID FETCH " + message + ":" + last + " (FLAGS)");
            command("FETCH " + (message + more) + " BODY.PEEK[]");
        }
        command("FETCH " + message + ":" + last + " (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)");
        command("UID FETCH " + message + ":" + last + " (BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE)])");
        command("FETCH " + message + " (BODYSTRUCTURE BODY.PEEK[1])");
        command("FETCH " + message + " BODY[]<0.1000>");
    }

    private void search(int round) throws IOException {
        command("UID SEARCH UNSEEN");
        command("SEARCH SUBJECT \"" + RehearsalMail.subject(round) + "\"");
        command("SEARCH TEXT " + RehearsalMail.word(round));
        command("NOOP");
    }

    private void change(int message) throws IOException {
        command("STORE " + message + ":" + (message + 2) + " +FLAGS (\\Seen)");
        command("UID STORE " + message + " -FLAGS.SILENT (\\Seen)");
        String text = RehearsalMail.text(message);
        command("APPEND INBOX (\\Flagged) {" + text.length() + "+}\r\n" + text); // RFC 7888
        command("COPY " + message + " Rehearsed");
        command("MOVE * Rehearsed");
        command("STORE " + message + " +FLAGS (\\Deleted)");
        command("EXPUNGE");
        command("SELECT INBOX");
    }

    /** RFC 2177. */
    private void idle() throws IOException {
        imap.send("i IDLE\r\n");
        expect("IDLE", imap.answer(line -> line.startsWith("+ ") || line.startsWith("i ")), "+ ");
        imap.send("DONE\r\n");
        expect("DONE", imap.answer(line -> line.startsWith("i ")), "i OK ");
    }

    private void command(String text) throws IOException {
        imap.send("r " + text + "\r\n");
        expect(text, imap.answer(line -> line.startsWith("r ")), "r OK ");
    }

    private static void expect(String command, String answer, String begin) throws IOException {
        if (!answer.startsWith(begin)) {
            throw new IOException(Rehearsal.refused(command, answer));
        }
    }
}
