package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.protocol.imap.ImapExtension;
import waypost.protocol.imap.ImapExtensions;

/** What a session announces it serves: one command or more of each extension. */
class CapabilitiesTest {
    /** What a client says, and how lines of the answer begin. */
    private record Trial(String capability, String command, List<String> lines) {}

    /** It speaks after ten seconds only: {@code ProgressTest} has it, with and without. */
    private static final Set<String> ELSEWHERE = Set.of("INPROGRESS");

    /** One after another in one session. */
    private static final List<Trial> TRIALS = List.of(
            new Trial("IMAP4rev1", "a SELECT INBOX\r\n", List.of("a OK [READ-WRITE]")),
            new Trial("LITERAL+", "a APPEND INBOX {3+}\r\nx\r\n\r\n", List.of("a OK [APPENDUID 1000 1]")),
            new Trial("QUOTA", "a GETQUOTAROOT INBOX\r\n", List.of("* QUOTAROOT INBOX \"\"", "* QUOTA \"\" (", "a OK")),
            new Trial(
                    "QUOTA=RES-STORAGE",
                    "a GETQUOTA \"\"\r\nb STATUS INBOX (DELETED-STORAGE)\r\n",
                    List.of("* QUOTA \"\" (STORAGE 1 4194304", "a OK", "* STATUS INBOX (DELETED-STORAGE 0)", "b OK")),
            new Trial(
                    "QUOTA=RES-MESSAGE",
                    "a GETQUOTA \"\"\r\nb STATUS INBOX (DELETED)\r\n",
                    List.of(
                            "* QUOTA \"\" (STORAGE 1 4194304 MESSAGE 1 1000000)",
                            "a OK",
                            "* STATUS INBOX (DELETED 0)",
                            "b OK")),
            new Trial(
                    "QUOTASET",
                    "a SETQUOTA Archive (STORAGE 4000000)\r\n",
                    List.of("* QUOTA Archive (STORAGE 0 4000000)", "a OK")),
            new Trial("ID", "a ID NIL\r\n", List.of("* ID ", "a OK")),
            new Trial("ENABLE", "a ENABLE X\r\n", List.of("* ENABLED", "a OK")),
            new Trial("IDLE", "a IDLE\r\nDONE\r\n", List.of("+ idling", "a OK")),
            new Trial(
                    "NAMESPACE",
                    "a NAMESPACE\r\n",
                    List.of("* NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\")) ((\"Public/\" \"/\"))", "a OK")),
            new Trial(
                    "ACL",
                    "a SETACL Archive anyone lr\r\nb GETACL Archive\r\n",
                    List.of("a OK", "* ACL Archive alice@example.net lrswipkxtecda anyone lr", "b OK")),
            new Trial(
                    "RIGHTS=texk",
                    "a SETACL Archive anyone +texk\r\nb GETACL Archive\r\n",
                    List.of("a OK", "* ACL Archive alice@example.net lrswipkxtecda anyone lrkxtecd", "b OK")),
            new Trial(
                    "LIST-MYRIGHTS",
                    "a LIST \"\" INBOX RETURN (MYRIGHTS)\r\n",
                    List.of("* LIST (\\HasNoChildren) \"/\" INBOX", "* MYRIGHTS INBOX lrswipkxtecda", "a OK")),
            new Trial("CHILDREN", "a LIST \"\" INBOX\r\n", List.of("* LIST (\\HasNoChildren) \"/\" INBOX", "a OK")),
            new Trial(
                    "LIST-EXTENDED",
                    "a LIST () \"\" (INBOX Archive) RETURN (SUBSCRIBED)\r\n",
                    List.of(
                            "* LIST (\\HasNoChildren) \"/\" INBOX",
                            "* LIST (\\HasNoChildren \\Archive) \"/\" Archive",
                            "a OK")),
            new Trial(
                    "LIST-STATUS",
                    "a LIST \"\" INBOX RETURN (STATUS (MESSAGES))\r\n",
                    List.of("* LIST (\\HasNoChildren) \"/\" INBOX", "* STATUS INBOX (MESSAGES 1)", "a OK")),
            new Trial(
                    "METADATA",
                    "a SETMETADATA INBOX (/shared/comment \"x\")\r\nb GETMETADATA INBOX /shared/comment\r\n",
                    List.of("a OK", "* METADATA INBOX (/shared/comment \"x\")", "b OK")),
            new Trial(
                    "LIST-METADATA",
                    "a LIST \"\" INBOX RETURN (METADATA (/shared/comment))\r\n",
                    List.of("* METADATA INBOX (/shared/comment ", "a OK")),
            new Trial(
                    "NOTIFY",
                    "a NOTIFY SET STATUS (mailboxes Archive (MessageNew MessageExpunge))\r\nb NOTIFY NONE\r\nc NOTIFY SET (selected"
                            + " (MessageNew MessageExpunge FlagChange))\r\n",
                    List.of("* STATUS Archive (MESSAGES 0 UIDNEXT 1 UIDVALIDITY", "a OK", "b OK", "c OK")),
            new Trial("STATUS=SIZE", "a STATUS INBOX (SIZE)\r\n", List.of("* STATUS INBOX (SIZE 3)", "a OK")),
            new Trial(
                    "SPECIAL-USE",
                    "a LIST (SPECIAL-USE) \"\" *\r\n",
                    List.of("* LIST (\\HasNoChildren \\Archive)", "a OK")),
            new Trial("CREATE-SPECIAL-USE", "a CREATE Spam (USE (\\Junk))\r\n", List.of("a OK")),
            new Trial(
                    "APPENDLIMIT=" + StoreWorld.LARGEST,
                    "a APPEND INBOX {" + (StoreWorld.LARGEST + 1) + "}\r\nb STATUS INBOX (APPENDLIMIT)\r\n",
                    List.of("a NO [TOOBIG]", "* STATUS INBOX (APPENDLIMIT " + StoreWorld.LARGEST + ")", "b OK")),
            new Trial("MULTIAPPEND", "a APPEND Spam {1+}\r\nx {1+}\r\ny\r\n", List.of("a OK [APPENDUID 1006 1:2]")),
            new Trial(
                    "CATENATE",
                    "a APPEND Spam CATENATE (URL \"/INBOX/;UID=1\" TEXT {1+}\r\n!)\r\n",
                    List.of("a OK [APPENDUID 1006 3]")),
            new Trial(
                    "URL-PARTIAL",
                    "a APPEND Spam CATENATE (URL \"/INBOX/;UID=1/;PARTIAL=0.1\")\r\n",
                    List.of("a OK [APPENDUID 1006 4]")),
            new Trial(
                    "BINARY",
                    "a FETCH 1 BINARY.SIZE[1]\r\nb APPEND Spam ~{1+}\r\n\0\r\n",
                    List.of("* 1 FETCH (BINARY.SIZE[1] 3)", "a OK", "b NO [UNKNOWN-CTE]")),
            new Trial(
                    "PREVIEW",
                    "a FETCH 1 PREVIEW\r\nb FETCH 1 PREVIEW (LAZY)\r\n",
                    List.of("* 1 FETCH (PREVIEW \"x\")", "a OK", "* 1 FETCH (PREVIEW \"x\")", "b OK")),
            new Trial("UIDPLUS", "a COPY 1 INBOX\r\n", List.of("* 2 EXISTS", "a OK [COPYUID 1000 1 2]")),
            new Trial("MOVE", "a UID MOVE 2 Archive\r\n", List.of("* OK [COPYUID 1005 2 1]", "* 2 EXPUNGE", "a OK")),
            new Trial(
                    "CONDSTORE",
                    "a STORE 1 (UNCHANGEDSINCE 0) +FLAGS (x)\r\n",
                    List.of("* OK [HIGHESTMODSEQ ", "a OK [MODIFIED 1]")),
            new Trial(
                    "ESEARCH",
                    "a UID SEARCH RETURN (COUNT) 1\r\n",
                    List.of("* ESEARCH (TAG \"a\") UID COUNT 1", "a OK")),
            new Trial(
                    "PARTIAL",
                    "a UID SEARCH RETURN (PARTIAL -1:-1) 1\r\nb UID FETCH 1 UID (PARTIAL 1:5)\r\n",
                    List.of("* ESEARCH (TAG \"a\") UID PARTIAL (-1:-1 1)", "a OK", "* 1 FETCH (UID 1)", "b OK")),
            new Trial(
                    "CONTEXT=SEARCH",
                    "u SEARCH RETURN (UPDATE) KEYWORD y\r\na STORE 1 +FLAGS.SILENT (y)\r\nb CANCELUPDATE \"u\"\r\n",
                    List.of("u OK", "* ESEARCH (TAG \"u\") ADDTO (0 1)", "a OK", "b OK")),
            new Trial(
                    "MULTISEARCH",
                    "a ESEARCH IN (mailboxes Archive selected) SUBJECT \"\" UID 1\r\nb ESEARCH ALL\r\n",
                    List.of("a OK", "* ESEARCH (TAG \"b\" MAILBOX INBOX UIDVALIDITY 1000) UID ALL 1", "b OK")),
            new Trial(
                    "SAVEDATE",
                    "a FETCH 1 SAVEDATE\r\nb SEARCH SAVEDON 1-Jan-1970\r\n",
                    List.of("* 1 FETCH (SAVEDATE \" 1-Jan-1970 00:16:40 +0000\")", "a OK", "* SEARCH 1", "b OK")),
            new Trial(
                    "OBJECTID",
                    "a STATUS Archive (MAILBOXID)\r\nb FETCH 1 (EMAILID THREADID)\r\nc SEARCH EMAILID M1\r\n",
                    List.of(
                            "* STATUS Archive (MAILBOXID (F6))",
                            "a OK",
                            "* 1 FETCH (EMAILID (M1) THREADID (T1))",
                            "b OK",
                            "* SEARCH 1",
                            "c OK")),
            new Trial(
                    "I18NLEVEL=1",
                    "a SEARCH CHARSET UTF-8 BODY {3+}\r\n\u00ef\u00bd\u0098\r\n",
                    List.of("* SEARCH 1", "a OK")),
            new Trial("SORT", "a SORT (REVERSE DATE) UTF-8 ALL\r\n", List.of("* SORT 1", "a OK")),
            new Trial("SORT=DISPLAY", "a UID SORT (DISPLAYFROM DISPLAYTO) UTF-8 1\r\n", List.of("* SORT 1", "a OK")),
            new Trial("ESORT", "a SORT RETURN () (TO) UTF-8 1\r\n", List.of("* ESEARCH (TAG \"a\") ALL 1", "a OK")),
            new Trial("THREAD=ORDEREDSUBJECT", "a THREAD ORDEREDSUBJECT UTF-8 1\r\n", List.of("* THREAD (1)", "a OK")),
            new Trial("THREAD=REFERENCES", "a UID THREAD REFERENCES UTF-8 1\r\n", List.of("* THREAD (1)", "a OK")),
            new Trial("THREAD=REFS", "a UID THREAD REFS UTF-8 1\r\n", List.of("* THREAD (1)", "a OK")),
            new Trial(
                    "SEARCH=FUZZY",
                    "a SEARCH RETURN (RELEVANCY) FUZZY BODY \"y x\"\r\nb SORT (RELEVANCY) UTF-8 FUZZY BODY x\r\n",
                    List.of("* ESEARCH (TAG \"a\") RELEVANCY (45)", "a OK", "* SORT 1", "b OK")),
            new Trial("SAVELIMIT=1000", "a UID SEARCH UIDBEFORE 2\r\n", List.of("* SEARCH 1", "a OK")),
            new Trial("UIDBATCHES", "a UIDBATCHES 500\r\n", List.of("* UIDBATCHES (TAG \"a\") 1:1", "a OK")),
            new Trial("WITHIN", "a SEARCH YOUNGER 86400\r\n", List.of("* SEARCH 1", "a OK")),
            new Trial(
                    "SEARCHRES",
                    "a SEARCH RETURN (SAVE) ALL\r\nb FETCH $ UID\r\n",
                    List.of("a OK", "* 1 FETCH (UID 1)", "b OK")),
            new Trial(
                    "REPLACE",
                    "a REPLACE 1 INBOX {1+}\r\nz\r\n",
                    List.of("* OK [APPENDUID 1000 ", "* 1 EXPUNGE", "a OK")),
            new Trial(
                    "UTF8=ACCEPT",
                    "a ENABLE UTF8=ACCEPT\r\nb LIST \"\" \"\u00c3\u00bc\"\r\n",
                    List.of("* ENABLED UTF8=ACCEPT", "b OK")),
            new Trial(
                    "QRESYNC",
                    "a ENABLE QRESYNC\r\nb UID FETCH 1:* (UID) (CHANGEDSINCE 1 VANISHED)\r\n",
                    List.of("* ENABLED QRESYNC", "* VANISHED (EARLIER) 1", "b OK")),
            new Trial(
                    "IMAP4rev2",
                    "a ENABLE IMAP4rev2\r\nb SEARCH 1\r\n",
                    List.of("* ENABLED IMAP4rev2", "* ESEARCH (TAG \"b\") ALL 1", "b OK")),
            new Trial(
                    "UIDONLY",
                    "a ENABLE UIDONLY\r\nb UID FETCH 1:* (FLAGS)\r\nc FETCH 1 UID\r\n",
                    List.of("* ENABLED UIDONLY", "b OK", "c BAD [UIDREQUIRED]")),
            new Trial(
                    "XLIST",
                    "a XLIST \"\" INBOX\r\n",
                    List.of("* XLIST (\\HasNoChildren \\Inbox) \"/\" INBOX", "a OK")),
            new Trial("UNSELECT", "a UNSELECT\r\n", List.of("a OK")),
            new Trial("COMPRESS=DEFLATE", "a COMPRESS DEFLATE\r\n", List.of("a OK")));

    /** In a session of its own, as nothing follows in it. */
    private static final Trial LAST = new Trial("UNAUTHENTICATE", "a UNAUTHENTICATE\r\n", List.of("a OK"));

    @Test
    void announcesWhatItServes(@TempDir Path folder) throws IOException {
        try (StoreWorld world = new StoreWorld(folder);
                Dialogue imap = new Dialogue(world.shared(ImapExtensions.ALL).imap(world.account("alice")))) {
            List<String> announced = world.shared(ImapExtensions.ALL).imapCapabilities();
            Dialogue.has(imap.say("a CAPABILITY\r\n"), "* CAPABILITY " + String.join(" ", announced));
            Set<String> tried = new HashSet<>(ELSEWHERE);
            for (Trial trial : TRIALS) {
                String answer = imap.say(trial.command());
                trial.lines().forEach(line -> Dialogue.has(answer, line));
                tried.add(trial.capability());
            }
            try (Dialogue last = new Dialogue(world.shared(ImapExtensions.ALL).imap(world.account("bob")))) {
                Dialogue.has(last.say(LAST.command()), LAST.lines().getFirst());
                tried.add(LAST.capability());
            }
            assertEquals(Set.copyOf(announced), tried);
        }
    }

    /** Nobody is told of what is not offered, and nothing of it works. */
    @ParameterizedTest
    @EnumSource
    void offersNothingOfWhatIsTakenAway(ImapExtension extension, @TempDir Path folder) throws IOException {
        List<String> taken;
        Set<String> failed = new HashSet<>();
        try (StoreWorld world = new StoreWorld(folder)) {
            Sessions sessions = world.shared(ImapExtensions.ALL.without(extension));
            taken = new ArrayList<>(world.shared(ImapExtensions.ALL).imapCapabilities());
            taken.removeAll(sessions.imapCapabilities());
            assertEquals(
                    names(extension), taken.stream().map(CapabilitiesTest::name).collect(Collectors.toSet()));
            try (Dialogue imap = new Dialogue(sessions.imap(world.account("alice")))) {
                for (Trial trial : TRIALS) {
                    String answer = imap.say(trial.command());
                    if (!trial.lines().stream().allMatch(line -> Dialogue.says(answer, line))) {
                        failed.add(trial.capability());
                    }
                }
            }
            try (Dialogue last = new Dialogue(sessions.imap(world.account("bob")))) {
                if (!Dialogue.says(last.say(LAST.command()), LAST.lines().getFirst())) {
                    failed.add(LAST.capability());
                }
            }
        }
        taken.removeAll(ELSEWHERE);
        assertTrue(failed.containsAll(taken), () -> "fails without: " + failed);
    }

    /** Of the extension and all that are built on it. */
    private static Set<String> names(ImapExtension extension) {
        Set<String> names = new HashSet<>(Set.of(name(extension.capability())));
        for (ImapExtension built : ImapExtension.values()) {
            if (built.basis().contains(extension)) {
                names.addAll(names(built));
            }
        }
        return names;
    }

    /** Without a limit behind it. */
    private static String name(String capability) {
        return capability.replaceAll("=\\d+$", "");
    }
}
