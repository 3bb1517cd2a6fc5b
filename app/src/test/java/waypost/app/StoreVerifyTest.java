package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.app.Site.Ended;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.store.Account;
import waypost.store.FlagChange;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderRole;
import waypost.store.MessageRef;
import waypost.store.NewMessage;
import waypost.store.Outcome;
import waypost.store.ReceivedBody;
import waypost.store.Store;
import waypost.store.Upload;

/** {@code waypost store backup verify}: what it says of a backup and its volume, whether their node runs or not. */
final class StoreVerifyTest {
    private static final String NODE = "node mail1 runs: it does this itself\n";

    @TempDir
    private Path folder;

    private Site site;
    private AccountId anna = new AccountId(0);

    /** Who has the volume open while the command runs. */
    private enum Having {
        THE_NODE,
        NOBODY
    }

    /** Anna has two messages in INBOX and one in Work, bert has none; a backup has them all. */
    @BeforeEach
    void backup() throws IOException, Complaint {
        site = Site.in(folder);
        anna = fill("first", "second", "third");
        assertEquals(
                Main.DONE,
                site.run("store", "backup", backups(), "--config", site.config())
                        .status());
    }

    private String backups() {
        return folder.resolve("backups").toString();
    }

    private interface Change<T> {
        T in(Store store) throws IOException;
    }

    private <T> T changed(Change<T> change) throws IOException, Complaint {
        try (Store store = Store.open(
                Configured.read(Path.of(site.config())).volumes().stream()
                        .map(StoreRole::spec)
                        .toList(),
                Store.Settings.STANDARD,
                InstantSource.system())) {
            return change.in(store);
        }
    }

    private AccountId fill(String... texts) throws IOException, Complaint {
        return changed(store -> {
            AccountId id = create(store, "anna");
            create(store, "bert");
            Account account = store.accounts().open(id).orElseThrow();
            append(account, Folder.INBOX, texts[0]);
            append(account, Folder.INBOX, texts[1]);
            append(account, done(account.createFolder("Work", FolderRole.NONE)), texts[2]);
            return id;
        });
    }

    private static AccountId create(Store store, String name) throws IOException {
        return done(store.accounts()
                        .create(new DirectoryId(name), new AccountName(name, "example.net"), 1, Optional.empty()))
                .id();
    }

    private static <T> T done(Outcome<T> outcome) {
        return ((Outcome.Done<T>) outcome).value();
    }

    private static void append(Account account, int folder, String text) throws IOException {
        try (Upload upload = account.upload()) {
            done(upload.write(ByteBuffer.wrap(("Subject: x\r\n\r\n" + text).getBytes(StandardCharsets.US_ASCII))));
            try (ReceivedBody body = upload.finish()) {
                done(account.append(
                        body, new NewMessage(folder, "", Flags.NONE, OffsetDateTime.parse("2026-11-05T07:08:09Z"))));
            }
        }
    }

    private Ended verify(Having having, String... options) throws Complaint {
        String[] all = Stream.concat(
                        Stream.of("store", "backup", "verify", backups(), "--config", site.config()),
                        Stream.of(options))
                .toArray(String[]::new);
        return switch (having) {
            case NOBODY -> site.run(all);
            case THE_NODE -> {
                try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
                    yield site.run(all);
                }
            }
        };
    }

    private static String said(String text) {
        return text.replaceAll("\\d{8}T\\d{6}Z", "TIME").replaceAll("\\d+ files, \\S+ MiB", "FILES");
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNotChangedIsSound(Having having) throws Complaint {
        Ended all = verify(having);
        assertEquals("""
                volume v1: backup TIME, FILES
                volume v1: has 3 of 3 messages in 2 accounts of the backup
                volume v1: sound
                """, said(all.out()));
        assertEquals(having == Having.THE_NODE, all.err().startsWith(NODE), all.err());
        assertEquals(Main.DONE, all.status());
        Ended one = verify(having, "--account", anna.toString());
        assertEquals("""
                volume v1: backup TIME, account %s: 3 messages, 0.0 MiB
                volume v1: has 3 of 3 messages in 1 accounts of the backup
                volume v1: sound
                """.formatted(anna), said(one.out()));
        Ended any = verify(having, "--random");
        assertTrue(any.out().endsWith(" in 1 accounts of the backup\nvolume v1: sound\n"), any.out());
        assertEquals(Main.DONE, any.status());
    }

    /** Flags, places, what has gone and what has come. */
    @ParameterizedTest
    @EnumSource
    void whatHasChangedSinceIsNoDifference(Having having) throws IOException, Complaint {
        changed(store -> {
            Account account = store.accounts().open(anna).orElseThrow();
            int work = account.folder("Work").orElseThrow().id();
            MessageRef first = new MessageRef(1, 1);
            done(account.flag(Folder.INBOX, List.of(first), new FlagChange.Add(Flags.SEEN.with(Flags.FLAGGED))));
            done(account.move(Folder.INBOX, List.of(first), work));
            done(account.expunge(Folder.INBOX, List.of(new MessageRef(2, 2))));
            append(account, Folder.INBOX, "fourth");
            append(store.accounts().open(create(store, "carl")).orElseThrow(), Folder.INBOX, "fifth");
            return account;
        });
        Ended ended = verify(having);
        assertEquals("""
                volume v1: backup TIME, FILES
                volume v1: has 2 of 3 messages in 2 accounts of the backup
                volume v1: sound
                """, said(ended.out()));
        assertEquals(Main.DONE, ended.status());
    }

    /** The octet is told by its file, and whose it is. */
    @ParameterizedTest
    @EnumSource
    void aFlippedOctetIsTold(Having having) throws IOException, Complaint {
        String segment = spoil("third");
        String whose = "  anna@example.net, Work, UID 1: its octets in the backup are damaged: record ";
        Ended all = verify(having);
        List<String> lines = all.out().lines().toList();
        assertEquals(Main.FAILED, all.status());
        assertEquals(5, lines.size(), all.out());
        assertEquals("  " + segment + " has been changed", lines.get(2));
        assertTrue(lines.get(3).startsWith(whose), lines.get(3));
        assertEquals("volume v1: 2 differences", lines.get(4));
        Ended one = verify(having, "--account", anna.toString());
        assertEquals(Main.FAILED, one.status());
        assertTrue(one.out().contains(whose) && one.out().endsWith("volume v1: 1 differences\n"), one.out());
    }

    private String spoil(String text) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(backups()))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".segment")).toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'#'}), at);
                    }
                    return "journal/" + file.getFileName();
                }
            }
        }
        throw new AssertionError("the backup has no " + text);
    }

    /** As if the volume had lost its mail, and others had come in its place. */
    @ParameterizedTest
    @EnumSource
    void anotherBodyIsTold(Having having) throws IOException, Complaint {
        Files.move(folder.resolve("data/v1"), folder.resolve("data/old"));
        fill("first", "other", "third");
        Ended ended = verify(having);
        assertEquals(Main.FAILED, ended.status());
        assertEquals("""
                volume v1: backup TIME, FILES
                volume v1: has 3 of 3 messages in 2 accounts of the backup
                volume v1: what the backup lacks was not looked for, as the volume was restored since, or is another one
                  anna@example.net, INBOX, UID 2: the volume has another message of this number
                volume v1: 1 differences
                """, said(ended.out()));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotThereIsSaid(Having having) throws Complaint, IOException {
        Ended unknown = verify(having, "--account", "0001000000000099");
        assertEquals(Main.FAILED, unknown.status());
        assertTrue(unknown.err().endsWith(" has no such account.\n"), unknown.err());
        Ended malformed = verify(having, "--account", "anna");
        assertEquals(Main.WRONG, malformed.status());
        Ended time = verify(having, "--backup", "20200101T000000Z");
        assertEquals(Main.FAILED, time.status());
        assertTrue(time.err().endsWith("There is no such backup in " + backups() + "/v1.\n"), time.err());
        try (Stream<Path> all = Files.list(Path.of(backups(), "v1"))) {
            for (Path backup : all.filter(Files::isDirectory).toList()) {
                Files.writeString(backup.resolve("manifest"), "nothing");
            }
        }
        Ended damaged = verify(having);
        assertEquals(Main.FAILED, damaged.status());
        String why = "The backup in " + backups() + "/v1 cannot be read: the manifest is not one.\n";
        assertTrue(damaged.err().endsWith(why), damaged.err());
        Files.move(Path.of(backups()), folder.resolve("elsewhere"));
        Ended none = verify(having);
        assertEquals(Main.FAILED, none.status());
        assertTrue(none.err().endsWith("There is no such backup in " + backups() + "/v1.\n"), none.err());
    }

    @Test
    void withoutAVolumeItIsSaidThatNothingWasCompared() throws IOException, Complaint {
        Path volume = folder.resolve("data/v1");
        Files.move(volume, folder.resolve("data/lost"));
        Ended ended = verify(Having.NOBODY);
        assertEquals(Main.DONE, ended.status(), ended.err());
        assertEquals("""
                volume v1: backup TIME, FILES
                volume v1: nothing was compared with it, as there is none in %s
                volume v1: sound
                """.formatted(volume), said(ended.out()));
    }
}
