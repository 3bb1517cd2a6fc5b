package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.identity.AccountId;
import waypost.identity.TransferId;
import waypost.store.archive.ArchiveRestore;
import waypost.store.archive.ArchiveWriter;

/** Whatever an account may keep, of each kind: written, read, counted, changed, archived, brought back, and found again in a rebuilt index. */
final class AccountKindsTest {
    private static StoreFixture fixture;
    private static Store store;
    private static int accounts;

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
        AccountId id = fixture.create(store, "user" + ++accounts);
        return store.accounts().open(id).orElseThrow();
    }

    private static Account archived(Account account) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransferId archive = new TransferId(9, accounts);
        ArchiveWriter.write(account, store.accounts().find(account.id()).orElseThrow(), archive, out, _ -> {});
        Account restored = account();
        ArchiveRestore.run(new ByteArrayInputStream(out.toByteArray()), restored, _ -> {});
        return restored;
    }

    /** What the journal alone says of the account. */
    private static List<StateRecord> rebuilt(Account account) throws IOException {
        MemoryTable made = new MemoryTable();
        VolumeCore core = account.volume();
        new JournalReplay(core.journal().segments(), new AccountIndex(made, _ -> {}), damage -> {
                    throw new AssertionError(damage.toString());
                })
                .run(core.index().applied());
        List<StateRecord> records = new ArrayList<>();
        made.scan(Family.ACCOUNTS, Keys.account(account.id().value()), (key, value) -> {
            if (Keys.isThing(key)) {
                records.add(Entry.of(value).state());
            }
            return true;
        });
        return records;
    }

    @ParameterizedTest
    @EnumSource
    void properties(PropertyKind kind) throws IOException {
        Account account = account();
        String name = kind == PropertyKind.ACL ? "anyone" : "name \u00e4";
        PropertyKey own = new PropertyKey(kind, PropertyKey.ACCOUNT, name);
        PropertyKey ofFolder = new PropertyKey(kind, Folder.INBOX, name);
        List<PropertyKey> keys = List.of(own, ofFolder);
        for (PropertyKey key : keys) {
            PropertyChange set = new PropertyChange.Set(key, PropertyValue.of("first"));
            assertEquals(1, Results.done(account.properties().change(List.of(set))));
        }
        long before = account.properties().get(own).orElseThrow().modseq();
        PropertyValue value = PropertyValue.of("then \u00fc");
        keys.forEach(key -> Results.done(attempt(account, new PropertyChange.Set(key, value))));
        assertEquals(
                List.of(true, true),
                keys.stream()
                        .map(key -> read(account, key).modseq() > before
                                && read(account, key).value().equals(value))
                        .toList());
        StoredCounts counted =
                AccountReads.counts(account.volume().table(), account.id().value(), StoredCounts.PROPERTIES);
        assertEquals(keys.size(), counted.messages());
        Account restored = archived(account);
        keys.forEach(key -> assertEquals(value, read(restored, key).value()));
        Stream<StateRecord> found = rebuilt(account).stream().filter(StateRecord.PropertyState.class::isInstance);
        assertEquals(keys.size(), found.count());
        Results.done(attempt(account, new PropertyChange.Remove(own)));
        assertEquals(List.of(read(account, ofFolder)), account.properties().all(kind));
    }

    private static Property read(Account account, PropertyKey key) {
        try {
            return account.properties().get(key).orElseThrow();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Outcome<Integer> attempt(Account account, PropertyChange change) {
        try {
            return account.properties().change(List.of(change));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void items(ItemKind kind) throws IOException {
        Account account = account();
        String content = kind == ItemKind.MAIL ? "Subject: a\r\n\r\nb" : "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
        int folder = Results.done(account.createFolder("kept", new FolderType(FolderRole.NONE, "IPF.Task", true)));
        NewMessage message = new NewMessage(folder, "", Flags.FLAGGED, StoreFixture.DATE, kind, "");
        Appended appended;
        try (ReceivedBody body = StoreFixture.body(account.upload(), content)) {
            appended = Results.done(account.append(body, message));
        }
        assertEquals(kind, account.message(appended.itemNo()).orElseThrow().kind());
        assertEquals(
                content,
                Facts.text(account.message(appended.itemNo()).orElseThrow().octets()));
        assertEquals(new Usage(1, content.length()), account.quota().usage());
        Results.done(account.copy(folder, List.of(StoreFixture.ref(appended)), Folder.INBOX));
        Message copy = account.messages(appended.itemNo() + 1, 1).getFirst();
        assertEquals(kind, copy.kind());
        Account restored = archived(account);
        assertEquals(kind, restored.message(appended.itemNo()).orElseThrow().kind());
        assertEquals(
                new FolderType(FolderRole.NONE, "IPF.Task", true),
                restored.folder("kept").orElseThrow().type());
        Results.done(account.expunge(folder, List.of(StoreFixture.ref(appended))));
        assertEquals(1, account.undeletion().restore(Undeletion.Choice.ALL).messages());
        Stream<StateRecord> found = rebuilt(account).stream()
                .filter(record -> record instanceof StateRecord.Item item && item.kind() == kind);
        assertEquals(2, found.count());
    }
}
