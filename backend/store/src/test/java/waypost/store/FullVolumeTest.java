package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

/** A volume that takes nothing new, one that has stopped, and what a volume keeps for a time. */
class FullVolumeTest {
    private static final TransferId TRANSFER = new TransferId(1, 2);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void downToItsReserveAVolumeTakesFlagsAndExpungesOnly() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        AccountId id;
        MessageRef before;
        try (Store store = fixture.open()) {
            id = fixture.create(store, "alice");
            Account account = store.accounts().open(id).orElseThrow();
            before = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "before"));
        }
        JournalSettings roomy = fixture.spec().journal();
        JournalSettings none = new JournalSettings(
                roomy.segmentBytes(),
                roomy.groupBytes(),
                roomy.queueBytes(),
                roomy.flushBytes(),
                new Reserve(0, Long.MAX_VALUE));
        VolumeSpec full = new VolumeSpec("v1", 1, folder.resolve("v1"), none);
        try (Store store = Store.open(List.of(full), Store.Settings.STANDARD, InstantSource.system())) {
            assertFalse(store.volume("v1").orElseThrow().hasRoom());
            Account account = store.accounts().open(id).orElseThrow();
            try (ReceivedBody body = StoreFixture.body(account.upload(), "refused")) {
                NewMessage message = new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE);
                assertEquals(Outcome.Reason.FULL, Results.refused(account.append(body, message)));
            }
            List<MessageRef> items = List.of(before);
            assertEquals(Outcome.Reason.FULL, Results.refused(account.copy(Folder.INBOX, items, Folder.INBOX)));
            Results.done(account.flag(Folder.INBOX, items, new FlagChange.Add(Flags.DELETED)));
            assertEquals(List.of(1L), Results.done(account.expunge(Folder.INBOX, items)));
        }
    }

    @Test
    void aClosedVolumeRefuses() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        Store store = fixture.open();
        AccountId id = fixture.create(store, "alice");
        Account account = store.accounts().open(id).orElseThrow();
        Volume volume = store.volume("v1").orElseThrow();
        List<String> lost = new ArrayList<>();
        volume.whenLost(() -> lost.add(volume.name()));
        assertTrue(volume.owned() && volume.settled());
        volume.core().journal().close();
        assertEquals(List.of("v1"), lost);
        assertFalse(volume.owned() || volume.settled() || volume.settled(id));
        assertEquals(Outcome.Reason.UNAVAILABLE, Results.refused(account.subscribe("x")));
        assertThrows(IOException.class, () -> account.open(Folder.INBOX, _ -> {}), "what it has may be old");
        assertThrows(IOException.class, () -> account.messages(1, 1));
        assertEquals(Optional.empty(), store.accounts().open(id));
        assertEquals(Outcome.done(0), volume.forgetOld());
        store.close();
    }

    @Test
    void whatIsHeldIsKeptTriedAgainAndEnded() throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        KeptEnvelope carol = envelope("carol@example.net");
        try (Store store = fixture.open()) {
            Volume volume = store.volume("v1").orElseThrow();
            try (ReceivedBody body = StoreFixture.body(volume.upload(new AccountId(0)), "for others")) {
                Results.done(volume.queue().hold(TRANSFER, body, volume.tick()));
            }
            assertEquals(Optional.empty(), Results.done(volume.queue().keep(new TransferId(9, 9), List.of(carol))));
            assertEquals(Optional.of(TRANSFER), Results.done(volume.queue().keep(TRANSFER, List.of(carol))));
            Results.done(volume.queue().keep(TRANSFER, List.of(carol, envelope("dave@example.net"))));
            assertEquals(2, volume.queue().size());
            Results.done(volume.done(TRANSFER));
        }
        try (Store store = fixture.open()) {
            HandOnQueue queue = store.volume("v1").orElseThrow().queue();
            List<HandOn> due = queue.due(now, _ -> Integer.MAX_VALUE);
            assertEquals(2, due.size());
            assertTrue(due.stream().allMatch(entry -> entry.done().isPresent()));
            assertEquals("for others", Facts.text(due.getFirst().body()));
            Results.done(queue.retryAt(due.getFirst().number(), now.plusSeconds(60)));
            assertEquals(
                    List.of(due.getLast().number()),
                    queue.due(now, _ -> Integer.MAX_VALUE).stream()
                            .map(HandOn::number)
                            .toList());
            assertEquals(
                    1,
                    queue.due(now.plusSeconds(60), _ -> Integer.MAX_VALUE)
                            .getLast()
                            .attempts());
            Results.done(queue.finish(due.getFirst().number()));
            Results.done(queue.finish(due.getLast().number()));
            assertEquals(0, queue.size());
        }
    }

    private static KeptEnvelope envelope(String recipient) {
        return new KeptEnvelope("bob@example.org", recipient, "n2", recipient, "no answer", Map.of("ORCPT", recipient));
    }

    @Test
    void whatAnAccountHasCanBeKeptForOthersUntilItIsDeleted() throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        KeptEnvelope carol = envelope("carol@example.net");
        long began;
        try (Store store = fixture.open()) {
            AccountId id = fixture.create(store, "alice");
            Volume volume = store.volume("v1").orElseThrow();
            began = volume.tick();
            assertInstanceOf(Delivered.Stored.class, transfer(volume, id, began));
            assertEquals(Optional.of(TRANSFER), Results.done(volume.queue().keep(TRANSFER, List.of(carol))));
            Account account = store.accounts().open(id).orElseThrow();
            try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                long itemNo = inbox.snapshot().itemNo(0);
                Results.done(account.expunge(
                        Folder.INBOX, List.of(new MessageRef(inbox.snapshot().uid(0), itemNo))));
            }
            KeptEnvelope dave = envelope("dave@example.net");
            HandOn entry = volume.queue().due(now.plusSeconds(61), _ -> 1).getFirst();
            assertEquals("once", Facts.text(entry.body()));
            Results.done(volume.queue().finish(entry.number()));
            assertEquals(Optional.empty(), Results.done(volume.queue().keep(TRANSFER, List.of(dave))));
            assertEquals(began, entry.began());
        }
    }

    @Test
    void aTransferIsForgottenAfterSevenDaysNotBefore() throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        try (Store store = fixture.open()) {
            AccountId id = fixture.create(store, "alice");
            Volume volume = store.volume("v1").orElseThrow();
            long began = volume.tick();
            assertInstanceOf(Delivered.Stored.class, transfer(volume, id, began));
            now = now.plus(Duration.ofDays(7));
            Results.done(volume.forgetOld());
            assertInstanceOf(Delivered.AlreadyHere.class, transfer(volume, id, began));
            now = now.plusSeconds(1);
            Results.done(volume.forgetOld());
            assertInstanceOf(Delivered.Stored.class, transfer(volume, id, volume.tick()));
        }
    }

    private static Delivered transfer(Volume volume, AccountId id, long began) throws IOException {
        try (ReceivedBody body = StoreFixture.body(volume.upload(id), "once")) {
            var seen = new TransferLedger.Seen(body.digest("bob@example.org"), began, Optional.empty());
            Delivery delivery = new Delivery(
                    id,
                    new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE),
                    Optional.of(new Delivery.Transfer(TRANSFER, "alice@example.net", seen)));
            return Results.done(volume.deliver(body, List.of(delivery))).getFirst();
        }
    }
}
