package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY and MOVE to and from a mailbox of another account, on one volume and from one to another. */
class BetweenAccountsTest {
    private static final String WORK = "\"Other Users/alice@example.net/Work\"";
    private static final String LARGE = "From: a@b\r\n\r\n" + "x".repeat(100_000);

    @TempDir
    private Path folder;

    private static void done(Household house, String user, String... commands) throws IOException {
        for (String command : commands) {
            String end = house.end(user, "a " + command);
            assertTrue(end.startsWith("OK"), () -> user + ": " + command + ": " + end);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theyTakeAlongWhatTheyHave(int volumes) throws IOException {
        try (Household house = new Household(folder, volumes)) {
            toHers(house);
            back(house);
            replaces(house);
            refusals(house);
        }
    }

    private static void toHers(Household house) throws IOException {
        house.say("bob", "a NOOP");
        done(house, "alice", "APPEND Archive (other) {1+}\r\nx", "CREATE Work", "SETACL Work bob lrswite");
        done(house, "bob", "APPEND INBOX (\\Seen first \\Flagged) {" + LARGE.length() + "+}\r\n" + LARGE);
        done(house, "bob", "APPEND INBOX (second) \" 1-Jan-2020 00:00:00 +0100\" {1+}\r\ny", "SELECT INBOX");
        assertEquals(
                "OK [COPYUID " + validity(house) + " 1:2 1:2] COPY completed", house.end("bob", "a COPY 1:2 " + WORK));
        assertEquals(
                List.of("* OK [COPYUID " + validity(house) + " 2 3] Moved", "* 2 EXPUNGE", "a OK MOVE completed"),
                house.say("bob", "a MOVE 2 " + WORK));
        done(house, "alice", "SELECT Work");
        assertEquals(
                List.of(
                        "* 1 FETCH (FLAGS (\\Flagged first) RFC822.SIZE " + LARGE.length() + ")",
                        "* 2 FETCH (FLAGS (second) RFC822.SIZE 1)",
                        "* 3 FETCH (FLAGS (second) RFC822.SIZE 1)"),
                house.say("alice", "a FETCH 1:3 (FLAGS RFC822.SIZE)").stream()
                        .map(line -> line.replace(" \\Recent", "").replace("\\Recent", ""))
                        .limit(3)
                        .toList());
        assertEquals(
                "* 3 FETCH (INTERNALDATE \" 1-Jan-2020 00:00:00 +0100\" BODY[] {1}",
                house.say("alice", "a FETCH 3 (INTERNALDATE BODY.PEEK[])").getFirst());
    }

    /** The one that was copied can go: its bytes are needed there. */
    private static void back(Household house) throws IOException {
        done(house, "bob", "STORE 1 +FLAGS (\\Deleted)", "EXPUNGE", "SELECT " + WORK);
        assertEquals(
                "* 1 FETCH (FLAGS (\\Flagged \\Seen first))",
                house.say("bob", "a FETCH 1 FLAGS").getFirst());
        done(house, "bob", "MOVE 1 INBOX", "SELECT INBOX");
        assertEquals(
                "* 1 FETCH (FLAGS (\\Flagged \\Seen first)",
                house.say("bob", "a FETCH 1 (FLAGS BODY.PEEK[])")
                        .getFirst()
                        .replace(" \\Recent", "")
                        .replaceAll(" BODY.*", ""));
    }

    /** RFC 8508 §4.3: the one is there before the other goes. */
    private static void replaces(Household house) throws IOException {
        done(house, "alice", "SETACL Work bob lrswite");
        done(house, "bob", "APPEND INBOX {5+}\r\ndraft", "SELECT INBOX");
        assertEquals(
                List.of("* OK [APPENDUID " + validity(house) + " 4] Replacement is there", "* 2 EXPUNGE"),
                house.say("bob", "a REPLACE 2 " + WORK + " (\\Seen \\Flagged third) {4+}\r\ndone")
                        .subList(0, 2));
        done(house, "bob", "SELECT " + WORK);
        assertEquals(
                "* 3 FETCH (FLAGS (\\Flagged \\Seen third) BODY[] {4}",
                house.say("bob", "a FETCH 3 (FLAGS BODY.PEEK[])").getFirst().replace(" \\Recent", ""));
        String back = house.say("bob", "a REPLACE 3 INBOX {5+}\r\nagain").get(1);
        assertEquals("* 3 EXPUNGE", back);
        assertEquals(
                "* STATUS INBOX (MESSAGES 2)",
                house.say("bob", "a STATUS INBOX (MESSAGES)").getFirst());
        done(house, "bob", "SELECT INBOX", "STORE 2 +FLAGS (\\Deleted)", "EXPUNGE");
    }

    private static void refusals(Household house) throws IOException {
        done(house, "alice", "SETACL Work bob lrsi");
        done(house, "bob", "SELECT " + WORK);
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a MOVE 1 INBOX"));
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a MOVE 1 " + WORK));
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a REPLACE 1 INBOX {1+}\r\nx"));
        done(house, "bob", "SELECT INBOX");
        done(house, "alice", "SETQUOTA Work (MESSAGE 1)", "SETACL Work bob lrs");
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a REPLACE 1 " + WORK + " {1+}\r\nx"));
        done(house, "alice", "SETACL Work bob lrsi");
        assertEquals("NO [OVERQUOTA] Over quota", house.end("bob", "a REPLACE 1 " + WORK + " {1}"));
        assertEquals(
                "* STATUS INBOX (MESSAGES 1)",
                house.say("bob", "a STATUS INBOX (MESSAGES)").getFirst());
    }

    private static String validity(Household house) throws IOException {
        return house.say("alice", "a STATUS Work (UIDVALIDITY)").getFirst().replaceAll("\\D+(\\d+)\\)$", "$1");
    }
}
