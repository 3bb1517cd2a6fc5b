package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.Ownership;

/** What was erased is in no file of its volume. */
final class ErasureTest {
    private static final String BODY = "Xq7vZr91Kp";
    private static final String TRACE = "Jw3mYt58Lb";
    private static final String SUBJECT = "Gc6nHd27Sf";

    @TempDir
    private Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void volume() {
        fixture = new StoreFixture(folder);
    }

    private boolean written(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (contains(Files.readAllBytes(file), wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean contains(byte[] octets, byte[] wanted) {
        for (int at = 0; at + wanted.length <= octets.length; at++) {
            int same = 0;
            while (same < wanted.length && octets[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static MessageRef append(Account account, String text) throws IOException {
        try (ReceivedBody body = StoreFixture.body(account.upload(), "Subject: " + SUBJECT + "\r\n\r\n" + text)) {
            NewMessage message =
                    new NewMessage(Folder.INBOX, "Received: " + TRACE + "\r\n", Flags.NONE, StoreFixture.DATE);
            return StoreFixture.ref(Results.done(account.append(body, message)));
        }
    }

    private AccountId filled(Store store) throws IOException {
        AccountId id = fixture.create(store, "alice");
        Account account = store.accounts().open(id).orElseThrow();
        StoreFixture.append(account, Folder.INBOX, "before");
        MessageRef secret = append(account, BODY);
        Results.done(account.flag(Folder.INBOX, List.of(secret), new FlagChange.Add(Flags.SEEN)));
        account.index();
        store.volume("v1").orElseThrow().core().index().flush();
        StoreFixture.append(account, Folder.INBOX, "behind");
        return id;
    }

    private void sound(AccountId id, int messages) throws IOException {
        VolumeReport report = assertInstanceOf(
                        VolumeCheck.Result.Checked.class, VolumeCheck.run(fixture.spec(), _ -> {}))
                .report();
        assertEquals(List.of(), report.findings());
        assertEquals(messages, report.messages());
    }

    @Test
    void aMessageThatIsThere() throws IOException {
        AccountId id;
        try (Store store = fixture.open()) {
            id = filled(store);
            assertTrue(written(BODY) && written(TRACE) && written(SUBJECT));
            Erasure erasure = new Erasure(store.volume("v1").orElseThrow(), id);
            Erasure.Result result = Results.done(erasure.erase(Set.of(2L, 77L)));
            assertEquals(new Erasure.Result(1, result.segments(), List.of(), 0, 0), result);
            assertTrue(result.segments() > 0);
            Account account = store.accounts().open(id).orElseThrow();
            assertTrue(account.message(2).isEmpty());
            assertEquals(
                    Optional.of(new Vanished.Uids(List.of(new UidRange(2, 2)))),
                    account.vanished(Folder.INBOX, 0, Long.MAX_VALUE));
            assertEquals(0, account.undeletion().restore(Undeletion.Choice.ALL).messages());
            assertEquals(new Erasure.Result(0, 0, List.of(), 0, 0), Results.done(erasure.erase(Set.of(2L))));
        }
        assertFalse(written(BODY) || written(TRACE) || written(SUBJECT));
        sound(id, 2);
    }

    @Test
    void aMessageThatWasExpunged() throws IOException {
        AccountId id;
        try (Store store = fixture.open()) {
            id = filled(store);
            Account account = store.accounts().open(id).orElseThrow();
            Results.done(account.expunge(Folder.INBOX, List.of(new MessageRef(2, 2))));
        }
        try (Store store = fixture.open()) {
            Results.done(new Erasure(store.volume("v1").orElseThrow(), id).erase(Set.of(2L)));
        }
        assertFalse(written(BODY) || written(TRACE) || written(SUBJECT));
        sound(id, 2);
    }

    @Test
    void whatOthersHaveTooIsTold() throws IOException {
        try (Store store = fixture.open()) {
            AccountId alice = fixture.create(store, "alice");
            AccountId bob = fixture.create(store, "bob");
            Volume volume = store.volume("v1").orElseThrow();
            NewMessage message = new NewMessage(Folder.INBOX, TRACE, Flags.NONE, StoreFixture.DATE);
            try (ReceivedBody body = StoreFixture.body(volume.upload(alice), BODY)) {
                Results.done(volume.deliver(
                        body,
                        List.of(
                                new Delivery(alice, message, Optional.empty()),
                                new Delivery(bob, message, Optional.empty()))));
            }
            Account account = store.accounts().open(alice).orElseThrow();
            int archive = account.folder("Archive").orElseThrow().id();
            Results.done(account.copy(Folder.INBOX, List.of(new MessageRef(1, 1)), archive));
            Erasure.Result result = Results.done(new Erasure(volume, alice).erase(Set.of(1L)));
            assertEquals(new Erasure.Result(2, result.segments(), List.of(), 1, 0), result);
            assertTrue(written(BODY));
            result = Results.done(new Erasure(volume, bob).erase(Set.of(1L)));
            assertEquals(new Erasure.Result(1, result.segments(), List.of(), 0, 0), result);
        }
        assertFalse(written(BODY) || written(TRACE));
    }

    @Test
    void whatABodyIsStillArrivingForIsToldAsLeft() throws IOException {
        try (Store store = fixture.open()) {
            AccountId id = fixture.create(store, "alice");
            Account account = store.accounts().open(id).orElseThrow();
            try (ReceivedBody held = StoreFixture.body(account.upload(), "to be named")) {
                Results.done(held.settle());
                append(account, BODY);
                Erasure.Result result =
                        Results.done(new Erasure(store.volume("v1").orElseThrow(), id).erase(Set.of(1L)));
                assertEquals(0, result.segments());
                assertFalse(result.left().isEmpty());
            }
            assertTrue(written(BODY));
            Erasure.Result again = Results.done(new Erasure(store.volume("v1").orElseThrow(), id).erase(Set.of(1L)));
            assertEquals(List.of(), again.left());
            assertFalse(written(BODY));
        }
    }

    /** A backup holds the files as they are, another work the segments: neither is waited for. */
    @Test
    void whatABackupOrAnotherWorkHoldsIsToldAsLeft() throws IOException {
        try (Store store = fixture.open()) {
            AccountId id = filled(store);
            Volume volume = store.volume("v1").orElseThrow();
            Erasure erasure = new Erasure(volume, id);
            try (Pins.Pin _ = volume.core().journal().segments().still()) {
                Erasure.Result held = Results.done(erasure.erase(Set.of(2L)));
                assertEquals(0, held.segments());
                assertFalse(held.left().isEmpty());
            }
            assertTrue(written(BODY));
            Erasure.Result busy = volume.upkeep()
                    .alone(() -> Results.done(erasure.erase(Set.of(2L))))
                    .orElseThrow();
            assertEquals(new Erasure.Result(0, 0, List.of("volume v1"), 0, 0), busy);
            assertEquals(List.of(), Results.done(erasure.erase(Set.of(2L))).left());
        }
        assertFalse(written(BODY) || written(TRACE) || written(SUBJECT));
    }

    @Test
    void aWholeAccount() throws IOException {
        AccountId id;
        try (Store store = fixture.open()) {
            id = filled(store);
            Account account = store.accounts().open(id).orElseThrow();
            Results.done(account.createFolder(TRACE, FolderRole.NONE));
            Results.done(account.subscribe(SUBJECT));
            AccountId bob = fixture.create(store, "bob");
            StoreFixture.append(store.accounts().open(bob).orElseThrow(), Folder.INBOX, "bob's");
            Volume volume = store.volume("v1").orElseThrow();
            Erasure erasure = new Erasure(volume, id);
            assertEquals(Outcome.Reason.ACCOUNT_EXISTS, Results.refused(erasure.erase()));
            Ownership seen = store.accounts().find(id).orElseThrow();
            Results.done(new AccountDeletion(store).delete(seen));
            Erasure.Result result = Results.done(erasure.erase());
            assertEquals(new Erasure.Result(3, result.segments(), List.of(), 0, 0), result);
            Ownership gone = store.accounts().find(id).orElseThrow();
            assertEquals(Outcome.Reason.NOT_OWNER, Results.refused(new AccountDeletion(store).restore(gone)));
        }
        assertFalse(written(BODY) || written(TRACE) || written(SUBJECT));
        sound(id, 1);
    }
}
