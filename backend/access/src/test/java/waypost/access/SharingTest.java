package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.store.FolderRole;

/** Mailboxes of others and public ones, by the names that a user sees. */
class SharingTest {
    private static final String ALICE = "Other Users/alice@example.net/";

    @TempDir
    private Path folder;

    private Household house;

    @BeforeEach
    void open() throws IOException {
        house = new Household(folder, 1);
        house.say("bob", "a NOOP");
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    /** The names that LIST tells, with their attributes. */
    private List<String> listed(String user, String pattern) throws IOException {
        return house.say(user, "a LIST \"\" " + pattern).stream()
                .filter(line -> line.startsWith("* LIST "))
                .map(line ->
                        line.substring("* LIST ".length()).replace("\"/\" ", "").replace("\"", ""))
                .toList();
    }

    @Test
    void listTellsWhatMayBeKnown() throws IOException {
        house.done("alice", "CREATE Work/Plans/2026", "CREATE Work/Secret", "CREATE Open");
        house.say("bob", "a NOOP");
        assertEquals(List.of(), listed("bob", "\"Other Users/*\""));
        house.done("alice", "SETACL Work/Plans bob l", "SETACL Open anyone lr", "SETACL Open alice lrswipkxtea");
        assertEquals(
                List.of(
                        "(\\Noselect \\HasChildren) Other Users",
                        "(\\Noselect \\HasChildren) Other Users/alice@example.net",
                        "(\\HasNoChildren) " + ALICE + "Open",
                        "(\\Noselect \\HasChildren) " + ALICE + "Work",
                        "(\\HasNoChildren) " + ALICE + "Work/Plans"),
                listed("bob", "Other*"));
        assertEquals(List.of("(\\Noselect \\HasChildren) Other Users"), listed("bob", "Ot%"));
        assertEquals(List.of(), listed("alice", "Other*"));
        house.done("alice", "SETACL Work/Plans bob -l", "DELETEACL Open anyone");
        assertEquals(List.of(), listed("bob", "Other*"));
    }

    /** RFC 6154: what is special to her is not to him. RFC 8474: no two identifiers that he sees are the same. */
    @Test
    void whatIsHersIsNotShownAsHis() throws IOException {
        house.done("alice", "SETACL Archive bob lrk", "SETACL INBOX bob lr", "APPEND INBOX {1+}\r\nx");
        house.done("bob", "APPEND INBOX {1+}\r\ny");
        assertEquals(List.of("(\\HasNoChildren) " + ALICE + "Archive"), listed("bob", "*alice*/Archive"));
        String other =
                house.say("bob", "a STATUS \"" + ALICE + "INBOX\" (MAILBOXID)").getFirst();
        String own = house.say("bob", "a STATUS INBOX (MAILBOXID)").getFirst();
        assertTrue(own.endsWith("(MAILBOXID (F1))") && other.matches(".*\\(F[0-9a-f]{16}-1\\)\\)"), other);
        house.say("bob", "a SELECT \"" + ALICE + "INBOX\"");
        assertTrue(house.say("bob", "a FETCH 1 EMAILID").getFirst().matches(".*\\(M[0-9a-f]{16}-\\d+\\)\\)"));
        assertEquals(
                "NO [USEATTR] Mailboxes of others have no special use",
                house.end("bob", "a CREATE \"" + ALICE + "Archive/x\" (USE (\\Sent))"));
    }

    @Test
    void subscriptionsAreHisOwn() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lr");
        house.done("bob", "SUBSCRIBE \"" + ALICE + "Work\"");
        List<String> told = List.of("* LSUB () \"/\" \"" + ALICE + "Work\"", "a OK LSUB completed");
        assertEquals(told, house.say("bob", "a LSUB \"\" *"));
        assertEquals(List.of("a OK LSUB completed"), house.say("alice", "a LSUB \"\" *"));
        house.done("alice", "SETACL Work bob r");
        assertEquals(List.of("a OK LSUB completed"), house.say("bob", "a LSUB \"\" *"));
        house.done("alice", "SETACL Work bob lr");
        assertEquals(told, house.say("bob", "a LSUB \"\" *"));
        house.done("bob", "UNSUBSCRIBE \"" + ALICE + "Work\"");
        assertEquals(List.of("a OK LSUB completed"), house.say("bob", "a LSUB \"\" *"));
    }

    /** RFC 4314 §4: "it SHOULD inherit the ACL from the parent mailbox". */
    @Test
    void newMailboxesInheritTheRights() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lrk", "SETACL Work anyone l");
        house.done("bob", "CREATE \"" + ALICE + "Work/a/b\"");
        house.done("alice", "CREATE Work/c", "CREATE Top");
        for (String name : List.of("Work/a", "Work/a/b", "Work/c")) {
            assertEquals(
                    "* ACL " + name + " alice@example.net lrswipkxtecda anyone l bob@example.net lrkc",
                    house.say("alice", "a GETACL " + name).getFirst());
        }
        assertEquals(
                "* ACL Top alice@example.net lrswipkxtecda",
                house.say("alice", "a GETACL Top").getFirst());
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a CREATE \"" + ALICE + "Top2\""));
        assertEquals(
                "NO [NOPERM] No right to do that", house.end("bob", "a CREATE \"Other Users/nobody@example.net\""));
    }

    /** Each has seen what he has seen, and everybody sees at once what is everybody's. */
    @Test
    void twoUsersInOneMailbox() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lrswite", "APPEND Work {1+}\r\n1", "APPEND Work {1+}\r\n2");
        house.done("alice", "SELECT Work");
        house.done("bob", "SELECT \"" + ALICE + "Work\"");
        house.done("bob", "STORE 1 +FLAGS (\\Seen)", "STORE 2 +FLAGS (\\Flagged)");
        assertEquals(List.of("* 2 FETCH (UID 2 FLAGS (\\Flagged))", "a OK NOOP completed"), said("alice", "a NOOP"));
        house.done("alice", "STORE 2 +FLAGS (\\Seen \\Answered)");
        assertEquals(
                List.of("* 2 FETCH (UID 2 FLAGS (\\Answered \\Flagged))", "a OK NOOP completed"),
                said("bob", "a NOOP"));
        assertEquals(List.of("* SEARCH 1", "a OK SEARCH completed"), said("alice", "a SEARCH UNSEEN"));
        assertEquals(List.of("* SEARCH 2", "a OK SEARCH completed"), said("bob", "a SEARCH UNSEEN"));
        assertEquals(
                "* STATUS \"" + ALICE + "Work\" (UNSEEN 1)",
                said("bob", "a STATUS \"" + ALICE + "Work\" (UNSEEN)").getFirst());
        house.done("alice", "APPEND Work {1+}\r\n3", "STORE 1 +FLAGS (\\Deleted)", "EXPUNGE");
        assertEquals(List.of("* 1 EXPUNGE", "* 2 EXISTS", "a OK NOOP completed"), said("bob", "a NOOP"));
        house.done("bob", "MOVE 1 INBOX");
        assertEquals(List.of("* 1 EXPUNGE", "a OK NOOP completed"), said("alice", "a NOOP"));
        house.done("bob", "SELECT INBOX");
        assertEquals(
                "* 1 FETCH (FLAGS (\\Answered \\Flagged))",
                said("bob", "a FETCH 1 FLAGS").getFirst());
    }

    /** Without what is recent: who is told first is another test's. */
    private List<String> said(String user, String command) throws IOException {
        return house.say(user, command).stream()
                .filter(line -> !line.endsWith(" RECENT"))
                .map(line -> line.replace(" \\Recent", "").replace("\\Recent", ""))
                .toList();
    }

    /** RFC 4314 §5.1.1: told of rights that have changed; whose right to read is gone reads nothing more. */
    @Test
    void rightsCountForTheOpenMailbox() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lrw", "APPEND Work {6+}\r\nsecret");
        house.done("bob", "SELECT \"" + ALICE + "Work\"", "STORE 1 +FLAGS (x)");
        house.done("alice", "SETACL Work bob lrs");
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a STORE 1 -FLAGS (x)"));
        house.done("alice", "SETACL Work bob lrt");
        assertEquals(
                List.of(
                        "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft x)",
                        "* OK [PERMANENTFLAGS (\\Deleted)] Flags that stay",
                        "a OK NOOP completed"),
                house.say("bob", "a NOOP"));
        house.done("alice", "SETACL Work bob l");
        assertEquals(
                List.of("* BYE [UNAVAILABLE] Mailbox cannot be read any more"),
                house.say("bob", "a FETCH 1 BODY.PEEK[]"));
    }

    @Test
    void anIdlingSessionEndsWhenItMayNotReadAnyMore() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lr");
        try (Dialogue bob = house.another("bob")) {
            bob.say("a SELECT \"" + ALICE + "Work\"\r\n");
            bob.say("a IDLE\r\n");
            house.done("alice", "APPEND Work {1+}\r\nx");
            assertEquals("* 1 EXISTS\r\n* 1 RECENT\r\n", bob.woken());
            house.done("alice", "DELETEACL Work bob");
            assertEquals("* BYE [UNAVAILABLE] Mailbox cannot be read any more\r\n", bob.woken());
        }
    }

    /** He may leave the mailbox all the same. */
    @Test
    void whoMayNotReadAnyMoreMayLeave() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lr");
        house.done("bob", "SELECT \"" + ALICE + "Work\"");
        house.done("alice", "DELETEACL Work bob");
        house.done("bob", "UNSELECT", "NOOP");
    }

    @Test
    void identifiersAreUsersWithAMailboxHere() throws IOException {
        house.done("alice", "CREATE Work");
        house.say("bob", "a NOOP");
        assertEquals("NO Nobody of that name has a mailbox here", house.end("alice", "a SETACL Work nobody lr"));
        assertEquals("NO Nobody of that name has a mailbox here", house.end("alice", "a SETACL Work \"a b\" lr"));
        assertEquals(
                "NO Nobody of that name has a mailbox here",
                house.end("alice", "a SETACL Work \"public folders@example.net\" lr"));
        assertEquals("NO [CANNOT] Negative rights are not supported", house.end("alice", "a SETACL Work -bob lr"));
        house.done("alice", "SETACL Work BOB@example.net lrd");
        assertEquals(
                "* ACL Work alice@example.net lrswipkxtecda bob@example.net lrted",
                house.say("alice", "a GETACL Work").getFirst());
        house.done("alice", "SETACL Work bob -t", "SETACL Work bob +c");
        assertEquals(
                "* ACL Work alice@example.net lrswipkxtecda bob@example.net lrkxecd",
                house.say("alice", "a GETACL Work").getFirst());
        assertEquals(
                "* LISTRIGHTS Work Bob \"\" l r s w i p k x t e c d a",
                house.say("alice", "a LISTRIGHTS Work Bob").getFirst());
        assertEquals(
                "* LISTRIGHTS Work alice lrswipkxtecda",
                house.say("alice", "a LISTRIGHTS Work alice").getFirst());
        assertEquals("NO [CANNOT] This user has all rights, always", house.end("alice", "a SETACL Work alice -a"));
        assertEquals("NO [CANNOT] This user has all rights, always", house.end("alice", "a DELETEACL Work alice"));
        house.done("alice", "SETACL Work alice +a", "SETACL Work bob \"\"");
        assertEquals(
                "* ACL Work alice@example.net lrswipkxtecda",
                house.say("alice", "a GETACL Work").getFirst());
    }

    /** A user's level is his canonical name; what would separate levels in it is written otherwise. */
    @Test
    void namesWithASeparator() throws IOException {
        house.done("ann/lee=x", "SETACL INBOX anyone lr");
        assertEquals(
                List.of("(\\HasNoChildren) Other Users/ann=2Flee=3Dx@example.net/INBOX"), listed("bob", "*/INBOX"));
        house.done("bob", "SELECT \"Other Users/ann=2Flee=3Dx@example.net/INBOX\"");
        for (String name : List.of("ann/lee=x@example.net", "ann=2Flee=x@example.net", "ann", "@", "")) {
            assertTrue(house.end("bob", "a SELECT \"Other Users/" + name + "/INBOX\"")
                    .startsWith("NO [NONEXISTENT]"));
        }
        house.done("bob", "SETACL INBOX anyone lr");
        assertTrue(house.end("bob", "a SELECT \"Other Users/bob@example.net/INBOX\"")
                .startsWith("NO [NONEXISTENT]"));
    }

    /** These names are kept; but who has such a mailbox keeps it, and sees nothing else by its name. */
    @Test
    void ownNamesComeFirst() throws IOException {
        house.done("alice", "SETACL INBOX bob lr");
        for (String command : List.of("CREATE \"Other Users\"", "CREATE Public", "RENAME Archive Public")) {
            assertEquals("NO [CANNOT] This name is kept for what others share", house.end("bob", "a " + command));
        }
        StoreWorld.done(house.world().account("bob").createFolder("Other Users/x", FolderRole.NONE));
        assertEquals(
                List.of("(\\HasChildren) Other Users", "(\\HasNoChildren) Other Users/x"), listed("bob", "Other*"));
        house.done("bob", "SELECT \"Other Users/x\"");
        assertEquals(
                "* NAMESPACE ((\"\" \"/\")) NIL ((\"Public/\" \"/\"))",
                house.say("bob", "a NAMESPACE").getFirst());
        house.done("bob", "RENAME \"Other Users\" Mine");
        house.done("bob", "SELECT \"" + ALICE + "INBOX\"");
    }

    @Test
    void publicFolders() throws IOException {
        house.say("bob", "a NOOP");
        assertEquals(List.of(), listed("root", "Public*"));
        assertEquals("NO [NOPERM] No right to do that", house.end("bob", "a CREATE Public/News"));
        house.done("root", "CREATE Public/News", "SETACL Public/News anyone lrs", "SETACL Public/News bob +i");
        assertEquals(
                List.of("(\\Noselect \\HasChildren) Public", "(\\HasNoChildren) Public/News"),
                listed("carol", "Public*"));
        house.done("bob", "APPEND Public/News {1+}\r\nx");
        house.done("carol", "SELECT Public/News", "STORE 1 +FLAGS (\\Seen)");
        assertEquals(
                List.of("* STATUS Public/News (UNSEEN 1)", "a OK STATUS completed"),
                house.say("root", "a STATUS Public/News (UNSEEN)"));
        assertEquals(
                "* ACL Public/News root@example.net lrswipkxtecda anyone lrs bob@example.net i",
                house.say("root", "a GETACL Public/News").getFirst());
        assertTrue(house.end("root", "a SELECT Public/INBOX").startsWith("NO [NONEXISTENT]"));
        assertTrue(house.end("bob", "a SELECT \"Other Users/public folders@example.net/News\"")
                .startsWith("NO [NONEXISTENT]"));
        assertEquals(List.of(), listed("bob", "Other*"));
        assertEquals("NO [CANNOT] A mailbox cannot go to another account", house.end("root", "a RENAME Public/News x"));
        assertEquals(
                "NO [CANNOT] A mailbox cannot go to another account", house.end("root", "a RENAME Archive Public/x"));
        house.done("root", "RENAME Public/News Public/Old", "DELETE Public/Old");
        assertEquals(List.of(), listed("carol", "Public*"));
    }

    /** RFC 7377 §2.2, RFC 5465 §6: "personal" is his own, other filters take in what others share. */
    @Test
    void searchesOfSeveralMailboxes() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lr", "APPEND Work {1+}\r\nx");
        house.done("bob", "APPEND INBOX {1+}\r\nx");
        assertEquals(1, found("personal"));
        assertEquals(1, found("subtree \"Other Users\""));
        assertEquals(1, found("subtree-one \"" + ALICE + "Work\""));
        assertEquals(2, found("mailboxes (INBOX \"" + ALICE + "Work\")"));
        assertEquals(0, found("subscribed"));
        house.done("bob", "SUBSCRIBE \"" + ALICE + "Work\"");
        assertEquals(1, found("subscribed"));
        house.done("alice", "SETACL Work bob r");
        assertEquals(0, found("subtree \"Other Users\""));
        assertEquals(1, found("mailboxes \"" + ALICE + "Work\""));
        house.done("alice", "SETACL Work bob l");
        assertEquals(0, found("mailboxes \"" + ALICE + "Work\""));
    }

    private long found(String where) throws IOException {
        return house.say("bob", "a ESEARCH IN (" + where + ") RETURN (COUNT) ALL").stream()
                .filter(line -> line.startsWith("* ESEARCH") && line.endsWith("COUNT 1"))
                .count();
    }

    /** RFC 9208 §6. */
    @Test
    void eachAccountHasItsQuota() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lr", "APPEND Work {2000+}\r\n" + "x".repeat(2000));
        String root = "\"Other Users/alice@example.net\"";
        assertEquals(
                List.of(
                        "* QUOTAROOT \"" + ALICE + "Work\" " + root,
                        "* QUOTA " + root + " (STORAGE 2 4194304 MESSAGE 1 1000000)",
                        "a OK GETQUOTAROOT completed"),
                house.say("bob", "a GETQUOTAROOT \"" + ALICE + "Work\""));
        house.done("bob", "GETQUOTA " + root);
        house.done("alice", "SETACL Work bob l");
        assertEquals("NO [NONEXISTENT] No such quota root", house.end("bob", "a GETQUOTA " + root));
    }

    /** RFC 5464 §3.3: shared annotations by right, private ones are each user's own. */
    @Test
    void annotations() throws IOException {
        house.done("alice", "CREATE Work", "SETACL Work bob lrw", "SETMETADATA Work (/private/comment \"hers\")");
        String work = "\"" + ALICE + "Work\"";
        house.done("bob", "SETMETADATA " + work + " (/shared/comment \"his\")");
        assertEquals(
                "* METADATA Work (/shared/comment \"his\")",
                house.say("alice", "a GETMETADATA Work /shared/comment").getFirst());
        assertEquals(
                "* METADATA " + work + " (/private/comment NIL)",
                house.say("bob", "a GETMETADATA " + work + " /private/comment").getFirst());
        assertEquals(
                "* METADATA " + work + " (/shared/comment \"his\")",
                house.say("bob", "a GETMETADATA (DEPTH infinity) " + work + " (/private /shared)")
                        .getFirst());
        house.done("carol", "NOOP");
        house.done("alice", "SETACL Work bob lr", "SETACL Work carol lr");
        house.done("bob", "SETMETADATA " + work + " (/private/comment \"bob's\" /private/vendor/x/y \"z\")");
        assertEquals(
                "* METADATA " + work
                        + " (/private/comment \"bob's\" /private/vendor/x/y \"z\" /shared/comment \"his\")",
                house.say("bob", "a GETMETADATA (DEPTH infinity) " + work + " (/private /shared)")
                        .getFirst());
        assertEquals(
                "* METADATA Work (/private/comment \"hers\")",
                house.say("alice", "a GETMETADATA Work /private/comment").getFirst());
        assertEquals(
                "* METADATA " + work + " (/private/comment NIL)",
                house.say("carol", "a GETMETADATA " + work + " /private/comment")
                        .getFirst());
        assertEquals(
                "NO [NOPERM] No right to do that",
                house.end("bob", "a SETMETADATA " + work + " (/shared/comment \"x\")"));
        assertEquals(
                "NO [CANNOT] Private and shared annotations are kept apart: change them so",
                house.end("bob", "a SETMETADATA " + work + " (/shared/comment \"x\" /private/comment NIL)"));
        house.done("bob", "SETMETADATA " + work + " (/private/comment NIL)");
        assertEquals(
                "* METADATA " + work + " (/private/comment NIL)",
                house.say("bob", "a GETMETADATA " + work + " /private/comment").getFirst());
    }

    /** They are kept in his own account: they follow the mailbox by any name, end with the rights, and are as many as of any mailbox. */
    @Test
    void annotationsOfAVisitor() throws IOException {
        house.done("bob", "NOOP");
        house.done("alice", "CREATE Work", "SETACL Work bob lr");
        String work = "\"" + ALICE + "Work\"";
        StringBuilder most = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            most.append(" /private/vendor/x/").append(i).append(" \"v\"");
        }
        house.done("bob", "SETMETADATA " + work + " (" + most.substring(1) + ")");
        assertEquals(
                "NO [METADATA TOOMANY] No more annotations can be kept",
                house.end("bob", "a SETMETADATA " + work + " (/private/comment \"x\")"));
        house.done("bob", "SETMETADATA " + work + " (/private/vendor/x/0 NIL /private/comment \"x\")");
        house.done("alice", "RENAME Work Play");
        String play = "\"" + ALICE + "Play\"";
        assertEquals(
                "* METADATA " + play + " (/private/comment \"x\")",
                house.say("bob", "a GETMETADATA " + play + " /private/comment").getFirst());
        house.done("alice", "SETACL Play bob \"\"");
        assertEquals(
                "NO [NONEXISTENT] No such mailbox: " + ALICE + "Play",
                house.end("bob", "a GETMETADATA " + play + " /private/comment"));
    }
}
