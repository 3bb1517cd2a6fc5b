package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.TransferId;

/** Random sessions on accounts against a model, with an index that is lost now and then. */
class VolumeModelTest {
    private static final OffsetDateTime DATE = OffsetDateTime.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 20_261_123));
    private final Map<String, Map<Long, Flags>> model = new TreeMap<>();
    private final Map<String, Map<Long, Flags>> expunged = new TreeMap<>();
    private final Map<String, TreeSet<Long>> left = new TreeMap<>();
    private final Map<String, Long> highest = new TreeMap<>();

    @Test
    void toldStateStaysAndTheIndexFollowsFromTheJournal() throws IOException {
        AccountId id;
        try (Store store = open()) {
            var record = store.accounts()
                    .create(new DirectoryId("a"), new AccountName("a", "example.net"), 1, Optional.empty());
            id = Results.done(record).id();
        }
        for (int round = 0; round < 6; round++) {
            List<String> before;
            try (Store store = open()) {
                Account account = store.accounts().open(id).orElseThrow();
                for (int step = 0; step < 40; step++) {
                    step(account);
                }
                compare(account);
                before = dump(store.volume("v1").orElseThrow().core().table());
            }
            if (round % 2 == 0) {
                delete(folder.resolve("v1/index"));
            }
            try (Store store = open()) {
                compare(store.accounts().open(id).orElseThrow());
                assertEquals(
                        before, dump(store.volume("v1").orElseThrow().core().table()));
            }
        }
    }

    private void step(Account account) throws IOException {
        List<Folder> folders = account.folders();
        Folder one = folders.get(random.nextInt(folders.size()));
        Folder other = folders.get(random.nextInt(folders.size()));
        Map<Long, Flags> messages = model.computeIfAbsent(one.name(), _ -> new TreeMap<>());
        List<MessageRef> some = some(account, one);
        switch (random.nextInt(8)) {
            case 0 ->
                Results.done(account.flag(one.id(), some, new FlagChange.Add(Flags.SEEN)))
                        .forEach(row -> messages.put(row.uid(), row.flags()));
            case 1 ->
                Results.done(account.expunge(one.id(), some)).forEach(uid -> {
                    expunged.computeIfAbsent(one.name(), _ -> new TreeMap<>()).put(uid, messages.get(uid));
                    leave(one, uid);
                });
            case 4 -> undelete(account, one, messages);
            case 2 -> copied(other, Results.done(account.copy(one.id(), some, other.id())), messages);
            case 3 -> {
                Copied moved = Results.done(account.move(one.id(), some, other.id()));
                copied(other, moved, messages);
                moved.sourceUids().forEach(uid -> leave(one, uid));
            }
            default -> deliver(account, one, messages);
        }
    }

    private void undelete(Account account, Folder of, Map<Long, Flags> messages) throws IOException {
        Map<Long, Flags> gone = expunged.getOrDefault(of.name(), Map.of());
        Undeletion.Result result = account.undeletion()
                .restore(new Undeletion.Choice(Optional.of(of.name()), Optional.empty(), Optional.empty()));
        assertEquals(
                new Undeletion.Result(gone.size(), gone.isEmpty() ? List.of() : List.of(of.name()), Optional.empty()),
                result);
        long uid = of.uidNext();
        for (Flags flags : gone.values()) {
            told(of.name(), uid);
            messages.put(uid++, flags);
        }
        expunged.remove(of.name());
    }

    private void leave(Folder folder, long uid) {
        model.getOrDefault(folder.name(), Map.of()).remove(uid);
        left.computeIfAbsent(folder.name(), _ -> new TreeSet<>()).add(uid);
    }

    private void deliver(Account account, Folder target, Map<Long, Flags> messages) throws IOException {
        byte[] mail = new byte[random.nextInt(3000)];
        random.nextBytes(mail);
        try (Upload upload = account.upload()) {
            Results.done(upload.write(ByteBuffer.wrap(mail)));
            try (ReceivedBody body = upload.finish()) {
                Appended appended = Results.done(
                        account.append(body, new NewMessage(target.id(), "X: y\r\n", Flags.FLAGGED, DATE)));
                told(target.name(), appended.uid());
                messages.put(appended.uid(), Flags.FLAGGED);
            }
        }
    }

    private void copied(Folder to, Copied copied, Map<Long, Flags> source) {
        Map<Long, Flags> target = model.computeIfAbsent(to.name(), _ -> new TreeMap<>());
        for (int i = 0; i < copied.sourceUids().size(); i++) {
            long uid = copied.destinationUids().get(i);
            told(to.name(), uid);
            target.put(uid, source.getOrDefault(copied.sourceUids().get(i), Flags.NONE));
        }
    }

    private void told(String name, long uid) {
        assertTrue(uid > highest.getOrDefault(name, 0L), "UID " + uid + " again in " + name);
        highest.put(name, uid);
    }

    private List<MessageRef> some(Account account, Folder of) throws IOException {
        List<MessageRef> messages = new ArrayList<>();
        try (OpenFolder open = account.open(of.id(), _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = open.snapshot();
            for (int i = 0; i < snapshot.size(); i++) {
                if (random.nextInt(3) == 0) {
                    messages.add(snapshot.ref(i));
                }
            }
        }
        return messages;
    }

    private void compare(Account account) throws IOException {
        for (Folder of : account.folders()) {
            Map<Long, Flags> found = new TreeMap<>();
            try (OpenFolder open = account.open(of.id(), _ -> {}).orElseThrow()) {
                FolderSnapshot snapshot = open.snapshot();
                for (int i = 0; i < snapshot.size(); i++) {
                    found.put(snapshot.uid(i), snapshot.flags(i));
                    assertTrue(account.message(snapshot.itemNo(i)).isPresent());
                }
            }
            assertEquals(model.getOrDefault(of.name(), Map.of()), found, of.name());
            assertEquals(
                    Optional.of(new Vanished.Uids(UidRange.of(left.getOrDefault(of.name(), new TreeSet<>())))),
                    account.vanished(of.id(), 0, Long.MAX_VALUE));
        }
    }

    @Test
    void aTransferIsStoredOnce() throws IOException {
        TransferId transfer = new TransferId(1, 2);
        AccountId id;
        try (Store store = open()) {
            id = Results.done(store.accounts()
                            .create(new DirectoryId("a"), new AccountName("a", "example.net"), 1, Optional.empty()))
                    .id();
            Volume volume = store.volume("v1").orElseThrow();
            assertTrue(transfer(volume, id, transfer) instanceof Delivered.Stored);
            assertEquals(new Delivered.AlreadyHere(transfer), transfer(volume, id, transfer));
            assertEquals(new Delivered.AlreadyHere(transfer), transfer(volume, id, new TransferId(3, 4)));
        }
        try (Store store = open()) {
            Volume volume = store.volume("v1").orElseThrow();
            assertEquals(new Delivered.AlreadyHere(transfer), transfer(volume, id, new TransferId(5, 6)));
            Results.done(volume.done(transfer));
            assertTrue(transfer(volume, id, new TransferId(7, 8)) instanceof Delivered.Stored);
        }
    }

    private static Delivered transfer(Volume volume, AccountId id, TransferId transfer) throws IOException {
        try (Upload upload = volume.upload(id)) {
            Results.done(upload.write(ByteBuffer.wrap(new byte[] {'h', 'i'})));
            try (ReceivedBody body = upload.finish()) {
                var seen = new TransferLedger.Seen(body.digest("bob@example.org"), volume.tick(), Optional.empty());
                Delivery delivery = new Delivery(
                        id,
                        new NewMessage(Folder.INBOX, "", Flags.NONE, DATE),
                        Optional.of(new Delivery.Transfer(transfer, "a@example.net", seen)));
                return Results.done(volume.deliver(body, List.of(delivery))).getFirst();
            }
        }
    }

    private static List<String> dump(Table table) throws IOException {
        List<String> all = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        for (Family family : List.of(Family.ACCOUNTS, Family.BODIES)) {
            table.scan(
                    family,
                    new byte[0],
                    (key, value) -> all.add(family + " " + hex.formatHex(key) + " " + hex.formatHex(value)));
        }
        return all;
    }

    private static void delete(Path index) throws IOException {
        try (var files = Files.list(index)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Store open() {
        JournalSettings settings = new JournalSettings(16 << 20, 4 << 20, 16L << 20, 512L << 20, Reserve.NONE);
        Store store = Store.open(
                List.of(new VolumeSpec("v1", 1, folder.resolve("v1"), settings)),
                Store.Settings.STANDARD,
                InstantSource.system());
        assertTrue(store.complete(), () -> store.failures().toString());
        return store;
    }
}
