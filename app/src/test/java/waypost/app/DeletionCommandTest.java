package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;
import waypost.app.Site.Ended;
import waypost.config.Configuration;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.mapping.Answer;
import waypost.store.Account;
import waypost.store.Appended;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.MessageRef;
import waypost.store.NewMessage;
import waypost.store.Outcome;
import waypost.store.ReceivedBody;
import waypost.store.Store;
import waypost.store.Upload;

/** {@code waypost account undelete}, {@code delete} and {@code erase}. */
final class DeletionCommandTest {
    private static final String ANNA = "anna@example.net";

    /** To standard error, where no node runs. */
    private static final String HERE = "the node does not run: its volumes are opened for this\n";

    @TempDir
    private Path folder;

    private Site site;
    private Configuration configuration;

    @BeforeEach
    void site() throws IOException, Complaint {
        site = Site.in(folder);
        configuration = Configured.read(Path.of(site.config()));
    }

    private Store open() {
        return Store.open(
                configuration.volumes().stream().map(StoreRole::spec).toList(), Store.Settings.STANDARD, Instant::now);
    }

    private static Account create(Store store, String local, DirectoryId id) throws IOException {
        var created = store.accounts().create(id, new AccountName(local, "example.net"), 1, Optional.empty());
        if (created instanceof Outcome.Done<Ownership>(var record)) {
            return store.accounts().open(record.id()).orElseThrow();
        }
        throw new AssertionError(created.toString());
    }

    private static void expunged(Account account, String text) throws IOException {
        try (Upload upload = account.upload()) {
            upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            try (ReceivedBody body = upload.finish()) {
                NewMessage message =
                        new NewMessage(Folder.INBOX, "", Flags.NONE, OffsetDateTime.parse("2026-11-29T12:00:00Z"));
                var appended = account.append(body, message);
                if (appended instanceof Outcome.Done<Appended>(var here)) {
                    account.expunge(Folder.INBOX, List.of(new MessageRef(here.itemNo(), here.uid())));
                }
            }
        }
    }

    private void anna(DirectoryId id) throws IOException {
        try (Store store = open()) {
            Account account = create(store, "anna", id);
            expunged(account, "Subject: Lunch\t?\r\n\r\nAt one.\r\n");
            expunged(account, "Subject: Dinner\r\n\r\nAt eight.\r\n");
        }
    }

    private void annaOfTheDirectory() throws IOException, Complaint {
        site.addUser(ANNA);
        try (Directories directories = Directories.open(configuration)) {
            if (directories.maps().explain(ANNA).answer() instanceof Answer.Granted granted) {
                anna(granted.directoryId());
            }
        }
    }

    private Ended account(String... arguments) {
        List<String> all = new ArrayList<>(List.of("account"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", site.config()));
        return site.run(all.toArray(String[]::new));
    }

    @Test
    void messagesComeBack() throws IOException {
        anna(new DirectoryId("a"));
        Ended listed = account("undelete", ANNA, "--dry-run");
        assertEquals(Main.DONE, listed.status(), listed.err());
        List<String> lines = listed.out().lines().toList();
        assertEquals(3, lines.size(), listed.out());
        assertTrue(lines.getFirst().endsWith("  INBOX  M1  0.0 KiB  2026-11-29T12:00Z  Lunch ?"), lines.getFirst());
        assertEquals("2 messages can be brought back", lines.getLast());
        assertEquals(
                "0 messages brought back\n",
                account("undelete", ANNA, "--folder", "Sent").out());
        assertEquals(
                "0 messages brought back\n",
                account("undelete", ANNA, "--since", "2126-01-01").out());
        Ended ended = account("undelete", ANNA);
        assertEquals(new Ended(Main.DONE, "2 messages brought back to INBOX\n", HERE), ended);
        assertEquals("0 messages brought back\n", account("undelete", ANNA).out());
    }

    @Test
    void aQuotaIsInTheWay() throws IOException {
        anna(new DirectoryId("a"));
        Files.writeString(Path.of(site.config()), Files.readString(Path.of(site.config())) + "quota: {messages: 1}\n");
        Ended ended = account("undelete", ANNA);
        assertEquals(Main.FAILED, ended.status());
        assertTrue(ended.out().endsWith("raise its quota and say this again.\n"), ended.out());
    }

    @Test
    void needsAnAccountAndTextsThatAreRight() throws IOException {
        anna(new DirectoryId("a"));
        assertEquals(
                new Ended(Main.FAILED, "", HERE + "There is no account bob@example.net on these volumes.\n"),
                account("undelete", "bob@example.net"));
        assertEquals(Main.WRONG, account("undelete", "@").status());
        assertEquals(Main.WRONG, account("undelete", ANNA, "--at", "noon").status());
        assertEquals(Main.WRONG, site.run("account").status());
    }

    @Test
    void aVolumeThatIsNotOpenIsInTheWayOfWhatGoesForGood() throws IOException, Complaint {
        anna(new DirectoryId("a"));
        site.second();
        configuration = Configured.read(Path.of(site.config()));
        open().close();
        Files.writeString(configuration.volumes().getLast().path().resolve("volume"), "?");
        for (String[] command : new String[][] {
            {"delete", ANNA, "--yes", "--force"}, {"erase", ANNA, "--yes"}, {"undelete", ANNA, "--whole"}
        }) {
            Ended ended = account(command);
            assertEquals(Main.FAILED, ended.status());
            assertTrue(ended.err().contains("This needs all volumes of the node. Volume v2: "), ended.err());
        }
        assertEquals(Main.DONE, account("undelete", ANNA).status());
    }

    @Test
    void aRunningNodeDoesItItself() throws IOException, Complaint {
        annaOfTheDirectory();
        int port = site.imap();
        try (Node node = Node.start(Configured.read(Path.of(site.config())));
                Mailbox first = Mailbox.open(port, ANNA)) {
            Ended listed = account("undelete", ANNA, "--dry-run");
            assertTrue(listed.out().endsWith("\n2 messages can be brought back\n"), listed.out() + listed.err());
            assertEquals("node mail1 runs: it does this itself\n", listed.err());
            assertEquals(
                    "2 messages brought back to INBOX\n",
                    account("undelete", ANNA).out());
            assertEquals(2, first.messages("INBOX").size());
            Ended erased = account("erase", ANNA, "--message", "M1", "--yes");
            assertEquals(Main.DONE, erased.status(), erased.out() + erased.err());
            assertTrue(erased.out().startsWith("1 messages erased; "), erased.out());
            assertTrue(first.bye().startsWith("* BYE "));
            try (Mailbox second = Mailbox.open(port, ANNA)) {
                assertEquals(1, second.messages("INBOX").size());
                assertTrue(account("delete", ANNA, "--yes").err().contains(" has an entry in the directory."));
                assertEquals(
                        ANNA + " deleted\n",
                        account("delete", ANNA, "--yes", "--force").out());
                assertTrue(second.bye().startsWith("* BYE "));
            }
            assertEquals(
                    ANNA + " is there again\n",
                    account("undelete", ANNA, "--whole").out());
            try (Mailbox third = Mailbox.open(port, ANNA)) {
                assertEquals(1, third.messages("INBOX").size());
            }
            account("delete", ANNA, "--yes", "--force");
            erased = account("erase", ANNA, "--yes");
            assertEquals(Main.DONE, erased.status(), erased.out() + erased.err());
            assertTrue(account("undelete", ANNA, "--whole").err().endsWith(": it is too late to bring it back.\n"));
        }
    }

    @Test
    void anAccountThatWasMovedGoesAndComesBackWhereItIs() throws IOException, Complaint {
        anna(new DirectoryId("a"));
        site.second();
        configuration = Configured.read(Path.of(site.config()));
        open().close();
        assertEquals(Main.DONE, account("move", ANNA, "--to", "v2").status());
        assertEquals(Main.DONE, account("delete", ANNA, "--yes", "--force").status());
        assertEquals(
                ANNA + " is there again\n", account("undelete", ANNA, "--whole").out());
        account("delete", ANNA, "--yes", "--force");
        Ended erased = account("erase", ANNA, "--yes");
        assertTrue(erased.out().contains(" segments of volume v2 written again\n"), erased.out() + erased.err());
    }

    @Test
    void anAccountGoesWhenItsEntryHasGoneAndComesBackWhole() throws IOException, Complaint {
        annaOfTheDirectory();
        Ended there = account("delete", ANNA, "--yes");
        assertEquals(Main.FAILED, there.status());
        assertTrue(there.err().contains(ANNA + " has an entry in the directory."), there.err());
        assertEquals(Main.WRONG, account("delete", ANNA, "--force").status(), "nobody to ask");
        site.run("user", "delete", ANNA, "--yes", "--config", site.config());
        assertEquals(new Ended(Main.DONE, ANNA + " deleted\n", HERE), account("delete", ANNA, "--yes"));
        assertEquals(
                HERE + "There is no account " + ANNA + " on these volumes any more: its record says Gone[].\n",
                account("undelete", ANNA).err());
        assertTrue(account("undelete", ANNA, "--whole", "--dry-run").out().endsWith(" and can be brought back\n"));
        assertEquals(
                ANNA + " is there again\n", account("undelete", ANNA, "--whole").out());
        assertEquals(
                "2 messages brought back to INBOX\n", account("undelete", ANNA).out());
        assertEquals(
                HERE + "This node has no account " + ANNA + " that was deleted.\n",
                account("undelete", ANNA, "--whole").err());
    }

    @Test
    void whatIsErasedDoesNotComeBack() throws IOException {
        anna(new DirectoryId("a"));
        assertEquals(Main.WRONG, account("erase", ANNA, "--message", "12").status());
        assertEquals(Main.WRONG, account("erase", ANNA, "--message", "M1").status(), "nobody to ask");
        Ended erased = account("erase", ANNA, "--message", "M1", "--yes");
        assertEquals(Main.DONE, erased.status(), erased.out() + erased.err());
        assertTrue(erased.out().startsWith("1 messages erased; 1 segments of volume v1 written again\n"), erased.out());
        assertTrue(account("undelete", ANNA, "--dry-run").out().endsWith("\n1 message can be brought back\n"));
        assertEquals(
                HERE + ANNA + " is served still. Delete it first: waypost account delete " + ANNA + "\n",
                account("erase", ANNA, "--yes").err());
        account("delete", ANNA, "--yes", "--force");
        erased = account("erase", ANNA, "--yes");
        assertTrue(erased.out().startsWith("1 messages erased; "), erased.out());
        assertTrue(account("undelete", ANNA, "--whole").err().endsWith(": it is too late to bring it back.\n"));
    }

    @Test
    void manyGoOnlyWhenThatIsConfirmed() throws IOException {
        List<String> users = new ArrayList<>(List.of("delete", "--force", "--yes"));
        try (Store store = open()) {
            for (int i = 0; i < 22; i++) {
                create(store, "u" + i, new DirectoryId("u" + i));
                users.add("u" + i + "@example.net");
            }
        }
        String first = users.remove(3);
        assertEquals(
                first + " deleted\n",
                account("delete", "--force", "--yes", first).out());
        Ended stopped = account(users.toArray(String[]::new));
        assertEquals(Main.FAILED, stopped.status());
        assertEquals(
                HERE
                        + "With these, 22 of 22 accounts of this node are deleted within a day. If that is meant, say --confirm-bulk 22.\n",
                stopped.err());
        users.addAll(List.of("--confirm-bulk", "21"));
        assertEquals(Main.FAILED, account(users.toArray(String[]::new)).status());
        users.set(users.size() - 1, "22");
        assertEquals(Main.DONE, account(users.toArray(String[]::new)).status());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29, 2026-11-28T23:00:00Z",
        "2026-11-29T14:30, 2026-11-29T13:30:00Z",
        "2026-11-29T14:30:05, 2026-11-29T13:30:05Z",
        "2026-11-29T14:30:00Z, 2026-11-29T14:30:00Z",
        "2026-11-29T14:30-05:00, 2026-11-29T19:30:00Z",
        "2026-11-29T14:30+05:00, 2026-11-29T09:30:00Z",
        "yesterday, ",
        "2026-13-01, ",
        "2026-11-29 14:30, "
    })
    void timesAsAdministratorsWriteThem(String text, String instant) {
        ZoneId here = ZoneOffset.ofHours(1);
        Optional<String> found;
        try {
            found = Optional.of(Moment.of(text, here).instant().toString());
        } catch (TypeConversionException unknown) {
            found = Optional.empty();
        }
        assertEquals(Optional.ofNullable(instant), found);
    }
}
