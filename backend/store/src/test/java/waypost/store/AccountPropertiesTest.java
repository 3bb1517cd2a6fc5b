package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** What an account keeps beside folders and items, and who hears of it. */
class AccountPropertiesTest {
    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private Store store;
    private AccountId id;
    private Account account;

    @BeforeEach
    void create() throws IOException {
        fixture = new StoreFixture(folder);
        store = fixture.open();
        id = fixture.create(store, "alice");
        account = store.accounts().open(id).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void reopen() throws IOException {
        store.close();
        fixture.deleteIndex();
        store = fixture.open();
        account = store.accounts().open(id).orElseThrow();
    }

    private static PropertyKey key(PropertyKind kind, int folderId, String name) {
        return new PropertyKey(kind, folderId, name);
    }

    private static PropertyChange set(PropertyKey key, String value) {
        return new PropertyChange.Set(key, PropertyValue.of(value));
    }

    private List<String> texts(PropertyKind kind, int folderId) throws IOException {
        return account.properties().all(kind, folderId).stream()
                .map(property -> property.key().name() + "=" + property.value().text())
                .toList();
    }

    @Test
    void propertiesAreKeptByKindAndFolderAndInTheOrderOfTheirNames() throws IOException {
        int work = Results.done(account.createFolder("work", FolderRole.NONE));
        List<PropertyChange> changes = List.of(
                set(key(PropertyKind.METADATA, work, "/shared/b"), "1"),
                set(key(PropertyKind.METADATA, work, "/shared/a"), "2"),
                set(key(PropertyKind.METADATA, PropertyKey.ACCOUNT, "/shared/a"), "3"),
                set(key(PropertyKind.SCRIPT, PropertyKey.ACCOUNT, "é"), "keep;"));
        assertEquals(4, Results.done(account.properties().change(changes)));
        assertEquals(0, Results.done(account.properties().change(changes)), "nothing to do");
        reopen();
        assertEquals(List.of("/shared/a=2", "/shared/b=1"), texts(PropertyKind.METADATA, work));
        assertEquals(List.of("/shared/a=3"), texts(PropertyKind.METADATA, PropertyKey.ACCOUNT));
        assertEquals(List.of("é=keep;"), texts(PropertyKind.SCRIPT, PropertyKey.ACCOUNT));
        assertEquals(3, account.properties().all(PropertyKind.METADATA).size());
        assertEquals(
                1,
                account.properties().all(PropertyKind.METADATA, work).stream()
                        .map(Property::modseq)
                        .distinct()
                        .count());
        PropertyKey gone = key(PropertyKind.METADATA, work, "/shared/b");
        assertEquals(
                1,
                Results.done(account.properties()
                        .change(List.of(new PropertyChange.Remove(gone), new PropertyChange.Remove(gone)))));
        reopen();
        assertEquals(Optional.empty(), account.properties().get(gone));
        assertEquals(List.of("/shared/a=2"), texts(PropertyKind.METADATA, work));
    }

    @Test
    void thoseOfAFolderGoWithIt() throws IOException {
        int work = Results.done(account.createFolder("work", FolderRole.NONE));
        for (PropertyKind kind : PropertyKind.values()) {
            Results.done(account.properties()
                    .change(List.of(set(key(kind, work, "a"), "x"), set(key(kind, PropertyKey.ACCOUNT, "a"), "y"))));
        }
        Results.done(account.deleteFolder(work));
        for (PropertyKind kind : PropertyKind.values()) {
            assertEquals(1, account.properties().all(kind).size());
        }
        reopen();
        assertEquals(1, account.properties().all(PropertyKind.ACL).size());
        assertEquals(
                Outcome.Reason.NO_SUCH_FOLDER,
                Results.refused(account.properties().change(List.of(set(key(PropertyKind.ACL, work, "a"), "x")))));
    }

    @Test
    void allOfACommitOrNothing() throws IOException {
        PropertyKey first = key(PropertyKind.SETTING, PropertyKey.ACCOUNT, "first");
        assertEquals(
                Outcome.Reason.INVALID_NAME,
                Results.refused(account.properties()
                        .change(List.of(set(first, "x"), set(key(PropertyKind.SETTING, 0, ""), "x")))));
        assertEquals(
                Outcome.Reason.INVALID_NAME,
                Results.refused(account.properties()
                        .change(List.of(set(first, "x"), set(key(PropertyKind.SETTING, 0, "é".repeat(501)), "x")))));
        assertEquals(Optional.empty(), account.properties().get(first));
        Outcome<String> refused = account.properties().edit(draft -> {
            Results.done(draft.change(set(first, "x")));
            assertEquals("x", draft.get(first).orElseThrow().value().text());
            assertEquals(1, draft.all(PropertyKind.SETTING, 0).size());
            return Outcome.refused(Outcome.Reason.PROPERTY_LIMIT);
        });
        assertEquals(Outcome.Reason.PROPERTY_LIMIT, Results.refused(refused));
        assertEquals(Optional.empty(), account.properties().get(first));
    }

    @Test
    void aValueIsAsLongAsARecordTakesAndNoLonger() throws IOException {
        PropertyKey name = key(PropertyKind.SCRIPT, PropertyKey.ACCOUNT, "n".repeat(PropertyKey.NAME_OCTETS));
        PropertyValue longest = PropertyValue.of(new byte[PropertyValue.OCTETS]);
        Results.done(account.properties().change(List.of(new PropertyChange.Set(name, longest))));
        PropertyValue longer = PropertyValue.of(new byte[PropertyValue.OCTETS + 1]);
        assertEquals(
                Outcome.Reason.PROPERTY_TOO_LARGE,
                Results.refused(account.properties().change(List.of(new PropertyChange.Set(name, longer)))));
        reopen();
        assertEquals(longest, account.properties().get(name).orElseThrow().value());
    }

    @Test
    void anAccountHasSoManyAndNoMore() throws IOException {
        List<PropertyChange> changes = new ArrayList<>();
        for (int i = 0; i < PropertyDraft.PROPERTIES; i++) {
            changes.add(set(key(PropertyKind.METADATA, Folder.INBOX, "n" + i), "v"));
        }
        Results.done(account.properties().change(changes));
        PropertyKey more = key(PropertyKind.METADATA, Folder.INBOX, "more");
        assertEquals(
                Outcome.Reason.PROPERTY_LIMIT,
                Results.refused(account.properties().change(List.of(set(more, "v")))));
        PropertyKey one = key(PropertyKind.METADATA, Folder.INBOX, "n1");
        Results.done(account.properties().change(List.of(set(one, "another"))));
        Results.done(account.properties().change(List.of(new PropertyChange.Remove(one), set(more, "v"))));
    }

    @Test
    void aSecretIsNotPrinted() {
        PropertyChange secret = set(key(PropertyKind.SECRET, PropertyKey.ACCOUNT, "phone"), "hunter2");
        assertFalse(secret.toString().contains("hunter2"), secret.toString());
    }

    @Test
    void whoWatchesHearsOfFoldersPropertiesAndSubscriptions() throws IOException {
        List<AccountChange> heard = new ArrayList<>();
        PropertyKey comment = key(PropertyKind.METADATA, Folder.INBOX, "/shared/comment");
        try (AccountWatch.Watching _ = account.watch(heard::addAll)) {
            int work = Results.done(account.createFolder("work", FolderRole.NONE));
            Results.done(account.renameFolder(work, "home"));
            StoreFixture.append(account, work, "mail");
            Results.done(account.subscribe("home"));
            Results.done(account.deleteFolder(work));
            Results.done(account.properties().change(List.of(set(comment, "x"))));
            Results.done(account.properties().change(List.of(new PropertyChange.Remove(comment))));
            assertEquals(
                    List.of(
                            new AccountChange.FolderCreated(work),
                            new AccountChange.FolderRenamed(work),
                            new AccountChange.FolderTouched(work),
                            new AccountChange.SubscriptionsChanged(),
                            new AccountChange.FolderDeleted(work),
                            new AccountChange.PropertyChanged(comment),
                            new AccountChange.PropertyChanged(comment)),
                    heard);
        }
        Results.done(account.subscribe("more"));
        assertEquals(7, heard.size());
    }
}
