package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.message.Octets;

/** A store on real files, opened and opened again. */
class StoreTest {
    private static final DirectoryId ALICE = new DirectoryId("id-alice");
    private static final AccountName NAME = new AccountName("alice", "example.net");
    private static final byte[] TRACE = bytes("Return-Path: <bob@example.org>\r\n");
    private static final byte[] MAIL = bytes("From: Bob <bob@example.org>\r\nSubject: hello\r\n\r\nHi.\r\n.\r\n");

    @TempDir
    private Path folder;

    @Test
    void keepsWhatItWasGiven() throws IOException {
        try (Store store = open()) {
            Ownership record = Results.done(store.accounts().create(ALICE, NAME, 1, Optional.empty()));
            assertEquals(AccountId.of(1, 1), record.id());
            Account account = store.accounts().open(record.id()).orElseThrow();
            assertEquals(
                    List.of("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"),
                    account.folders().stream().map(Folder::name).toList());
            assertEquals(1, append(account, MAIL, Flags.SEEN).uid());
            check(account);
        }
        try (Store store = open()) {
            Ownership record = store.accounts().find(ALICE).orElseThrow();
            assertEquals(List.of(record), store.accounts().named(NAME));
            Account account = store.accounts().open(record.id()).orElseThrow();
            check(account);
            assertEquals(2, append(account, MAIL, Flags.NONE).uid());
        }
    }

    @Test
    void anIndexOfAnotherFormatIsMadeAgain() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        AccountId id;
        try (Store store = fixture.open()) {
            id = fixture.create(store, "alice");
            append(store.accounts().open(id).orElseThrow(), MAIL, Flags.SEEN);
        }
        try (Table index = RocksTable.open(folder.resolve("v1/index"))) {
            Batch other = new Batch(index);
            other.put(
                    Family.VOLUME,
                    Keys.APPLIED,
                    ByteBuffer.allocate(12).putLong(9).putInt(1).array());
            other.delete(Family.ACCOUNTS, Keys.item(id.value(), 1));
            index.write(other);
            index.flush();
        }
        try (Store store = fixture.open()) {
            check(store.accounts().open(id).orElseThrow());
        }
    }

    private static void check(Account account) throws IOException {
        try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = inbox.snapshot();
            assertEquals(1, snapshot.size());
            assertEquals(1, snapshot.uid(0));
            assertEquals(Flags.SEEN, snapshot.flags(0));
            Message message = account.message(snapshot.itemNo(0)).orElseThrow();
            assertArrayEquals(bytes(text(TRACE) + text(MAIL)), read(message.octets()));
            assertTrue(message.dotLines());
            assertEquals(Optional.of("hello"), message.scanned().envelope().subject());
            assertEquals(
                    read(message.octets()).length,
                    message.scanned().structure().root().bodyEnd());
        }
    }

    @Test
    void keepsBodiesOfEverySize() throws IOException {
        int[] sizes = {0, 1, 16 << 10, (16 << 10) + 1, 64 << 10, (64 << 10) + 1, 1 << 20, (1 << 20) + 1, 5_000_000};
        try (Store store = open()) {
            Ownership record = Results.done(store.accounts().create(ALICE, NAME, 1, Optional.empty()));
            Account account = store.accounts().open(record.id()).orElseThrow();
            for (int size : sizes) {
                byte[] body = new byte[size];
                new SplittableRandom(size).nextBytes(body);
                Appended appended = append(account, body, Flags.NONE);
                Message message = account.message(appended.itemNo()).orElseThrow();
                assertArrayEquals(body, Arrays.copyOfRange(read(message.octets()), TRACE.length, TRACE.length + size));
                assertEquals(TRACE.length + size, message.size());
            }
        }
        assertFalse(folder.resolve("v1/incoming").toFile().list().length > 0);
    }

    @Test
    void aVolumeThatDoesNotOpenTakesOnlyItselfOut() throws IOException {
        open().close();
        List<VolumeSpec> specs = List.of(
                new VolumeSpec("v1", 9, folder.resolve("v1"), JournalSettings.STANDARD),
                new VolumeSpec("v2", 2, folder.resolve("v2"), settings()));
        try (Store store = Store.open(specs, Store.Settings.STANDARD, InstantSource.system())) {
            assertFalse(store.complete());
            assertEquals(
                    List.of("v2"), store.volumes().stream().map(Volume::name).toList());
            assertEquals(Map.of("v1", "volume has number 1, configured is 9"), store.failures());
            Results.done(store.accounts().create(ALICE, NAME, 1, Optional.empty()));
        }
    }

    /** A node that does not have all its volumes must not say that it has no record. */
    @Test
    void aVolumeThatDiesOfAnErrorWhileItOpensIsMissing() throws IOException {
        Path dying = (Path) Proxy.newProxyInstance(
                StoreTest.class.getClassLoader(), new Class<?>[] {Path.class}, (_, method, arguments) -> {
                    if (method.getName().equals("toAbsolutePath")) {
                        throw new UnsatisfiedLinkError("no library");
                    }
                    return method.invoke(folder, arguments);
                });
        List<VolumeSpec> specs = List.of(
                new VolumeSpec("v1", 1, dying, settings()), new VolumeSpec("v2", 2, folder.resolve("v2"), settings()));
        try (Store store = Store.open(specs, Store.Settings.STANDARD, InstantSource.system())) {
            assertFalse(store.complete());
            assertEquals(Map.of("v1", "no library"), store.failures());
            assertEquals(
                    List.of("v2"), store.volumes().stream().map(Volume::name).toList());
        }
    }

    private Store open() {
        VolumeSpec spec = new VolumeSpec("v1", 1, folder.resolve("v1"), settings());
        Store store = Store.open(List.of(spec), Store.Settings.STANDARD, InstantSource.system());
        assertTrue(store.complete(), () -> store.failures().toString());
        return store;
    }

    private static JournalSettings settings() {
        return new JournalSettings(16 << 20, 4 << 20, 16L << 20, 512L << 20, Reserve.NONE);
    }

    private static Appended append(Account account, byte[] body, Flags flags) throws IOException {
        try (Upload upload = account.upload()) {
            for (int at = 0; at < body.length; at += 10_000) {
                Results.done(upload.write(ByteBuffer.wrap(body, at, Math.min(10_000, body.length - at))));
            }
            try (ReceivedBody received = upload.finish()) {
                NewMessage message = new NewMessage(
                        Folder.INBOX, text(TRACE), flags, OffsetDateTime.parse("2026-11-23T12:00:00+01:00"));
                return Results.done(account.append(received, message));
            }
        }
    }

    private static byte[] read(Octets octets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        octets.read(0, octets.length(), slice -> {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            all.writeBytes(bytes);
        });
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
