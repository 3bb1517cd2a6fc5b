package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import waypost.message.Octets;

/** How a commit is cut into records of the journal. */
final class CommitsTest {
    private static final int RECORDS = 40;

    /** Whatever is left for the last piece. */
    @Test
    void noPieceIsLongerThanTheJournalTakes() throws IOException {
        for (int limit = 300; limit < 600; limit++) {
            ShortJournal journal = new ShortJournal(limit);
            AccountHead head = new AccountHead(1, this, new MemoryTable());
            Results.done(new Commits(journal).run(List.of(head), Change.Growth.GROWS, drafts -> {
                for (int i = 1; i <= RECORDS; i++) {
                    drafts.getFirst()
                            .put(new StateRecord.ItemGone(1, drafts.getFirst().modseq(), i, 1, i));
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

    /** Takes no operation that is longer, and remembers what they say. */
    private static final class ShortJournal implements Journal {
        private final int limit;
        private final List<StateRecord> records = new ArrayList<>();
        private long entry;

        private ShortJournal(int limit) {
            this.limit = limit;
        }

        @Override
        public int operationBytes() {
            return limit;
        }

        @Override
        public CompletableFuture<Position> append(Change change) {
            return take(change.operation());
        }

        @Override
        public CompletableFuture<Position> appendPart(long account, ByteBuffer part, Change.Growth growth) {
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
