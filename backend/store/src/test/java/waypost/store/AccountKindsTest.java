package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.identity.TransferId;

/** Whatever an account may keep, of each kind: written, read, counted, changed, archived, brought back, and found again in a rebuilt index. */
final class AccountKindsTest {
    private static final UUID SET = UUID.fromString("00062008-0000-0000-c000-000000000046");
    private static final ItemProperties.Name NUMBERED = new ItemProperties.Name(SET, 0x8503, "");
    private static final ItemProperties.Name NAMED = new ItemProperties.Name(SET, 0, "Keywords \u00e4.*");

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

    private static Account archived(Account account) throws IOException {
        TransferId archive = new TransferId(9, account.id().value());
        Account restored = account();
        StoreFixture.restore(StoreFixture.archive(store, account, archive), restored);
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

    private static ItemProperties.Value value(String text) {
        return new ItemProperties.Value(0x001F, PropertyValue.of(text));
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
        Appended appended = append(account, folder, kind, content);
        assertEquals(kind, account.message(appended.itemNo()).orElseThrow().kind());
        assertEquals(
                content,
                Facts.text(account.message(appended.itemNo()).orElseThrow().octets()));
        assertEquals(new Usage(1, content.length()), account.quota().usage());
        assertEquals(new Usage(1, content.length()), account.quota(folder).usage());
        ItemProperties changed = extended(account, appended);
        onlyMailIsShown(account, folder, kind == ItemKind.MAIL ? 1 : 0);
        Results.done(account.copy(folder, List.of(StoreFixture.ref(appended)), Folder.INBOX));
        Message copy = account.messages(appended.itemNo() + 1, 1).getFirst();
        assertEquals(kind, copy.kind());
        assertEquals(changed, copy.properties());
        Account restored = archived(account);
        Message brought = restored.message(appended.itemNo()).orElseThrow();
        assertEquals(kind, brought.kind());
        assertEquals(changed, brought.properties());
        assertEquals(
                new FolderType(FolderRole.NONE, "IPF.Task", true),
                restored.folder("kept").orElseThrow().type());
        Results.done(account.expunge(folder, List.of(StoreFixture.ref(appended))));
        assertEquals(1, account.undeletion().restore(Undeletion.Choice.ALL).messages());
        Stream<StateRecord> found = rebuilt(account).stream()
                .filter(record -> record instanceof StateRecord.Item item
                        && item.kind() == kind
                        && item.properties().equals(changed));
        assertEquals(2, found.count());
    }

    private static Appended append(Account account, int folder, ItemKind kind, String content) throws IOException {
        ItemProperties properties = ItemProperties.NONE.with(List.of(
                new ItemProperties.Change.Set(NUMBERED, value("one")),
                new ItemProperties.Change.Set(NAMED, value(""))));
        NewMessage message = new NewMessage(folder, "", Flags.FLAGGED, StoreFixture.DATE, kind, "", properties);
        try (ReceivedBody body = StoreFixture.body(account.upload(), content)) {
            return Results.done(account.append(body, message));
        }
    }

    /** One property is another now, one has gone; sessions hear of it, and it counts as content. */
    private static ItemProperties extended(Account account, Appended appended) throws IOException {
        List<AccountChange> heard = new ArrayList<>();
        Message before = account.message(appended.itemNo()).orElseThrow();
        try (AccountWatch.Watching _ = account.watch(heard::addAll)) {
            List<ItemProperties.Change> changes = List.of(
                    new ItemProperties.Change.Set(NUMBERED, value("two \u00fc")),
                    new ItemProperties.Change.Remove(NAMED));
            assertEquals(true, Results.done(account.extend(appended.folderId(), StoreFixture.ref(appended), changes)));
            assertEquals(false, Results.done(account.extend(appended.folderId(), StoreFixture.ref(appended), changes)));
        }
        assertEquals(List.of(new AccountChange.FolderTouched(appended.folderId())), heard);
        Message after = account.message(appended.itemNo()).orElseThrow();
        assertEquals(Map.of(NUMBERED, value("two \u00fc")), after.properties().values());
        assertEquals(after.modseq(), after.contentModseq());
        assertEquals(before.flags(), after.flags());
        assertEquals(before.readModseq(), after.readModseq());
        return after.properties();
    }

    private static void onlyMailIsShown(Account account, int folder, int messages) throws IOException {
        FolderCounts counts = account.counts(folder).orElseThrow();
        assertEquals(messages, counts.messages());
        assertEquals(messages, counts.recent());
        assertEquals(messages, counts.unseen());
        try (OpenFolder open = account.open(folder, _ -> {}).orElseThrow()) {
            assertEquals(messages, open.snapshot().size());
        }
    }

    /** All properties of an item together: one that is too much changes nothing. */
    @Test
    void propertiesOfAnItemAreSmall() throws IOException {
        Account account = account();
        Appended appended = StoreFixture.append(account, Folder.INBOX, "mail");
        MessageRef ref = StoreFixture.ref(appended);
        ItemProperties.Value large = value("x".repeat(ItemProperties.OCTETS - 40));
        List<ItemProperties.Change> much = List.of(
                new ItemProperties.Change.Set(NUMBERED, large),
                new ItemProperties.Change.Set(NAMED, value("12345678")));
        assertEquals(Outcome.refused(Outcome.Reason.PROPERTY_TOO_LARGE), account.extend(Folder.INBOX, ref, much));
        assertEquals(
                ItemProperties.NONE,
                account.message(appended.itemNo()).orElseThrow().properties());
        Results.done(account.extend(Folder.INBOX, ref, much.subList(0, 1)));
        assertEquals(
                Outcome.refused(Outcome.Reason.NO_SUCH_MESSAGE),
                account.extend(Folder.INBOX, new MessageRef(ref.itemNo(), ref.uid() + 1), much));
    }
}
