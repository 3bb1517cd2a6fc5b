package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import waypost.message.Octets;

/** How a commit is cut into records of the journal, and how it ends. */
final class CommitsTest {
    private static final int RECORDS = 40;
    private static final Outcome<Boolean> UNAVAILABLE = Outcome.refused(Outcome.Reason.UNAVAILABLE);
    private static final Outcome<Boolean> FULL = Outcome.refused(Outcome.Reason.FULL);

    /** Whatever is left for the last piece. */
    @Test
    void noPieceIsLongerThanTheJournalTakes() throws IOException {
        for (int limit = 300; limit < 600; limit++) {
            ShortJournal journal = new ShortJournal(limit);
            AccountHead head = new AccountHead(1, this, new MemoryTable());
            Results.done(new Commits(journal, InstantSource.system())
                    .run(List.of(head), Change.Growth.GROWS, drafts -> {
                        for (int i = 1; i <= RECORDS; i++) {
                            drafts.getFirst()
                                    .put(new StateRecord.ItemGone(
                                            1, drafts.getFirst().modseq(), i, 1, i));
                        }
                        return Outcome.done(1);
                    }));
            assertEquals(
                    RECORDS,
                    journal.records.stream()
                            .filter(StateRecord.ItemGone.class::isInstance)
                            .count());
        }
    }

    @Test
    void whatHasNoRoomItselfIsRefusedAndWhatWasPreparedOnItIsPreparedAgain() throws IOException {
        try (Waiting waiting = Waiting.open()) {
            var first = waiting.prepare("a", Change.Growth.GROWS);
            var second = waiting.prepare("b", Change.Growth.GROWS);
            var third = waiting.prepare("c", Change.Growth.ESSENTIAL);
            waiting.journal().commitWithoutRoom(Change.Growth.GROWS);
            assertEquals(Optional.of(FULL), first.ended(_ -> {}));
            assertEquals(Optional.of(FULL), second.ended(_ -> {}));
            assertEquals(Optional.empty(), third.ended(_ -> {}));
            var again = waiting.prepare("c", Change.Growth.ESSENTIAL);
            waiting.journal().commit();
            assertTrue(waiting.journal().apply());
            assertEquals(Optional.of(Outcome.done(true)), again.ended(_ -> {}));
        }
    }

    @Test
    void withoutRoomForTheFirstPieceThereIsNoneWhateverItWasPreparedOn() throws IOException {
        try (Waiting waiting = Waiting.open()) {
            var first = waiting.prepare("a", Change.Growth.GROWS);
            waiting.journal().hasRoom(false);
            var second = waiting.prepare("b", Change.Growth.GROWS, 200_000);
            waiting.journal().commitWithoutRoom(Change.Growth.GROWS);
            assertEquals(Optional.of(FULL), first.ended(_ -> {}));
            assertTrue(second.end().isEmpty());
            assertEquals(Optional.of(FULL), second.ended(_ -> {}));
        }
    }

    /** Neither what was prepared before nor what was known then holds once another has been the owner. */
    @Test
    void aHeadKnowsWhatAnotherOwnerHasChanged() throws IOException {
        try (Waiting waiting = Waiting.open()) {
            var first = waiting.prepare("a", Change.Growth.ESSENTIAL);
            waiting.journal().commit();
            assertTrue(waiting.journal().apply());
            assertEquals(Optional.of(Outcome.done(true)), first.ended(_ -> {}));
            var unresolved = waiting.prepare("b", Change.Growth.ESSENTIAL);
            waiting.journal().commitUnresolved();
            waiting.journal().lose();
            assertEquals(Optional.of(UNAVAILABLE), unresolved.ended(_ -> {}));
            assertEquals(
                    Optional.of(UNAVAILABLE),
                    waiting.prepare("c", Change.Growth.ESSENTIAL).ended(_ -> {}));
            waiting.journal().gain(7);
            Waiting other = new Waiting(
                    waiting.journal(), new AccountHead(1, this, waiting.head().table()));
            var theirs = other.prepare("c", Change.Growth.ESSENTIAL);
            waiting.journal().commit();
            assertTrue(waiting.journal().apply());
            assertEquals(Optional.of(Outcome.done(true)), theirs.ended(_ -> {}));
            waiting.journal().lose();
            waiting.journal().gain(8);
            for (String known : List.of("a", "c")) {
                assertEquals(
                        Optional.of(Outcome.done(false)),
                        waiting.prepare(known, Change.Growth.ESSENTIAL).ended(_ -> {}),
                        known);
            }
        }
    }

    /** An account whose commits wait. */
    private record Waiting(DelayedJournal journal, AccountHead head) implements Closeable {
        static Waiting open() throws IOException {
            MemoryTable table = new MemoryTable();
            AccountIndex index = new AccountIndex(table, _ -> {});
            JournalSettings settings = new JournalSettings(256 << 10, 64 << 10, 1 << 20, 1 << 30, Reserve.NONE);
            DelayedJournal journal = new DelayedJournal(new ForgetfulDisk(1, 1 << 30), settings, index);
            journal.start(Journal.Owner.ALONE);
            return new Waiting(journal, new AccountHead(1, table, table));
        }

        Commits.Prepared<Boolean> prepare(String name, Change.Growth growth) throws IOException {
            return prepare(name, growth, 0);
        }

        /** A subscription, and so many removals. */
        Commits.Prepared<Boolean> prepare(String name, Change.Growth growth, int removals) throws IOException {
            return new Commits(journal, InstantSource.system())
                    .prepare(List.of(head), growth, Brought.NOTHING, drafts -> {
                        Draft draft = drafts.getFirst();
                        for (int i = 1; i <= removals; i++) {
                            draft.put(new StateRecord.ItemGone(1, draft.modseq(), i, 1, i));
                        }
                        return FolderCommits.subscribe(draft, name);
                    });
        }

        @Override
        public void close() throws IOException {
            journal.close();
        }
    }

    /** Takes no operation that is longer, and remembers what they say. */
    private static final class ShortJournal implements Journal {
        private final int limit;
        private final List<StateRecord> records = new ArrayList<>();
        private long entry;

        private ShortJournal(int limit) {
            this.limit = limit;
        }

        @Override
        public Pins.Pin pin() {
            return Pins.Pin.NONE;
        }

        @Override
        public Segments segments() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int operationBytes() {
            return limit;
        }

        @Override
        public void start(Owner owner) {}

        @Override
        public long term() {
            return 1;
        }

        @Override
        public CompletableFuture<Void> handOver(String node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Position> append(long term, Change change) {
            return take(change.operation());
        }

        @Override
        public CompletableFuture<Position> appendPart(long term, long account, ByteBuffer part, Change.Growth growth) {
            return take(part);
        }

        private CompletableFuture<Position> take(ByteBuffer operation) {
            assertTrue(operation.remaining() <= limit, () -> operation.remaining() + " octets, at most " + limit);
            records.addAll(RecordCodec.operation(operation).records());
            return CompletableFuture.completedFuture(new Position(++entry, 0));
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public Octets body(List<BodyPart> parts) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long appliedThrough() {
            return entry;
        }

        @Override
        public void close() {}
    }
}
