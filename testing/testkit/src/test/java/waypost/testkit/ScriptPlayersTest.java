package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.testkit.MemorySession.Feeding;
import waypost.testkit.scripts.Excuses;
import waypost.testkit.scripts.ImaptestPlayer;
import waypost.testkit.scripts.JamesPlayer;

/** Scripts in the formats of imaptest and James hold; with one thing in them changed they do not. */
class ScriptPlayersTest {
    private static final String MBOX = """
            From user@domain  Fri Feb 22 17:06:23 2008
            Subject: first

            one

            From user@domain  Fri Feb 22 18:06:23 2008 +0200
            Subject: second

            two

            """;

    private static final String IMAPTEST = """
            connections: 2
            messages: all

            # flags in any order, items too
            1 ok store 1 +flags (\\flagged \\seen)
            1 ok fetch 1:2 (uid flags internaldate)
            * 1 fetch (flags (\\seen \\flagged) internaldate $ uid $first)
            * 2 fetch (flags () uid $second internaldate "22-Feb-2008 18:06:23 +0200")
            1 ok append
            * 3 exists
            1 ok store 1,3 +flags \\deleted
            1 ok expunge
            * $1 expunge
            * $3 expunge
            2 ok noop
            * 1 expunge
            ! 3 expunge
            2 ok uid fetch $second (body.peek[header.fields (subject)] body.peek[text])
            * 1 fetch (body[text] {{{
            two


            }}} body[header.fields (subject)] {{{
            Subject: second


            }}})
            1 append ${mailbox}x
            1 no [trycreate]
            2 tag1 noop
            2 tag2 status $mailbox (messages)
            * status $mailbox (messages 1)
            2 tag1 ok
            2 tag2 ok
            """;

    private static final String JAMES = """
            C: a CREATE one.two
            S: a OK (\\[.+\\] )?CREATE completed\\.
            C: b LIST "" "one.%"
            SUB {
            S: \\* LIST \\(\\\\HasNoChildren\\) \\".\\" \\"one.two\\"
            }
            S: b OK LIST completed.
            SESSION: 2
            C: c STATUS INBOX (  UNSEEN MESSAGES)
            S: \\* STATUS "INBOX" \\(MESSAGES \\d UNSEEN 2\\)
            S: c OK .*
            C: d EXAMINE inbox
            S: \\* 3 EXISTS
            S: \\* 99 RECENT
            S: \\* FLAGS \\(\\\\Answered \\\\Deleted \\\\Draft \\\\Flagged \\\\Seen\\)
            S: \\* OK \\[UIDNEXT 4\\].*
            S: d OK \\[READ-ONLY\\] EXAMINE completed.
            C: e FETCH 2 (BODY[] FLAGS)
            S: \\* 2 FETCH \\(FLAGS \\(\\) BODY\\[\\] \\{44\\}
            S: From: ann@example\\.com
            S: Subject: Two
            S:
            S: T.o
            S: \\)
            S: e OK .*
            C: f LOGIN a b
            S: f NO LOGIN failed. Command not valid in this state.
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void imaptest(String script, Integer... excused) throws IOException {
        write("default.mbox", MBOX);
        ImapFixture fixture = new ImapFixture(ImapFixture.SECURE, Feeding.WHOLE);
        ImaptestPlayer.play(
                write("script", script),
                fixture::connect,
                new ImaptestPlayer.User("alice", "secret"),
                new Excuses(Set.of(excused)));
    }

    private void james(String script, Integer... excused) throws IOException {
        ImapFixture fixture = new ImapFixture(ImapFixture.SECURE, Feeding.WHOLE);
        JamesPlayer.play(
                List.of(write("script.test", script)),
                fixture::connect,
                "a LOGIN alice secret\r\n",
                Set.of(),
                new Excuses(Set.of(excused)));
    }

    @Test
    void hold() throws IOException {
        imaptest(IMAPTEST);
        james(JAMES);
    }

    static Stream<Arguments> imaptestChanges() {
        return Stream.of(
                Arguments.of("fetch (flags (\\seen \\flagged)", "fetch (flags (\\seen)"),
                Arguments.of("fetch (flags ()", "fetch (flags (\\seen)"),
                Arguments.of("18:06:23", "17:06:23"),
                Arguments.of("uid $second inter", "uid $first inter"),
                Arguments.of("* $3 expunge", "* $2 expunge"),
                Arguments.of("! 3 expunge", "! 1 expunge"),
                Arguments.of("Subject: second", "subject: second"),
                Arguments.of("two\n", "two\n\n"),
                Arguments.of("[trycreate]", "[cannot]"),
                Arguments.of("1 no", "1 ok"),
                Arguments.of("messages 1", "messages 2"),
                Arguments.of("2 tag2 ok", "2 tag2 bad"));
    }

    @ParameterizedTest
    @MethodSource("imaptestChanges")
    void imaptestSeesChange(String from, String to) {
        assertTrue(IMAPTEST.contains(from) || MBOX.contains(from));
        assertThrows(AssertionError.class, () -> imaptest(IMAPTEST.replace(from, to)));
    }

    static Stream<Arguments> jamesChanges() {
        return Stream.of(
                Arguments.of("a OK", "a NO"),
                Arguments.of("HasNoChildren", "HasChildren"),
                Arguments.of("S: \\* LIST \\(\\\\HasNoChildren\\) \\\".\\\" \\\"one.two\\\"\n", ""),
                Arguments.of("UNSEEN 2", "UNSEEN 3"),
                Arguments.of("3 EXISTS", "2 EXISTS"),
                Arguments.of("\\\\Seen\\)", "\\\\Unheard\\)"),
                Arguments.of("UIDNEXT 4", "UIDNEXT 5"),
                Arguments.of("READ-ONLY", "READ-WRITE"),
                Arguments.of("FLAGS \\(\\) BODY", "FLAGS \\(\\\\Seen\\) BODY"),
                Arguments.of("Subject: Two", "Subject: two"),
                Arguments.of("f NO", "f OK"));
    }

    @ParameterizedTest
    @MethodSource("jamesChanges")
    void jamesSeesChange(String from, String to) {
        assertTrue(JAMES.contains(from));
        assertThrows(AssertionError.class, () -> james(JAMES.replace(from, to)));
    }

    @Test
    void anExcuseIsForOneLineAndNeeded() throws IOException {
        james(JAMES.replace("UIDNEXT 4", "UIDNEXT 5"), 12);
        assertThrows(AssertionError.class, () -> james(JAMES.replace("UIDNEXT 4", "UIDNEXT 5"), 9));
        assertThrows(AssertionError.class, () -> james(JAMES, 12));
        imaptest(IMAPTEST.replace("[trycreate]", "[cannot]"), 28);
        assertThrows(AssertionError.class, () -> imaptest(IMAPTEST, 28));
    }
}
