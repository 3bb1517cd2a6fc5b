package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;
import waypost.config.Configuration;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.store.Account;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderRole;
import waypost.store.NewMessage;
import waypost.store.Outcome;
import waypost.store.ReceivedBody;
import waypost.store.Store;
import waypost.store.Upload;

/** {@code waypost account}, {@code export} and {@code import --archive}. */
final class AccountCommandTest {
    private static final String TEXT = "Subject: x\r\n\r\nFrom here\r\n>From there\r\n";

    @TempDir
    private Path folder;

    private Site site;

    /** Anna has mail, bert has none. */
    @BeforeEach
    void accounts() throws IOException, Complaint {
        site = Site.in(folder);
        Configuration configuration = Configured.read(Path.of(site.config()));
        try (Store store = Store.open(
                configuration.volumes().stream().map(StoreRole::spec).toList(),
                Store.Settings.STANDARD,
                InstantSource.system())) {
            create(store, "anna");
            create(store, "bert");
            Account anna = store.accounts()
                    .open(store.accounts()
                            .find(new DirectoryId("anna"))
                            .orElseThrow()
                            .id())
                    .orElseThrow();
            append(anna, Folder.INBOX, Flags.SEEN.with(done(anna.keywords(List.of("$Junk")))));
            append(anna, done(anna.createFolder("Work/2026 ä", FolderRole.NONE)), Flags.NONE);
        }
    }

    private static void create(Store store, String name) throws IOException {
        done(store.accounts().create(new DirectoryId(name), new AccountName(name, "example.net"), 1, Optional.empty()));
    }

    private static <T> T done(Outcome<T> outcome) {
        return outcome instanceof Outcome.Done<T>(T value) ? value : fail(outcome);
    }

    private static <T> T fail(Outcome<T> outcome) {
        throw new AssertionError(outcome);
    }

    private static void append(Account account, int folder, Flags flags) throws IOException {
        try (Upload upload = account.upload()) {
            done(upload.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.US_ASCII))));
            try (ReceivedBody body = upload.finish()) {
                done(account.append(
                        body, new NewMessage(folder, "", flags, OffsetDateTime.parse("2026-11-05T07:08:09+01:00"))));
            }
        }
    }

    private Ended run(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--config", site.config()))
                .toArray(String[]::new);
        return site.run(all);
    }

    private Ended ran(String... arguments) {
        Ended ended = run(arguments);
        assertEquals(Main.DONE, ended.status(), ended.out() + ended.err());
        return ended;
    }

    @Test
    void saysWhatAccountsHoldWhetherTheNodeRunsOrNot() throws Complaint {
        String list =
                "anna@example.net: 2 messages, 0.0 MiB, volume v1\nbert@example.net: 0 messages, 0.0 MiB, volume v1\n";
        Ended here = ran("account", "list");
        assertEquals(list, here.out());
        assertEquals("the node does not run: its volumes are opened for this\n", here.err());
        String show = ran("account", "show", "Anna@EXAMPLE.net").out();
        assertTrue(show.startsWith("account anna@example.net: 2 messages, 0.0 MiB\n  id 0001"), show);
        assertTrue(show.contains("  folder Work/2026 ä: 1 messages, 0.0 MiB\n"), show);
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals(
                    list.replace("volume v1\n", "volume v1, 0 sessions\n"),
                    ran("account", "list").out());
            Ended asked = ran("account", "show", "anna");
            assertEquals("node mail1 runs: it does this itself\n", asked.err());
            assertEquals(show.replaceFirst("\n", ", 0 sessions\n"), asked.out());
        }
    }

    @Test
    void givesAndTakesLimits() {
        Ended set = ran("account", "quota", "anna", "--storage", "5GiB", "--folder-messages", "7");
        assertEquals(
                "account holds 2 messages, 0.0 MiB\n  limits: 5120.0 MiB, unlimited messages, 7 in a folder\n",
                set.out());
        assertEquals(set.out(), ran("account", "quota", "anna").out(), "it stays");
        Ended back = ran("account", "quota", "anna", "--storage", "standard", "--folder-messages", "unlimited");
        assertTrue(back.out().endsWith("  limits: unlimited, unlimited messages, unlimited in a folder\n"), back.out());
        Ended wrong = run("account", "quota", "anna", "--storage", "5G");
        assertEquals(new Ended(Main.WRONG, "", "--storage: not a size: 5G.\n"), wrong);
        assertEquals(
                Main.WRONG, run("account", "quota", "anna", "--messages", "-1").status());
    }

    @Test
    void makesAndRemovesSearchFolders() throws Complaint, IOException {
        assertEquals("", ran("account", "search", "anna").out());
        String unread = "Unread: 1 shown, looks for UNSEEN\n";
        assertEquals(
                unread,
                ran("account", "search", "anna", "--name", "Unread", "--criteria", "UNSEEN")
                        .out());
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals(unread, ran("account", "search", "anna").out(), "it stays");
            Ended young = run("account", "search", "anna", "--name", "New", "--criteria", "YOUNGER 60");
            assertEquals(Main.FAILED, young.status());
            assertTrue(
                    young.err().endsWith("YOUNGER and OLDER change with time: use BEFORE and SINCE.\n"), young.err());
            assertEquals(
                    "",
                    ran("account", "search", "anna", "--name", "Unread", "--delete")
                            .out());
        }
        Ended wrong = run("account", "search", "anna", "--name", "Unread");
        assertEquals(Main.WRONG, wrong.status());
    }

    @Test
    void takesAnAccountToAnotherVolume() throws Complaint, IOException {
        site.second();
        assertTrue(run("account", "move", "anna", "--to", "v9").err().endsWith("The node has no volume v9 open.\n"));
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals(
                    "anna@example.net is on volume v2 now; v1 keeps a copy\n",
                    ran("account", "move", "anna", "--to", "v2").out());
        }
        assertEquals(
                "anna@example.net is on volume v2 already\n",
                ran("account", "move", "anna", "--to", "v2").out());
        String show = ran("account", "show", "anna").out();
        assertTrue(show.startsWith("account anna@example.net: 2 messages"), show);
        assertTrue(show.contains("  volume: v2\n") && show.contains("epoch 2\n"), show);
        assertTrue(show.contains("  left on volume v1, moved 2") && show.contains(": 2 messages, "), show);
        String stats = ran("store", "stats").out();
        assertTrue(stats.contains("  copies of accounts that were moved away: 1, 2 messages, 0.0 MiB\n"), stats);
        assertEquals(
                "anna@example.net is on volume v1 now; v2 keeps a copy\n",
                ran("account", "move", "anna", "--to", "v1").out());
        assertTrue(ran("account", "list").out().startsWith("anna@example.net: 2 messages, 0.0 MiB, volume v1\n"));
    }

    @Test
    void anUnknownAccountIsSaid() {
        Ended ended = run("account", "show", "nobody@example.net");
        assertEquals(Main.FAILED, ended.status());
        assertTrue(ended.err().endsWith("There is no account nobody@example.net on these volumes.\n"), ended.err());
        Path archive = folder.resolve("none");
        assertEquals(
                Main.FAILED,
                run("export", "nobody", "--archive", archive.toString()).status());
        assertFalse(Files.exists(archive) || Files.exists(folder.resolve("none.part")));
        Ended maildir =
                run("export", "nobody", "--maildir", folder.resolve("dir").toString());
        assertTrue(maildir.err().contains("There is no account nobody@example.net"), maildir.err());
    }

    @Test
    void anArchiveGoesFromOneAccountToAnother() throws Complaint, IOException {
        Path archive = folder.resolve("anna.tar.gz");
        Ended exported = ran("export", "anna", "--archive", archive.toString());
        assertEquals("anna@example.net: 2 messages\n", exported.out());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
        assertEquals(
                Main.WRONG,
                run("export", "anna", "--archive", archive.toString()).status(),
                "it is there already");
        Path again = folder.resolve("again.tar.gz");
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Ended brought = ran("import", "--account", "bert", "--archive", archive.toString());
            assertEquals("bert@example.net: 2 of 2 messages brought, with the numbers that they had\n", brought.out());
            assertEquals(
                    "bert@example.net: 0 of 2 messages brought, with the numbers that they had\n",
                    ran("import", "--account", "bert", "--archive", archive.toString())
                            .out());
            ran("export", "bert", "--archive", again.toString());
        }
        assertTrue(ran("account", "show", "bert").out().contains("  folder Work/2026 ä: 1 messages"));
    }

    @Test
    void ofADamagedArchiveNothingIsBrought() throws IOException {
        Path archive = folder.resolve("anna.tar.gz");
        ran("export", "anna", "--archive", archive.toString());
        byte[] octets = Files.readAllBytes(archive);
        octets[octets.length - 5] ^= 1;
        Files.write(archive, octets);
        Ended ended = run("import", "--account", "bert", "--archive", archive.toString());
        assertEquals(Main.FAILED, ended.status());
        assertTrue(ended.err().startsWith(archive + ": The archive is damaged"), ended.err());
        assertTrue(ended.err().endsWith("Nothing was brought.\n"), ended.err());
        assertTrue(ran("account", "list").out().contains("bert@example.net: 0 messages"));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aMaildirHasFoldersFlagsAndDates() throws IOException {
        Path maildir = folder.resolve("maildir");
        ran("export", "anna", "--maildir", maildir.toString());
        List<String> files = files(maildir);
        String inbox = "cur/1793858889.W1.waypost,S=" + TEXT.length() + ":2,Sa";
        assertTrue(files.contains(inbox), files::toString);
        assertTrue(
                files.contains(".Work.2026 &AOQ-/cur/1793858889.W2.waypost,S=" + TEXT.length() + ":2,"),
                files::toString);
        assertEquals("0 $Junk\n", Files.readString(maildir.resolve("dovecot-keywords")));
        assertEquals(TEXT, Files.readString(maildir.resolve(inbox)));
        assertEquals(
                1793858889L,
                Files.getLastModifiedTime(maildir.resolve(inbox)).toInstant().getEpochSecond());
        assertTrue(files.contains(".Sent/maildirfolder"), "folders without mail, too");
        assertEquals(
                Main.WRONG,
                run("export", "anna", "--maildir", maildir.toString()).status(),
                "not empty");
    }

    @Test
    void mboxesAreQuotedSoThatTheyCanBeReadAgain() throws IOException {
        Path mbox = folder.resolve("mbox");
        ran("export", "anna", "--mbox", mbox.toString());
        String expected =
                "From MAILER-DAEMON Thu Nov  5 06:08:09 2026\nSubject: x\r\n\r\n>From here\r\n>>From there\r\n\n";
        assertEquals(expected, Files.readString(mbox.resolve("INBOX.mbox")));
        assertEquals(expected, Files.readString(mbox.resolve("Work/2026 ä.mbox")));
        assertEquals("", Files.readString(mbox.resolve("Sent.mbox")));
    }

    @Test
    void oneTargetIsNamed() {
        assertEquals(Main.WRONG, run("export", "anna").status());
        assertEquals(Main.WRONG, run("import", "--account", "anna").status());
        assertEquals(
                Main.WRONG,
                run("import", "--account", "anna", "--archive", "a", "b").status());
    }
}
