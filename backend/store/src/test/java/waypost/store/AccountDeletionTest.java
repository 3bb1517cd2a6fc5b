package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;

/** A deleted account is nobody's, can be brought back for a time, and then goes; its numbers are no other's. */
final class AccountDeletionTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    private StoreFixture fixture() {
        return new StoreFixture(folder, () -> now);
    }

    private static AccountId filled(StoreFixture fixture, Store store) throws IOException {
        AccountId id = fixture.create(store, "alice");
        Account account = store.accounts().open(id).orElseThrow();
        int work = Results.done(account.createFolder("work", FolderRole.NONE));
        StoreFixture.append(account, work, "plan");
        Appended gone = StoreFixture.append(account, Folder.INBOX, "expunged");
        Results.done(account.expunge(Folder.INBOX, List.of(StoreFixture.ref(gone))));
        Results.done(account.keywords(List.of("$Todo")));
        for (PropertyKind kind : PropertyKind.values()) {
            for (int folder : List.of(PropertyKey.ACCOUNT, work)) {
                Results.done(account.properties()
                        .change(List.of(new PropertyChange.Set(
                                new PropertyKey(kind, folder, "/private/comment"), PropertyValue.of("mine")))));
            }
        }
        Results.done(
                account.deleteFolder(account.folder("Archive").orElseThrow().id()));
        account.index();
        return id;
    }

    private static void delete(Store store, AccountId id) throws IOException {
        Ownership seen = store.accounts().find(id).orElseThrow();
        Results.done(new AccountDeletion(store).delete(seen));
        assertEquals(Outcome.Reason.NOT_OWNER, Results.refused(new AccountDeletion(store).delete(seen)));
    }

    @Test
    void servesNobodyAndComesBackWhole() throws IOException {
        StoreFixture fixture = fixture();
        AccountId id;
        try (Store store = fixture.open()) {
            id = filled(fixture, store);
            Account held = store.accounts().open(id).orElseThrow();
            delete(store, id);
            assertTrue(store.accounts().open(id).isEmpty());
            assertEquals(Outcome.Reason.NOT_OWNER, Results.refused(held.subscribe("x")));
            try (ReceivedBody body = StoreFixture.body(held.upload(), "late")) {
                NewMessage message = new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE);
                assertEquals(Outcome.Reason.NOT_OWNER, Results.refused(held.append(body, message)));
            }
        }
        now = now.plus(Duration.ofDays(13));
        try (Store store = fixture.open()) {
            store.volume("v1").orElseThrow().forgetting().run(Pace.FULL);
            AccountDeletion deletion = new AccountDeletion(store);
            AccountDeletion.Deleted deleted = deletion.deleted().getFirst();
            assertEquals(Instant.parse("2026-11-29T12:00:00Z"), deleted.at());
            Results.done(deletion.restore(deleted.account()));
            assertEquals(List.of(), deletion.deleted());
            Account account = store.accounts().open(id).orElseThrow();
            assertEquals(1, account.quota().usage().messages());
            assertEquals(1, account.undeletion().restore(Undeletion.Choice.ALL).messages());
        }
    }

    @Test
    void whenItsTimeIsOverNothingIsLeftButItsNumbers() throws IOException {
        StoreFixture fixture = fixture();
        try (Store store = fixture.open()) {
            AccountId id = filled(fixture, store);
            delete(store, id);
            Ownership gone = store.accounts().find(id).orElseThrow();
            now = now.plus(Duration.ofDays(15));
            Volume volume = store.volume("v1").orElseThrow();
            volume.forgetting().run(Pace.FULL);
            assertEquals(Outcome.Reason.NOT_OWNER, Results.refused(new AccountDeletion(store).restore(gone)));
            nothingIsLeft(volume.core().table(), id);
            int[] bodies = {0};
            volume.core().table().scan(Family.BODIES, new byte[0], (_, _) -> ++bodies[0] > 0);
            assertEquals(0, bodies[0]);
            assertTrue(SearchHead.read(volume.core().table(), id.value()).isEmpty());
        }
        VolumeReport report = assertInstanceOf(
                        VolumeCheck.Result.Checked.class, VolumeCheck.run(fixture.spec(), _ -> {}))
                .report();
        assertEquals(List.of(), report.findings());
    }

    private static void nothingIsLeft(Table table, AccountId id) throws IOException {
        int[] left = {0};
        table.scan(Family.ACCOUNTS, Keys.account(id.value()), (key, value) -> {
            if (Keys.isThing(key)) {
                StateRecord state = Entry.of(value).state();
                assertTrue(
                        switch (state) {
                            case StateRecord.Owned _, StateRecord.Counters _, StateRecord.Departed _ -> true;
                            case StateRecord.Keywords(var _, var _, var names) -> names.isEmpty();
                            case StateRecord.Subscriptions(var _, var _, var names) -> names.isEmpty();
                            case StateRecord _ -> false;
                        },
                        state::toString);
                left[0]++;
            }
            return true;
        });
        assertTrue(left[0] >= 4);
    }

    @Test
    void anotherOfItsNameHasOtherNumbersAndIsInTheWayOfItsReturn() throws IOException {
        StoreFixture fixture = fixture();
        AccountId id;
        try (Store store = fixture.open()) {
            id = filled(fixture, store);
            delete(store, id);
            assertEquals(
                    Outcome.Reason.ACCOUNT_EXISTS,
                    Results.refused(store.accounts()
                            .create(
                                    new DirectoryId("alice"),
                                    new AccountName("alice", "example.net"),
                                    1,
                                    Optional.empty())));
        }
        fixture.deleteIndex();
        try (Store store = fixture.open()) {
            Ownership again = Results.done(store.accounts()
                    .create(new DirectoryId("alice2"), new AccountName("alice", "example.net"), 1, Optional.empty()));
            assertTrue(again.id().counter() > id.counter());
            assertEquals(
                    0,
                    store.accounts()
                            .open(again.id())
                            .orElseThrow()
                            .quota()
                            .usage()
                            .messages());
            Ownership former = store.accounts().find(id).orElseThrow();
            assertEquals(Outcome.Reason.ACCOUNT_EXISTS, Results.refused(new AccountDeletion(store).restore(former)));
        }
    }
}
