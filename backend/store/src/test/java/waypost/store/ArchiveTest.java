package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountId;
import waypost.identity.TransferId;
import waypost.store.archive.ArchiveDamaged;
import waypost.store.archive.ArchiveReader;
import waypost.store.archive.ArchiveRestore;
import waypost.store.archive.ArchiveWriter;

/** Accounts that go into archives and come back. */
class ArchiveTest {
    private static final TransferId ARCHIVE = new TransferId(7, -3);

    private static StoreFixture fixture;
    private static Store store;

    @BeforeAll
    static void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        store = fixture.open();
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
    }

    private static Account account() throws IOException {
        return fixture.account(store);
    }

    private static byte[] archive(Account account) throws IOException {
        return StoreFixture.archive(store, account, ARCHIVE);
    }

    /** All that a user or an operator can see of an account, but modseqs. */
    private static List<String> view(Account account) throws IOException {
        List<String> view = new ArrayList<>();
        for (Folder folder : account.folders()) {
            view.add("%s %s %s %s %s %s"
                    .formatted(
                            folder.id(),
                            folder.parent(),
                            folder.name(),
                            folder.type(),
                            folder.uidValidity(),
                            folder.uidNext()));
        }
        view.add("keywords " + account.keywords());
        view.add("subscribed " + account.subscriptions());
        for (PropertyKind kind : PropertyKind.values()) {
            for (Property property : account.properties().all(kind)) {
                if (property.key().kind() != PropertyKind.SETTING) {
                    view.add(property.key() + " "
                            + Arrays.hashCode(property.value().octets()));
                }
            }
        }
        for (Message message : account.messages(1, Integer.MAX_VALUE)) {
            view.add(message.itemNo() + " uid " + message.uid() + " of " + message.folderId() + message(message)
                    + message.saveDate() + " of " + message.original() + " in " + message.thread());
        }
        view.add("size " + account.quota().usage());
        return view;
    }

    private static String message(Message message) throws IOException {
        return " %s %s %s %s %s"
                .formatted(
                        message.flags(),
                        message.receivedAt(),
                        message.creator(),
                        message.properties().hashCode(),
                        Facts.text(message.octets()).hashCode());
    }

    /** Folders, messages, copies, moves, flags, properties at random. */
    private static Account random(SplittableRandom random) throws IOException {
        Account account = account();
        List<String> names = List.of("A", "A/B", "A/B/ä%&= ?", "Sent/2026", "x y");
        names.forEach(name -> attempt(() -> account.createFolder(name, FolderRole.NONE)));
        attempt(() -> account.deleteFolder(account.folder("Junk").orElseThrow().id()));
        attempt(() -> account.renameFolder(account.folder("Trash").orElseThrow().id(), "Bin"));
        attempt(() -> account.unsubscribe("Sent"));
        for (int i = 0; i < 60; i++) {
            step(account, random, i);
        }
        attempt(() -> account.properties()
                .change(List.of(
                        QuotaLimits.own(QuotaLimits.STORAGE, 5L << 30),
                        new PropertyChange.Set(
                                new PropertyKey(PropertyKind.SCRIPT, PropertyKey.ACCOUNT, "main\n"),
                                PropertyValue.of("keep;")))));
        return account;
    }

    private static void step(Account account, SplittableRandom random, int i) throws IOException {
        List<Folder> folders = account.folders();
        int folder = folders.get(random.nextInt(folders.size())).id();
        int other = folders.get(random.nextInt(folders.size())).id();
        List<MessageRef> some = refs(account, folder, random);
        switch (random.nextInt(8)) {
            case 0, 1 ->
                StoreFixture.append(account, folder, VolumeLife.replied(random) + i + "x".repeat(random.nextInt(9000)));
            case 2 -> attempt(() -> account.copy(folder, some, other));
            case 3 -> attempt(() -> account.move(folder, some, other));
            case 4 -> attempt(() -> account.expunge(folder, some));
            case 7 -> {
                for (MessageRef ref : some) {
                    attempt(() -> account.extend(folder, ref, RandomRecords.changes(random)));
                }
            }
            case 5 -> {
                Flags keyword = Results.done(account.keywords(List.of("$k" + random.nextInt(4))));
                attempt(() -> account.flag(folder, some, new FlagChange.Add(Flags.SEEN.with(keyword))));
            }
            default ->
                attempt(() -> account.properties()
                        .change(List.of(new PropertyChange.Set(
                                new PropertyKey(PropertyKind.METADATA, other, "/private/comment ü"),
                                PropertyValue.of(new byte[random.nextInt(3000)])))));
        }
    }

    private interface Doing {
        Outcome<?> run() throws IOException;
    }

    private static void attempt(Doing doing) {
        try {
            doing.run();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static List<MessageRef> refs(Account account, int folder, SplittableRandom random) throws IOException {
        return account.messages(1, Integer.MAX_VALUE).stream()
                .filter(message -> message.folderId() == folder && random.nextInt(3) == 0)
                .map(message -> new MessageRef(message.itemNo(), message.uid()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatComesBackIsWhatWentIn(long seed) throws IOException {
        Account account = random(new SplittableRandom(seed));
        byte[] archive = archive(account);
        Account other = account();
        ArchiveRestore.Restored restored = StoreFixture.restore(archive, other);
        assertEquals(Restoration.Manner.KEPT, restored.manner());
        assertEquals(restored.read(), restored.brought());
        assertEquals(view(account), view(other));
        assertEquals(0, StoreFixture.restore(archive, other).brought(), "nothing twice");
        assertTrue(other.numbers().modseq() > account.numbers().modseq(), "clients look at all again");
        int inbox = Folder.INBOX;
        assertEquals(
                new Vanished.TooOld(),
                other.vanished(inbox, account.numbers().modseq() - 1, Long.MAX_VALUE)
                        .orElseThrow());
        Appended next = StoreFixture.append(other, inbox, "new");
        assertTrue(next.itemNo() > account.numbers().itemNo());
        assertEquals(account.folder(inbox).orElseThrow().uidNext(), next.uid());
    }

    /** The first try ends somewhere, and mail comes before the second: it brings the rest, and nothing twice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSecondRunGoesOn(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Account account = random(random);
        byte[] archive = archive(account);
        Account other = account();
        long[] brought = {0};
        assertThrows(
                ArchiveDamaged.class,
                () -> ArchiveRestore.run(
                        new ByteArrayInputStream(archive, 0, archive.length / 2), other, count -> brought[0] = count));
        Appended meanwhile = StoreFixture.append(other, Folder.INBOX, "meanwhile");
        ArchiveRestore.Restored restored = StoreFixture.restore(archive, other);
        assertEquals(Restoration.Manner.KEPT, restored.manner());
        assertEquals(restored.read() - brought[0], restored.brought());
        Results.done(other.expunge(Folder.INBOX, List.of(StoreFixture.ref(meanwhile))));
        List<String> expected = new ArrayList<>(view(account));
        expected.replaceAll(line -> line.startsWith("1 0 INBOX") ? "" : line);
        List<String> found = new ArrayList<>(view(other));
        found.replaceAll(line -> line.startsWith("1 0 INBOX") ? "" : line);
        assertEquals(expected, found);
    }

    /** They were given to an account by its number, which may be another's where the archive is brought back. */
    @Test
    void rightsOfUsersAreNotBroughtBack() throws IOException {
        Account account = account();
        Rights visible = Rights.of(Right.VISIBLE);
        Principal user = new Principal.User(AccountId.of(1, 7));
        Results.done(account.own().grant(Folder.INBOX, user, _ -> Rights.ALL));
        Results.done(account.own().grant(Folder.INBOX, new Principal.Anyone(), _ -> visible));
        Account other = account();
        StoreFixture.restore(archive(account), other);
        assertEquals(
                Map.of(new Principal.Anyone(), visible),
                Results.done(other.own().grants(Folder.INBOX)));
    }

    @Test
    void intoAnAccountThatHasMailAllComesAsNew() throws IOException {
        Account account = random(new SplittableRandom(9));
        byte[] archive = archive(account);
        Account other = account();
        StoreFixture.append(other, Folder.INBOX, "was here");
        Results.done(other.keywords(List.of("own")));
        List<String> before = view(other);
        ArchiveRestore.Restored restored = StoreFixture.restore(archive, other);
        assertEquals(Restoration.Manner.ADDED, restored.manner());
        assertEquals(restored.read(), restored.brought());
        assertTrue(view(other)
                .containsAll(before.stream()
                        .filter(line -> line.contains("uid") && !line.contains("INBOX"))
                        .toList()));
        for (Folder folder : account.folders()) {
            Folder there = other.folder(folder.name()).orElseThrow();
            int more = folder.id() == Folder.INBOX ? 1 : 0;
            assertEquals(
                    account.counts(folder.id()).orElseThrow().messages() + more,
                    other.counts(there.id()).orElseThrow().messages(),
                    folder.name());
            assertEquals(
                    account.counts(folder.id()).orElseThrow().unseen() + more,
                    other.counts(there.id()).orElseThrow().unseen(),
                    folder.name());
        }
        assertEquals(0, StoreFixture.restore(archive, other).brought(), "nothing twice");
    }

    /** A message that is moved while the archive is written is in it once, whichever folder was first. */
    @Test
    void whatIsMovedMeanwhileIsInItOnce() throws IOException {
        Account account = account();
        int trash = account.folder("Trash").orElseThrow().id();
        for (int i = 0; i < 300; i++) {
            StoreFixture.append(account, i % 2 == 0 ? Folder.INBOX : trash, "message " + i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] rounds = {0};
        long written =
                ArchiveWriter.write(account, store.accounts().find(account.id()).orElseThrow(), ARCHIVE, out, _ -> {
                    if (rounds[0]++ == 0) {
                        int made = Results.done(account.createFolder("Made", FolderRole.NONE));
                        List<MessageRef> all = account.messages(240, 40).stream()
                                .filter(message -> message.folderId() == Folder.INBOX)
                                .map(message -> new MessageRef(message.itemNo(), message.uid()))
                                .toList();
                        Results.done(account.move(Folder.INBOX, all, made));
                    }
                });
        assertEquals(300, written);
        Account other = account();
        assertEquals(300, StoreFixture.restore(out.toByteArray(), other).brought());
    }

    private static long read(InputStream in) throws IOException {
        return ArchiveReader.read(in, new ArchiveReader.Visitor() {
            @Override
            public void account(ArchivedAccount account) {}

            @Override
            public void property(PropertyKey key, PropertyValue value) {}

            @Override
            public void message(ArchivedMessage message, Folder folder, ArchiveReader.Content octets) {}
        });
    }

    @Test
    void damageIsSaidAndNothingElse() throws IOException {
        Account account = account();
        for (int i = 0; i < 5; i++) {
            StoreFixture.append(account, Folder.INBOX, "message " + i);
        }
        byte[] archive = archive(account);
        assertEquals(5, read(new ByteArrayInputStream(archive)));
        for (int cut = 0; cut < archive.length; cut += 1 + archive.length / 200) {
            InputStream less = new ByteArrayInputStream(archive, 0, cut);
            assertThrows(ArchiveDamaged.class, () -> read(less), "cut at " + cut);
        }
        for (int at = 10; at < archive.length; at += 1 + archive.length / 200) {
            byte[] damaged = archive.clone();
            damaged[at] ^= 0x10;
            damaged(archive, damaged, at);
        }
        assertThrows(
                ArchiveDamaged.class,
                () -> read(
                        new ByteArrayInputStream("From you\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
    }

    /** It is noticed, if it makes a difference: the same zeros may be copied from another place. */
    private static void damaged(byte[] archive, byte[] damaged, int at) throws IOException {
        try {
            read(new ByteArrayInputStream(damaged));
        } catch (ArchiveDamaged noticed) {
            return;
        }
        assertArrayEquals(unpacked(archive), unpacked(damaged), "octet " + at);
    }

    private static byte[] unpacked(byte[] archive) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            return in.readAllBytes();
        }
    }

    /** A disk that fails is no damage of the archive. */
    @Test
    void aFileThatCannotBeReadIsNotCalledDamaged() throws IOException {
        byte[] archive = archive(account());
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(archive)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the disk is broken");
            }
        };
        IOException failed = assertThrows(IOException.class, () -> read(failing));
        assertEquals("the disk is broken", failed.getMessage());
    }

    /** Anybody's tools can open it. */
    @Test
    void itIsAnOrdinaryTar() throws IOException {
        Account account = account();
        StoreFixture.append(account, Folder.INBOX, "Subject: x\r\n\r\ntext\r\n");
        byte[] tar = unpacked(archive(account));
        assertEquals(0, tar.length % 512);
        String text = new String(tar, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(text.startsWith("account.txt\0"));
        assertTrue(text.contains("Subject: x\r\n\r\ntext\r\n"));
        assertEquals(Optional.of("ustar"), Optional.of(text.substring(257, 262)));
    }
}
