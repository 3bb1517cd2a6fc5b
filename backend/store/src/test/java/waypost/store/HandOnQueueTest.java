package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

/** Commits of the queue that are prepared while others are on their way. */
class HandOnQueueTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final JournalSettings SETTINGS =
            new JournalSettings(256 << 10, 64 << 10, 1 << 20, 1 << 30, Reserve.NONE);
    private static final TransferId ONE = new TransferId(0, 1);
    private static final TransferId TWO = new TransferId(0, 2);

    @TempDir
    private Path folder;

    private RocksTable table;
    private DelayedJournal journal;
    private Volume volume;

    @BeforeEach
    void open() throws IOException {
        table = RocksTable.open(folder);
        List<DelayedJournal> opened = new ArrayList<>();
        VolumeParts parts =
                new VolumeParts(new ForgetfulDisk(1, 1 << 20), new ForgetfulDisk(2, 1 << 20), table, index -> {
                    opened.add(new DelayedJournal(new ForgetfulDisk(3, 1 << 30), SETTINGS, index));
                    return opened.getFirst();
                });
        volume = Volume.open("v1", 1, parts, new UploadMemory(1 << 20), InstantSource.system(), () -> {});
        journal = opened.getFirst();
    }

    @AfterEach
    void close() throws IOException {
        volume.close();
    }

    private record Asked<T>(Thread thread, FutureTask<Outcome<T>> answer) {
        boolean waits() {
            return thread.getState() == Thread.State.WAITING;
        }
    }

    private static <T> Asked<T> ask(Callable<Outcome<T>> request) {
        FutureTask<Outcome<T>> answer = new FutureTask<>(request);
        return new Asked<>(Thread.ofPlatform().daemon().start(answer), answer);
    }

    /** Asks, and waits until the commit is on its way. */
    private <T> Asked<T> appended(Callable<Outcome<T>> request) {
        int before = journal.appended();
        Asked<T> asked = ask(request);
        until(() -> journal.appended() > before);
        return asked;
    }

    private static void until(BooleanSupplier there) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!there.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in " + LONG);
            Thread.onSpinWait();
        }
    }

    private <T> T answered(Asked<T> asked) throws Exception {
        until(() -> {
            journal.commit();
            journal.apply();
            return asked.answer().isDone();
        });
        return Results.done(asked.answer().get());
    }

    private Outcome<TransferId> hold(TransferId transfer) throws IOException {
        try (ReceivedBody body = StoreFixture.body(volume.upload(new AccountId(0)), "Subject: x\r\n\r\n")) {
            return volume.queue().hold(transfer, body, volume.tick());
        }
    }

    /** The number of an entry that is there. */
    private long kept(TransferId transfer) throws Exception {
        answered(ask(() -> hold(transfer)));
        KeptEnvelope envelope = new KeptEnvelope("bob@example.org", "a@example.net", "n2", "a", "down", Map.of());
        answered(ask(() -> volume.queue().keep(transfer, List.of(envelope))));
        return entries().stream()
                .filter(entry -> entry.transfer().equals(transfer))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private List<HandOn> entries() {
        return volume.queue().due(Instant.now().plus(Duration.ofDays(1)), _ -> Integer.MAX_VALUE);
    }

    private List<TransferId> held() throws IOException {
        return AccountReads.all(table, Keys.helds(), StateRecord.Held.class).stream()
                .map(StateRecord.Held::transfer)
                .toList();
    }

    @Test
    void doneDoesNotWaitForTheCommitsOfOtherTransfers() throws Exception {
        answered(ask(() -> hold(ONE)));
        Asked<TransferId> other = appended(() -> hold(TWO));
        Asked<Long> done = appended(() -> volume.done(ONE));
        answered(other);
        answered(done);
        assertEquals(List.of(TWO), held());
    }

    @Test
    void doneWaitsForTheHoldOfItsTransfer() throws Exception {
        Asked<TransferId> hold = appended(() -> hold(ONE));
        Asked<Long> done = ask(() -> volume.done(ONE));
        until(done::waits);
        answered(hold);
        answered(done);
        assertEquals(List.of(), held());
    }

    @Test
    void doneWaitsForTheEndOfAnEntryOfItsTransfer() throws Exception {
        long number = kept(ONE);
        Asked<Long> finish = appended(() -> volume.queue().finish(number));
        Asked<Long> done = ask(() -> volume.done(ONE));
        until(done::waits);
        answered(finish);
        answered(done);
        assertEquals(List.of(), entries());
    }

    @Test
    void anAttemptIsNotedBehindDoneOfItsEntryAndBeforeThatOfOthers() throws Exception {
        long number = kept(ONE);
        long other = kept(TWO);
        Asked<Long> done = appended(() -> volume.done(ONE));
        Asked<Long> others =
                appended(() -> volume.queue().retryAt(other, Instant.now().plusSeconds(1)));
        Asked<Long> retry =
                ask(() -> volume.queue().retryAt(number, Instant.now().plusSeconds(2)));
        until(retry::waits);
        answered(done);
        answered(others);
        answered(retry);
        assertEquals(List.of(1, 1), entries().stream().map(HandOn::attempts).toList());
        assertEquals(
                List.of(false, true),
                entries().stream().map(entry -> entry.done().isPresent()).toList());
    }
}
