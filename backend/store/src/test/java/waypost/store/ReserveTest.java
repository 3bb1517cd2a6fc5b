package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is kept free of a disk. */
final class ReserveTest {
    private static final int SEGMENT = 8 << 20;
    private static final int BODY = 1 << 20;

    @Test
    void aLargerReserveStaysWhatItIs() {
        assertEquals(new Reserve(2, SEGMENT * 3L), new Reserve(2, SEGMENT * 3L).coveringSegmentsOf(SEGMENT));
    }

    @Test
    void whenMailIsRefusedWhatIsEssentialFillsAnotherSegment() throws IOException {
        ForgetfulDisk disk = new ForgetfulDisk(1, 7L * SEGMENT);
        Reserve reserve = new Reserve(0, 1).coveringSegmentsOf(SEGMENT);
        ReserveGauge gauge = new ReserveGauge(disk, reserve);
        JournalSettings settings = new JournalSettings(SEGMENT, 2 * BODY, SEGMENT, 1 << 30, reserve);
        try (DelayedJournal journal = new DelayedJournal(disk, settings, new MemoryIndex())) {
            journal.start(Journal.Owner.ALONE);
            int mails = 0;
            while (gauge.allows(BODY) && stored(journal, Change.Growth.GROWS)) {
                mails++;
            }
            assertTrue(mails > SEGMENT / BODY, mails + " mails");
            for (int i = 0; i < SEGMENT / BODY; i++) {
                assertTrue(stored(journal, Change.Growth.ESSENTIAL), i + " stored");
            }
        }
    }

    private static boolean stored(DelayedJournal journal, Change.Growth growth) throws IOException {
        CompletableFuture<Position> end = journal.append(
                journal.term(), new Change(1, ByteBuffer.allocate(1), List.of(ByteBuffer.allocate(BODY)), growth));
        journal.commit();
        journal.apply();
        if (journal.core().spare().wanted()) {
            journal.core().spare().prepare();
        }
        return !end.isCompletedExceptionally();
    }
}
