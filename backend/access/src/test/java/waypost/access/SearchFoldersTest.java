package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Account;
import waypost.store.VolumeBackup;
import waypost.store.VolumeRestore;
import waypost.store.archive.ArchiveRestore;
import waypost.store.archive.ArchiveWriter;

/** Search folders as their users have them, through all that can become of an account. */
class SearchFoldersTest {
    private static final Pattern LINE = Pattern.compile("UID (\\d+) FLAGS \\(([^)]*)\\) .*\\r\\nSubject: (.*)\\r\\n");

    @TempDir
    private Path folder;

    private static void define(Account account, String name, String criteria) throws IOException {
        new UserSearches(account).define(name, criteria);
    }

    private static void append(Account account, String mailbox, String subject, String text, String... flags)
            throws IOException {
        try (Mailboxes mailboxes = StoreWorld.mailboxes(account)) {
            String message = "From: ann@example.com\r\nDate: Fri, 2 Jan 2026 01:00:00 +0100\r\nSubject: " + subject
                    + "\r\n\r\n" + text + "\r\n";
            StoreWorld.append(mailboxes, mailbox, message, flags);
        }
    }

    /** UIDs, flags and subjects as a new session finds them. */
    private static List<String> shown(Account account, String name) throws IOException {
        try (Dialogue session = new Dialogue(StoreWorld.sessions().imap(account))) {
            session.say("e EXAMINE \"Search Folders/" + name + "\"\r\n");
            String answer = session.say("f UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])\r\n");
            return LINE.matcher(answer)
                    .results()
                    .map(found -> found.group(1) + " " + found.group(3) + " "
                            + found.group(2).replace("\\Recent", "").trim())
                    .map(String::strip)
                    .toList();
        }
    }

    private static void change(Account account, String... commands) throws IOException {
        try (Dialogue session = new Dialogue(StoreWorld.sessions().imap(account))) {
            for (String command : commands) {
                String answer = session.say("c " + command + "\r\n");
                assertTrue(Dialogue.says(answer, "c OK"), answer);
            }
        }
    }

    @Test
    void textsAreReadAsSearchReadsThem() throws IOException {
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            append(account, "INBOX", "Plan", "A =C3=BCber plan");
            append(account, "Archive", "Other", "nothing");
            define(account, "Subject", "SUBJECT pla");
            define(account, "Body", "NOT BODY nothing FROM ann@ HEADER Subject \"\"");
            define(account, "Sent", "SENTON 2-Jan-2026 TEXT other");
            define(account, "Both", "UNSEEN OR SUBJECT plan SUBJECT other");
            account.lookThrough();
            assertEquals(List.of("1 Plan"), shown(account, "Subject"));
            assertEquals(List.of("1 Plan"), shown(account, "Body"));
            assertEquals(List.of("1 Other"), shown(account, "Sent"));
            assertEquals(List.of("1 Plan", "2 Other"), shown(account, "Both"));
            append(account, "INBOX", "Planned", "more");
            change(account, "SELECT INBOX", "STORE 1 +FLAGS (\\Seen)");
            account.lookThrough();
            assertEquals(List.of("1 Plan \\Seen", "2 Planned"), shown(account, "Subject"));
            assertEquals(List.of("2 Other", "3 Planned"), shown(account, "Both"));
        }
    }

    /** The first messages are there at once, and those that come meanwhile; the rest behind that. */
    @Test
    void aLargeAccountIsLookedThroughBehindTheDefinition() throws IOException {
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            for (int i = 0; i < 1_201; i++) {
                append(account, "INBOX", "n" + i, "x");
            }
            define(account, "All", "ALL");
            assertTrue(shown(account, "All").size() >= 500);
            append(account, "Archive", "late", "x");
            assertTrue(shown(account, "All").stream().anyMatch(line -> line.endsWith(" late")));
            account.lookThrough();
            assertEquals(1_202, shown(account, "All").size());
            define(account, "All", "IN (mailboxes Archive) ALL");
            account.lookThrough();
            assertEquals(1, shown(account, "All").size());
        }
    }

    @Test
    void survivesRebuildBackupAndRestore() throws IOException {
        Path backups = folder.resolve("backups");
        try (StoreWorld world = new StoreWorld(folder.resolve("world"))) {
            fill(world.account("alice"));
            List<String> before = shown(world.account("alice"), "Unread");
            assertEquals(List.of("2 Two", "3 Three \\Flagged"), before);
            world.rebuild();
            assertEquals(before, shown(world.account("alice"), "Unread"));
            world.reopenAfter(volume -> assertInstanceOf(
                    VolumeBackup.Result.Made.class,
                    VolumeBackup.run(volume, new VolumeBackup.Order(backups, 0, 0, StoreWorld.CLOCK, _ -> {}))));
            change(world.account("alice"), "SELECT Archive", "STORE 1 +FLAGS (\\Seen)");
            world.reopenAfter(volume -> {
                delete(volume.folder());
                var order = new VolumeRestore.Order(backups, Optional.empty(), false, true, StoreWorld.CLOCK, _ -> {});
                assertInstanceOf(VolumeRestore.Result.Restored.class, VolumeRestore.run(volume, order));
            });
            assertEquals(before, shown(world.account("alice"), "Unread"));
            world.rebuild();
            assertEquals(before, shown(world.account("alice"), "Unread"));
            change(world.account("alice"), "SELECT \"Search Folders/Unread\"", "STORE 1 +FLAGS (\\Seen)");
            append(world.account("alice"), "INBOX", "Four", "x");
            List<String> after = shown(world.account("alice"), "Unread");
            assertEquals(2, after.size());
            assertEquals("3 Three \\Flagged", after.getFirst());
            assertTrue(after.getLast().endsWith(" Four") && !after.getLast().startsWith("4 "), after::toString);
        }
    }

    private static void fill(Account account) throws IOException {
        define(account, "Unread", "UNSEEN");
        append(account, "INBOX", "One", "x");
        append(account, "Archive", "Two", "x");
        append(account, "INBOX", "Three", "x", "\\Flagged");
        change(account, "SELECT INBOX", "STORE 1 +FLAGS (\\Seen)");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void anArchiveHasWhatIsLookedFor() throws IOException {
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            fill(account);
            define(account, "Late", "SUBJECT three");
            account.lookThrough();
            Ownership record = new Ownership(
                    account.id(),
                    new DirectoryId("alice"),
                    new AccountName("alice", "example.net"),
                    1,
                    new Ownership.State.Owner());
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            ArchiveWriter.write(account, record, new TransferId(1, 2), archive, _ -> {});
            Account empty = world.account("bob");
            Account other = world.account("carol");
            append(other, "INBOX", "Own", "x");
            for (Account into : List.of(empty, other)) {
                ArchiveRestore.run(new ByteArrayInputStream(archive.toByteArray()), into, _ -> {});
                into.lookThrough();
            }
            assertEquals(List.of("4 Two", "5 Three \\Flagged"), shown(empty, "Unread"));
            assertEquals(1, shown(empty, "Late").size());
            assertEquals(List.of("1 Own", "2 Two", "3 Three \\Flagged"), shown(other, "Unread"));
            append(empty, "INBOX", "Three more", "x");
            empty.lookThrough();
            assertEquals(2, shown(empty, "Late").size());
            assertEquals(
                    new UserSearches(account)
                            .all().stream().map(UserSearches.Search::criteria).toList(),
                    new UserSearches(empty)
                            .all().stream().map(UserSearches.Search::criteria).toList());
        }
    }

    @Test
    void thereIsAnEndOfTheirNumber() throws IOException {
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            for (int i = 1; i < 64; i++) {
                define(account, "s" + i, "ALL");
            }
            MailboxException refused = assertThrows(MailboxException.class, () -> define(account, "more", "ALL"));
            assertEquals("LIMIT", refused.code());
            new UserSearches(account).remove("s1");
            define(account, "more", "ALL");
            String many = "OR SEEN ".repeat(63) + "SEEN";
            assertEquals(
                    "LIMIT",
                    assertThrows(MailboxException.class, () -> define(account, "more", (many + " ").repeat(3) + many))
                            .code());
        }
    }

    /** RFC 4314: what it shows are messages of folders in which others have no rights. */
    @Test
    void cannotBeShared() throws IOException {
        try (StoreWorld world = new StoreWorld(folder)) {
            world.account("bob");
            Sessions sessions = world.shared(ImapExtensions.ALL);
            define(world.account("alice"), "S", "ALL");
            try (Dialogue alice = new Dialogue(sessions.imap(world.account("alice")))) {
                assertTrue(Dialogue.says(alice.say("a SETACL \"Search Folders/S\" bob lr\r\n"), "a NO [CANNOT]"));
                assertTrue(Dialogue.says(alice.say("a MYRIGHTS \"Search Folders/S\"\r\n"), "a OK"));
            }
            try (Dialogue bob = new Dialogue(sessions.imap(world.account("bob")))) {
                assertTrue(Dialogue.says(
                        bob.say("b SELECT \"Other Users/alice@example.net/Search Folders/S\"\r\n"),
                        "b NO [NONEXISTENT]"));
            }
        }
    }
}
