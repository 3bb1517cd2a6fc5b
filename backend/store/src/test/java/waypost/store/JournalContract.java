package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.message.Octets;

/** What every journal holds to, whatever it is made of. */
abstract class JournalContract {
    /** Opens the one journal of this test, again and again. */
    abstract Journal open(Journal.Index index, Reserve reserve) throws IOException;

    /** Opens what a process finds that begins when the one before it has been killed just now. */
    abstract Journal openAfterKill(Journal.Index index) throws IOException;

    /** The files of a journal as they are just now. */
    static Path copied(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private Journal open(Journal.Index index) throws IOException {
        return started(open(index, Reserve.NONE), Journal.Owner.ALONE);
    }

    private static Journal started(Journal journal, Journal.Owner owner) {
        journal.start(owner);
        return journal;
    }

    static CompletableFuture<Position> append(Journal journal, Change change) {
        return journal.append(journal.term(), change);
    }

    static void refused(CompletableFuture<Position> append, Class<? extends JournalFailure> how) {
        assertInstanceOf(
                how, assertThrows(CompletionException.class, append::join).getCause());
    }

    /** What an owner is told, and that it is told in order. */
    static final class Told implements Journal.Owner {
        private final List<String> told = new ArrayList<>();
        private long last;

        @Override
        public synchronized void gained(long term) {
            assertTrue(term > last, "term " + term + " after " + last);
            last = term;
            told.add("gained");
        }

        @Override
        public synchronized void lost(long term) {
            assertEquals(last, term);
            told.add("lost");
        }

        synchronized List<String> told() {
            return List.copyOf(told);
        }
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    static Change change(long account, byte[]... bodies) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (byte[] body : bodies) {
            buffers.add(ByteBuffer.wrap(body));
        }
        return new Change(account, ByteBuffer.wrap(new byte[] {(byte) account}), buffers, Change.Growth.GROWS);
    }

    private static byte[] read(Journal journal, BodyPart... parts) throws IOException {
        Octets body = journal.body(List.of(parts));
        return read(body, 0, body.length());
    }

    private static byte[] read(Octets body, long offset, long length) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        body.read(offset, length, slice -> {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            read.write(bytes);
        });
        return read.toByteArray();
    }

    @Test
    void manyWritersAreToldInTheOrderOfTheIndex() throws Exception {
        MemoryIndex index = new MemoryIndex();
        List<CompletableFuture<Position>> outcomes = new ArrayList<>();
        try (Journal journal = open(index)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int account = i;
                writers.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 20; n++) {
                        CompletableFuture<Position> outcome = append(journal, change(account, bytes(account, 900)));
                        synchronized (outcomes) {
                            outcomes.add(outcome);
                        }
                        outcome.join();
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertEquals(outcomes.stream().map(CompletableFuture::join).sorted().toList(), positions(index));
        }
        MemoryIndex rebuilt = new MemoryIndex();
        try (Journal journal = open(rebuilt)) {
            assertEquals(index.seen(), rebuilt.seen());
            assertEquals(rebuilt.appliedThrough(), journal.appliedThrough());
        }
    }

    private static List<Position> positions(MemoryIndex index) {
        return index.seen().stream().map(MemoryIndex.Seen::position).toList();
    }

    @Test
    void whatIsToldSurvivesTheEndOfTheProcess() throws IOException {
        MemoryIndex index = new MemoryIndex();
        try (Journal journal = open(index)) {
            for (int i = 0; i < 5; i++) {
                append(journal, change(i, bytes(i, 3_000))).join();
                MemoryIndex found = new MemoryIndex();
                try (Journal next = started(openAfterKill(found), Journal.Owner.ALONE)) {
                    assertEquals(index.seen(), found.seen());
                    assertEquals(index.seen().getLast().position().entry(), next.appliedThrough());
                }
            }
        }
    }

    /** An index that was copied while the journal went on, and the replay of what is behind it, are the replay of all. */
    @Test
    void aCheckpointStandsForTheReplayOfAllThatIsInIt(@TempDir Path folder) throws IOException {
        MemoryIndex index = new MemoryIndex();
        try (Journal journal = open(index)) {
            for (int i = 0; i < 10; i++) {
                append(journal, change(i, bytes(i, 100))).join();
                assertEquals(journal.appliedThrough(), index.checkpoint(folder.resolve("checkpoint" + i)));
            }
        }
        for (int i = 0; i < 10; i++) {
            MemoryIndex restored = new MemoryIndex();
            restored.restore(folder.resolve("checkpoint" + i));
            assertEquals(i + 1, restored.seen().size());
            try (Journal _ = open(restored)) {
                assertEquals(index.seen(), restored.seen());
            }
        }
    }

    @Test
    void bodiesAreReadByPositionWholeAndInRanges() throws IOException {
        byte[] large = bytes(1, 300_000);
        byte[] small = bytes(2, 10);
        MemoryIndex index = new MemoryIndex();
        try (Journal journal = open(index)) {
            Position first = append(journal, change(7, large, small)).join();
            assertEquals(List.of(new MemoryIndex.Seen(first, 7, ByteBuffer.wrap(new byte[] {7}), 2)), index.seen());
            BodyPart[] parts = {new BodyPart(first.body(1), 10), new BodyPart(first.body(0), 300_000)};
            assertEquals(ByteBuffer.wrap(large), ByteBuffer.wrap(read(journal, parts[1])));
            Octets joined = journal.body(List.of(parts));
            assertEquals(300_010, joined.length());
            assertEquals(ByteBuffer.wrap(small, 5, 5), ByteBuffer.wrap(read(joined, 5, 5)));
            assertEquals(ByteBuffer.wrap(large, 140_000, 7), ByteBuffer.wrap(read(joined, 140_010, 7)));
            byte[] seam = read(joined, 9, 2);
            assertEquals(List.of(small[9], large[0]), List.of(seam[0], seam[1]));
        }
    }

    @Test
    void partsAreDurableAndNoBusinessOfTheIndex() throws IOException {
        byte[] part = bytes(3, Journal.MAX_RECORD_BYTES);
        MemoryIndex index = new MemoryIndex();
        Position position;
        try (Journal journal = open(index)) {
            position = journal.appendPart(journal.term(), 1, ByteBuffer.wrap(part), Change.Growth.GROWS)
                    .join();
        }
        try (Journal journal = open(index)) {
            assertEquals(List.of(), index.seen());
            assertEquals(
                    ByteBuffer.wrap(part),
                    ByteBuffer.wrap(read(journal, new BodyPart(position, Journal.MAX_RECORD_BYTES))));
        }
    }

    @Test
    void whatIsTooLongIsAFaultOfTheCaller() throws IOException {
        try (Journal journal = open(new MemoryIndex())) {
            ByteBuffer tooLong = ByteBuffer.allocate(Journal.MAX_RECORD_BYTES + 1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> journal.appendPart(journal.term(), 1, tooLong, Change.Growth.GROWS));
            append(journal, change(1, bytes(4, Journal.MAX_RECORD_BYTES))).join();
        }
    }

    @Test
    void belowTheReserveOnlyWhatIsEssentialIsTaken() throws IOException {
        try (Journal journal = started(open(new MemoryIndex(), new Reserve(0, Long.MAX_VALUE)), Journal.Owner.ALONE)) {
            refused(append(journal, change(1)), JournalFailure.Full.class);
            Change flags = new Change(1, ByteBuffer.allocate(3), List.of(), Change.Growth.ESSENTIAL);
            assertEquals(0, append(journal, flags).join().record());
        }
    }

    @Test
    void aClosedJournalTakesNothing() throws IOException {
        Journal journal = open(new MemoryIndex());
        long term = journal.term();
        CompletableFuture<Position> before = append(journal, change(1));
        journal.close();
        assertTrue(before.isDone() && !before.isCompletedExceptionally());
        refused(journal.append(term, change(1)), JournalFailure.class);
        refused(append(journal, change(1)), JournalFailure.NotOwner.class);
    }

    @Test
    void eachOpeningIsATermOfItsOwn() throws IOException {
        MemoryIndex index = new MemoryIndex();
        Told told = new Told();
        for (int i = 1; i <= 3; i++) {
            try (Journal journal = open(index, Reserve.NONE)) {
                assertEquals(Journal.NO_TERM, journal.term());
                refused(append(journal, change(i)), JournalFailure.NotOwner.class);
                journal.start(told);
                assertEquals(told.last, journal.term());
                append(journal, change(i)).join();
            }
            assertEquals(
                    Collections.nCopies(i, List.of("gained", "lost")).stream()
                            .flatMap(List::stream)
                            .toList(),
                    told.told());
        }
        assertEquals(3, index.seen().size());
    }

    @Test
    void whatWasPreparedInAnotherTermIsRefused() throws IOException {
        MemoryIndex index = new MemoryIndex();
        try (Journal journal = open(index)) {
            for (long other : List.of(journal.term() - 1, journal.term() + 1)) {
                refused(journal.append(other, change(1)), JournalFailure.NotOwner.class);
                refused(
                        journal.appendPart(other, 1, ByteBuffer.allocate(9), Change.Growth.ESSENTIAL),
                        JournalFailure.NotOwner.class);
            }
            append(journal, change(2)).join();
        }
        assertEquals(1, index.seen().size());
    }

    /** When the owner is told, nothing of the term can be stored any more, and whoever waits has heard. */
    @Test
    void anIndexThatFailsStopsTheJournalAndLeavesTheOutcomeOpen() throws Exception {
        MemoryIndex whole = new MemoryIndex();
        CountDownLatch lost = new CountDownLatch(1);
        List<CompletableFuture<Position>> ends = new ArrayList<>();
        Told told = new Told();
        try (Journal journal = open(new FailingIndex(), Reserve.NONE)) {
            journal.start(new Journal.Owner() {
                @Override
                public void gained(long term) {
                    told.gained(term);
                }

                @Override
                public void lost(long term) {
                    synchronized (ends) {
                        assertTrue(ends.stream().allMatch(CompletableFuture::isDone));
                    }
                    told.lost(term);
                    lost.countDown();
                }
            });
            long term = journal.term();
            synchronized (ends) {
                ends.add(journal.append(term, change(5)));
            }
            refused(ends.getFirst(), JournalFailure.Unresolved.class);
            lost.await();
            assertEquals(Journal.NO_TERM, journal.term());
            refused(journal.append(term, change(6)), JournalFailure.class);
        }
        assertEquals(List.of("gained", "lost"), told.told());
        try (Journal journal = open(whole)) {
            assertEquals(1, whole.seen().size());
            assertEquals(1, journal.appliedThrough());
        }
    }

    private static final class FailingIndex implements Journal.Index {
        @Override
        public long appliedThrough() {
            return 0;
        }

        @Override
        public void apply(long entry, List<Applied> changes, Bodies earlier) throws IOException {
            throw new IOException("no index");
        }

        @Override
        public void flush() {}

        @Override
        public long checkpoint(Path into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(Path from) {
            throw new UnsupportedOperationException();
        }
    }
}
