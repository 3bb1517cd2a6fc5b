package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.store.BackupVerification.Compared;
import waypost.store.BackupVerification.Result;
import waypost.store.BackupVerification.Scope;

/** A backup is compared with its volume: what is told, and in which words. */
final class BackupVerificationTest {
    private static final String RESTORED =
            "what the backup lacks was not looked for, as the volume was restored since, or is another one";

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        alice = filled(fixture, "alice's ");
    }

    private static AccountId filled(StoreFixture fixture, String text) throws IOException {
        try (Store store = fixture.open()) {
            AccountId id = fixture.create(store, "alice");
            Account account = store.accounts().open(id).orElseThrow();
            for (int i = 0; i < 3; i++) {
                StoreFixture.append(account, Folder.INBOX, text + i);
            }
            Results.done(account.move(
                    Folder.INBOX,
                    List.of(new MessageRef(3, 3)),
                    Results.done(account.createFolder("Work/A", FolderRole.NONE))));
            return id;
        }
    }

    private VolumeBackup.Result.Made backup() throws IOException {
        return assertInstanceOf(
                VolumeBackup.Result.Made.class,
                VolumeBackup.run(
                        fixture.spec(),
                        new VolumeBackup.Order(folder.resolve("b"), 0, 0, InstantSource.system(), _ -> {})));
    }

    private BackupVerification.Order order(Optional<String> name, Scope scope) {
        return new BackupVerification.Order(folder.resolve("b"), name, scope, _ -> {});
    }

    private Result.Files files(Optional<String> name, VolumeSpec spec) throws IOException {
        return assertInstanceOf(Result.Files.class, BackupVerification.run(order(name, new Scope.Everything()), spec));
    }

    private Result.OneAccount account(VolumeSpec spec) throws IOException {
        return assertInstanceOf(
                Result.OneAccount.class,
                BackupVerification.run(order(Optional.empty(), new Scope.OneAccount(alice)), spec));
    }

    /** The index in a backup without these keys. */
    private static void without(Path backup, Family family, byte[]... keys) throws IOException {
        try (Table table = RocksTable.open(backup.resolve("index"))) {
            Batch batch = new Batch(table);
            for (byte[] key : keys) {
                batch.delete(family, key);
            }
            table.write(batch);
            table.flush();
        }
    }

    /** Whether the message has changed since or not; what has come since is not missing. */
    @Test
    void aMessageThatIsMissingIsTold() throws IOException {
        Path backup = folder.resolve("b").resolve(backup().name());
        without(backup, Family.ACCOUNTS, Keys.item(alice.value(), 2), Keys.item(alice.value(), 3));
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            Results.done(account.flag(
                    Folder.INBOX, List.of(new MessageRef(1, 1), new MessageRef(2, 2)), new FlagChange.Add(Flags.SEEN)));
            StoreFixture.append(account, Folder.INBOX, "new");
        }
        Result.OneAccount told = account(fixture.spec());
        assertEquals(
                List.of(
                        "alice@example.net, INBOX, UID 2: it is not in the backup, though it is older",
                        "alice@example.net, Work/A, UID 1: it is not in the backup, though it is older"),
                told.differences().first());
        assertEquals(new Compared(1, 1, 9, 1, ""), told.compared());
    }

    @Test
    void anAccountThatIsMissingIsTold() throws IOException {
        Path backup = folder.resolve("b").resolve(backup().name());
        without(backup, Family.VOLUME, VolumeKeys.byAccount(alice.value()));
        try (Store store = fixture.open()) {
            fixture.create(store, "bob");
            var told = assertInstanceOf(
                    Result.Files.class,
                    BackupVerification.run(
                            order(Optional.empty(), new Scope.Everything()),
                            store.volume("v1").orElseThrow()));
            assertTrue(
                    told.differences()
                            .first()
                            .contains("alice@example.net: the account is not in the backup, though it is older"),
                    told::toString);
            assertTrue(told.differences().first().stream().noneMatch(one -> one.contains("bob")), told::toString);
        }
    }

    @Test
    void anotherMessageIsTold() throws IOException {
        StoreFixture other = new StoreFixture(folder.resolve("other"));
        filled(other, "malice's");
        backup();
        Result.Files told = files(Optional.empty(), other.spec());
        assertEquals(
                List.of(
                        "alice@example.net, INBOX, UID 1: the volume has another message of this number",
                        "alice@example.net, INBOX, UID 2: the volume has another message of this number",
                        "alice@example.net, Work/A, UID 1: the volume has another message of this number"),
                told.differences().first());
        assertEquals(new Compared(1, 3, 27, 3, RESTORED), told.compared());
    }

    /** What was expunged between two backups is there again after the first was restored: the second does not lack it. */
    @Test
    void ofARestoredVolumeNothingIsMissed() throws IOException {
        String first = backup().name();
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            Results.done(account.expunge(Folder.INBOX, List.of(new MessageRef(1, 1))));
            StoreFixture.forget(store.volume("v1").orElseThrow(), alice);
        }
        String second = backup().name();
        assertEquals("", files(Optional.of(second), fixture.spec()).compared().leftOut());
        ClosedVolume.delete(fixture.spec().folder());
        VolumeRestore.run(
                fixture.spec(),
                new VolumeRestore.Order(
                        folder.resolve("b"), Optional.of(first), false, true, InstantSource.system(), _ -> {}));
        for (String name : List.of(first, second)) {
            Result.Files told = files(Optional.of(name), fixture.spec());
            assertEquals(List.of(), told.differences().first());
            assertEquals(RESTORED, told.compared().leftOut());
        }
        assertEquals(
                "",
                files(Optional.of(backup().name()), fixture.spec()).compared().leftOut());
    }

    /** The backup is made when the first piece of the account has come to the other volume: its numbers, and some of its messages. */
    @Test
    void ofAnAccountOnItsWayNothingIsMissed() throws IOException {
        VolumeSpec second =
                new VolumeSpec("v2", 2, folder.resolve("v2"), fixture.spec().journal());
        try (Store store =
                Store.open(List.of(fixture.spec(), second), Store.Settings.STANDARD, InstantSource.system())) {
            Account account = store.accounts().open(alice).orElseThrow();
            for (int i = 0; i < 300; i++) {
                StoreFixture.append(account, Folder.INBOX, "more " + i);
            }
            Volume to = store.volume("v2").orElseThrow();
            var once = new VolumeBackup.Order(folder.resolve("b"), 0, 0, InstantSource.system(), _ -> {});
            Results.done(store.accounts().move(alice, to, new NodeName("store1"), new SplittableRandom(1), copied -> {
                if (copied > 0 && !Files.exists(once.into())) {
                    assertInstanceOf(VolumeBackup.Result.Made.class, VolumeBackup.run(to, once));
                }
            }));
            var told = assertInstanceOf(
                    Result.OneAccount.class,
                    BackupVerification.run(order(Optional.empty(), new Scope.OneAccount(alice)), to));
            assertEquals(List.of(), told.differences().first());
            assertTrue(told.compared().messages() > 0 && told.compared().messages() < 303, told::toString);
        }
    }

    @Test
    void withoutAVolumeTheBackupAloneIsRead() throws IOException {
        backup();
        try (Store _ = fixture.open()) {
            assertInstanceOf(
                    Result.InUse.class,
                    BackupVerification.run(order(Optional.empty(), new Scope.Everything()), fixture.spec()));
        }
        fixture.deleteIndex();
        Result.Files unreadable = files(Optional.empty(), fixture.spec());
        assertEquals(0, unreadable.differences().found());
        String why = unreadable.compared().leftOut();
        assertTrue(why.startsWith("nothing was compared with it, as it cannot be read: "), why);
        ClosedVolume.delete(fixture.spec().folder());
        String none = "nothing was compared with it, as there is none in "
                + fixture.spec().folder();
        assertEquals(
                new Compared(0, 0, 0, 0, none),
                files(Optional.empty(), fixture.spec()).compared());
        assertEquals(new Compared(1, 3, 27, 0, none), account(fixture.spec()).compared());
    }

    @Test
    void aDamagedIndexInTheBackupIsTold() throws IOException {
        Path index = folder.resolve("b").resolve(backup().name()).resolve("index");
        List<Path> tables;
        try (Stream<Path> files = Files.list(index)) {
            tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
        for (Path table : tables) {
            try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
                file.setLength(file.length() / 2);
            }
        }
        List<String> told =
                files(Optional.empty(), fixture.spec()).differences().first();
        assertEquals(tables.size() + 1, told.size(), told::toString);
        assertTrue(told.getFirst().matches("index/\\d+\\.sst has been changed"), told::toString);
        assertTrue(told.getLast().startsWith("not all messages could be looked at: "), told::toString);
    }
}
