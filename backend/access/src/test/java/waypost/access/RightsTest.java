package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rights each command needs in a mailbox of another (RFC 4314 §4): with exactly those it succeeds, without any one of them it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {
    private static final String ALL = "lrswipkxtea";
    private static final String SHARED = "\"Other Users/alice@example.net/";

    private Household house;
    private int folders;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        house = new Household(folder, 1);
        house.say("carol", "a NOOP");
        house.say("bob", "a APPEND INBOX {1+}\r\nx", "a CREATE Mine");
    }

    @AfterAll
    void close() throws IOException {
        house.close();
    }

    /** A mailbox with two messages, one below it, and these rights of bob to both. Answers its name as alice has it. */
    private String shared(String rights) throws IOException {
        String name = "f" + ++folders;
        assertTrue(house.end("alice", "a CREATE " + name).startsWith("OK"));
        assertEquals("OK SETACL completed", house.end("alice", "a SETACL " + name + " bob " + quoted(rights)));
        house.say("alice", "a CREATE " + name + "/leaf");
        house.say("alice", "a APPEND " + name + " (\\Deleted) {1+}\r\n1", "a APPEND " + name + " {1+}\r\n2");
        return name;
    }

    private static String quoted(String rights) {
        return '"' + rights + '"';
    }

    private static String[] written(String commands, String mailbox) {
        return commands.replace("~", mailbox).replace("^", "\r\n").split("; ");
    }

    private String end(String rights, String commands) throws IOException {
        String name = shared(rights);
        house.say("bob", "u UNSELECT");
        return house.end("bob", written(commands, SHARED + name));
    }

    /** In the commands, ~ stands for the shared mailbox, with a quotation mark to be closed behind it, and ^ for the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "l | a SUBSCRIBE ~\"",
                "r | a SELECT ~\"",
                "r | a EXAMINE ~\"",
                "r | a STATUS ~\" (MESSAGES UNSEEN SIZE DELETED)",
                "k | a CREATE ~/new\"",
                "x | a DELETE ~/leaf\"",
                "kx | a RENAME ~/leaf\" ~/other\"",
                "a | a SETACL ~\" carol lr",
                "a | a SETQUOTA ~\" (STORAGE 1)",
                "a | a DELETEACL ~\" carol",
                "a | a GETACL ~\"",
                "a | a LISTRIGHTS ~\" carol",
                "i | a APPEND ~\" {1+}^x",
                "i | s SELECT INBOX; a COPY 1 ~\"",
                "re | s SELECT ~\"; a EXPUNGE",
                "rs | s SELECT ~\"; a STORE 1 +FLAGS (\\Seen)",
                "rw | s SELECT ~\"; a STORE 1 +FLAGS (\\Flagged)",
                "rw | s SELECT ~\"; a STORE 1 +FLAGS (work)",
                "rt | s SELECT ~\"; a STORE 2 +FLAGS (\\Deleted)",
                "r | s SELECT ~\"; a COPY 1 Mine",
                "rte | s SELECT ~\"; a MOVE 1 Mine",
                "rtei | s SELECT ~\"; a MOVE 1 ~\"",
                "ri | s SELECT ~\"; a COPY 1 ~\"",
                "rtei | s SELECT ~\"; a REPLACE 1 ~\" {1+}^x",
                "r | s SELECT ~\"; a FETCH 1 BODY[]",
                "r | a GETQUOTAROOT ~\"",
                "lw | a SETMETADATA ~\" (/shared/comment \"x\")",
            })
    void needs(String rights, String commands) throws IOException {
        String end = end(rights, commands);
        assertTrue(end.startsWith("OK"), () -> commands + " with " + rights + ": " + end);
        for (char needed : rights.toCharArray()) {
            String rest = ALL.replace(String.valueOf(needed), "");
            String refused = end(rest, commands);
            assertFalse(refused.startsWith("OK"), () -> commands + " with " + rest + ": " + refused);
        }
    }

    /** "at least one of the "l", "r", "i", "k", "x", "a" rights is required" */
    @ParameterizedTest
    @CsvSource({"l,l", "r,r", "i,i", "k,kc", "x,xc", "a,a"})
    void anyOfThemForMyRights(String right, String told) throws IOException {
        String name = shared(right);
        assertEquals(
                List.of("* MYRIGHTS " + SHARED + name + "\" " + told, "a OK MYRIGHTS completed"),
                house.say("bob", "a MYRIGHTS " + SHARED + name + "\""));
        String none = shared("swpte");
        assertTrue(house.end("bob", "a MYRIGHTS " + SHARED + none + "\"").startsWith("NO [NONEXISTENT]"));
    }

    /** RFC 5464 §3.3: "on which they have the "l" right and any one of the "r", "s", "w", "i", or "p" rights" */
    @ParameterizedTest
    @CsvSource({"lr,OK", "ls,OK", "lp,OK", "li,OK", "l,NO [NOPERM]", "lkxtea,NO [NOPERM]", "rswip,NO [NONEXISTENT]"})
    void annotationsAreForWhoLooksIntoIt(String rights, String told) throws IOException {
        String end = end(rights, "a GETMETADATA ~\" /shared/comment");
        assertTrue(end.startsWith(told), end);
    }

    /** "the server MUST ignore the expunge request, close the mailbox, and return the tagged OK response" */
    @Test
    void closeExpungesWhereItMay() throws IOException {
        for (String rights : List.of("lr", "lre")) {
            String name = shared(rights);
            house.say("bob", "a SELECT " + SHARED + name + "\"");
            assertEquals("OK CLOSE completed", house.end("bob", "a CLOSE"));
            String left = rights.contains("e") ? "1" : "2";
            assertEquals(
                    "* STATUS " + name + " (MESSAGES " + left + ")",
                    house.say("alice", "a STATUS " + name + " (MESSAGES)").getFirst());
        }
    }

    /** "A FETCH request that implies setting \Seen flag MUST NOT set it, if the current user doesn't have "s" right." */
    @Test
    void fetchSetsSeenWhereItMay() throws IOException {
        for (String rights : List.of("lr", "lrs")) {
            String name = shared(rights);
            house.say("bob", "a SELECT " + SHARED + name + "\"", "a FETCH 1 BODY[]");
            List<String> flags = house.say("bob", "a FETCH 1 FLAGS");
            String seen = rights.contains("s") ? "\\Deleted \\Seen" : "\\Deleted";
            assertEquals("* 1 FETCH (FLAGS (" + seen + "))", old(flags.getFirst()));
        }
    }

    /** "Only when the user has a particular right are the corresponding flags stored for the newly created message." */
    @ParameterizedTest
    @CsvSource({
        "lri,'()'",
        "lris,'(\\Seen)'",
        "lrit,'(\\Deleted)'",
        "lriw,'(\\Flagged work)'",
        "lriswt,'(\\Flagged \\Deleted \\Seen work)'"
    })
    void newMessagesGetTheFlagsThatHeMaySet(String rights, String flags) throws IOException {
        String name = shared(rights);
        String all = "(\\Flagged \\Seen \\Deleted work)";
        house.say("bob", "a APPEND Mine " + all + " {1+}\r\nx", "a SELECT Mine");
        assertTrue(house.end("bob", "a COPY * " + SHARED + name + "\"").startsWith("OK [COPYUID"));
        assertTrue(house.end("bob", "a APPEND " + SHARED + name + "\" " + all + " {1+}\r\nx")
                .startsWith("OK [APPENDUID"));
        house.say("bob", "a SELECT " + SHARED + name + "\"");
        for (int number : List.of(3, 4)) {
            assertEquals(
                    "* " + number + " FETCH (FLAGS " + flags + ")",
                    old(house.say("bob", "a FETCH " + number + " FLAGS").getFirst()));
        }
    }

    private static String old(String answer) {
        return answer.replace(" \\Recent", "").replace("\\Recent", "");
    }

    /** §5.2: READ-ONLY where he may do none of what others would see. §5.1.1: PERMANENTFLAGS have what he may change. */
    @ParameterizedTest
    @CsvSource({
        "lr,READ-ONLY,'()'",
        "lrs,READ-ONLY,'(\\Seen)'",
        "lrsi,READ-WRITE,'(\\Seen)'",
        "lre,READ-WRITE,'()'",
        "lrt,READ-WRITE,'(\\Deleted)'",
        "lrw,READ-WRITE,'(\\Answered \\Flagged \\Draft \\*)'"
    })
    void selectTellsWhatHeMay(String rights, String access, String permanent) throws IOException {
        String name = shared(rights);
        List<String> told = house.say("bob", "a SELECT " + SHARED + name + "\"");
        assertEquals("a OK [" + access + "] SELECT completed", told.getLast());
        assertTrue(told.contains("* OK [PERMANENTFLAGS " + permanent + "] Flags that stay"), told::toString);
    }

    /** §6: who may not know of a mailbox hears what he would hear if there were none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a SELECT ~\"",
                "a EXAMINE ~\"",
                "a STATUS ~\" (MESSAGES)",
                "a SUBSCRIBE ~\"",
                "a CREATE ~/new\"",
                "a DELETE ~\"",
                "a RENAME ~\" ~/other\"",
                "a RENAME ~\" Mine2",
                "a SETACL ~\" carol lr",
                "a SETACL ~\" nobody lr",
                "a DELETEACL ~\" carol",
                "a GETACL ~\"",
                "a LISTRIGHTS ~\" carol",
                "a MYRIGHTS ~\"",
                "a APPEND ~\" {1+}^x",
                "s SELECT INBOX; a COPY 1 ~\"",
                "s SELECT INBOX; a MOVE 1 ~\"",
                "s SELECT INBOX; a REPLACE 1 ~\" {1+}^x",
                "a GETQUOTAROOT ~\"",
                "a GETQUOTA ~\"",
                "a SETQUOTA ~\" (MESSAGE 5)",
                "a GETMETADATA ~\" /shared/comment",
                "a SETMETADATA ~\" (/shared/comment \"x\")",
                "a LIST \"\" ~\"",
                "a ESEARCH IN (mailboxes ~\") RETURN (COUNT) ALL",
            })
    void tellsNothingOfWhatIsNotToBeKnown(String commands) throws IOException {
        String hidden = shared("");
        house.say("bob", "u UNSELECT");
        String of = said(commands, SHARED + hidden, SHARED + "there");
        assertEquals(said(commands, SHARED + "none", SHARED + "there").replace("none", "f"), of.replace(hidden, "f"));
        String nobody = "\"Other Users/nobody@example.net/";
        assertEquals(
                said(commands, nobody + hidden, nobody + "there")
                        .replace("nobody@", "alice@")
                        .replace(hidden, "f"),
                of.replace(hidden, "f"));
    }

    private String said(String commands, String mailbox, String other) throws IOException {
        house.say("bob", "u UNSELECT");
        String[] written = written(commands.replace("~/other", other), mailbox);
        return String.join("\n", house.say("bob", written)).replace("0 RECENT", "1 RECENT");
    }

    /** What LIST tells him of, others may refuse in plain words. */
    @Test
    void refusesPlainlyWhatIsKnown() throws IOException {
        String name = SHARED + shared("l") + "\"";
        for (String command : List.of("SELECT", "DELETE", "GETACL")) {
            assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a " + command + " " + name));
        }
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a APPEND " + name + " {1+}\r\nx"));
    }
}
