package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.message.Extent;
import waypost.message.Octets;

/** Which bodies are sent from the file where they lie, and which are read. */
final class SentBodiesTest {
    private static final int LEAST = LatelyChecked.LEAST;
    private static final long MINUTE = 60_000_000_000L;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final SplittableRandom random = new SplittableRandom(1);
    private FileDisk disk;
    private Segments segments;
    private SegmentTail tail;
    private GroupWriter writer;

    @BeforeEach
    void begin() throws IOException {
        disk = FileDisk.at(folder);
        JournalIdentity identity = JournalIdentity.fresh(random).next();
        segments = new Segments(disk, identity, new LatelyChecked(100 << 20, nanos::get));
        tail = SegmentTail.begin(segments, new SegmentSpare(disk, 4 << 20));
        writer = new GroupWriter(3 << 20, identity.mark(), identity.incarnation());
    }

    @AfterEach
    void end() throws IOException {
        segments.close();
    }

    /** A body that was stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(byte[] octets, Octets body) {}

    private Stored store(int... lengths) throws IOException {
        byte[] octets = new byte[Arrays.stream(lengths).sum()];
        random.nextBytes(octets);
        List<ByteBuffer> records = new ArrayList<>();
        List<BodyPart> parts = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            records.add(ByteBuffer.wrap(octets, at, length).slice());
            parts.add(new BodyPart(new Position(tail.last() + 1, records.size()), length));
            at += length;
        }
        Change change = new Change(1, ByteBuffer.allocate(10), records, Change.Growth.GROWS);
        List<GroupMember> members =
                List.of(new GroupMember(change, GroupMember.Kind.CHANGE, new CompletableFuture<>()));
        tail.append(writer.lay(tail.last() + 1, members));
        tail.appended(members);
        return new Stored(octets, segments.body(parts));
    }

    /** Takes everything, and says how it came: S for what was sent, R for what was read. */
    private static final class Taken implements Octets.Sink {
        private final StringBuilder how = new StringBuilder();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public void accept(ByteBuffer slice) {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            octets.writeBytes(bytes);
            how.append('R');
        }

        @Override
        public boolean sends() {
            return true;
        }

        @Override
        public void accept(Extent extent) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((int) extent.length());
            extent.file().read(bytes, extent.offset());
            octets.writeBytes(bytes.array());
            assertEquals(bytes.slice(bytes.limit() - 2, 2), extent.end(2));
            how.append('S');
        }
    }

    private static String how(Stored stored, int from, int to) throws IOException {
        Taken taken = new Taken();
        stored.body.read(from, to - from, taken);
        assertArrayEquals(Arrays.copyOfRange(stored.octets, from, to), taken.octets.toByteArray());
        return taken.how.toString();
    }

    private static String how(Stored stored) throws IOException {
        return how(stored, 0, stored.octets.length);
    }

    @Test
    void whatHasJustBeenStoredIsSentUnlessItIsSmall() throws IOException {
        assertEquals("R", how(store(LEAST - 1)));
        assertEquals("S", how(store(LEAST)));
        assertEquals("S", how(store(300_000)));
        assertEquals("SS", how(store(1 << 20, LEAST)));
        assertEquals("SR", how(store(1 << 20, LEAST - 1)));
    }

    @Test
    void soIsAPieceUnlessItIsSmall() throws IOException {
        Stored stored = store(1 << 20, 500_000);
        assertEquals("S", how(stored, 5, 5 + LEAST));
        assertEquals("R", how(stored, 5, 4 + LEAST));
        assertEquals("RS", how(stored, (1 << 20) - 7, (1 << 20) + LEAST));
    }

    /** Whether it was written or read. */
    @ParameterizedTest
    @CsvSource({"100000, R", "300000, RRR"})
    void afterAMinuteItIsReadAndIsThenSentAgain(int length, String read) throws IOException {
        Stored stored = store(length);
        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(MINUTE);
            assertEquals(read, how(stored));
            nanos.addAndGet(MINUTE / 3);
            assertEquals("S", how(stored), "is no new look at it");
        }
    }

    /** A piece is checked with the whole record. */
    @ParameterizedTest
    @CsvSource({"100000, R", "500000, RR"})
    void aPieceOfItAsWell(int length, String read) throws IOException {
        Stored stored = store(length);
        nanos.addAndGet(MINUTE);
        assertEquals(read, how(stored, 1, Math.min(length, 140_000)));
        assertEquals("S", how(stored));
    }

    @Test
    void whoOnlyTakesSlicesGetsThem() throws IOException {
        Stored stored = store(300_000);
        StringBuilder how = new StringBuilder();
        stored.body.read(0, 300_000, slice -> how.append(slice.remaining()).append(' '));
        assertEquals("131072 131072 37856 ", how.toString());
    }

    @ParameterizedTest
    @CsvSource({"100000, ''", "300000, RR"})
    void whatTheDiskHasSpoiltMeanwhileIsNotSent(int length, String before) throws IOException {
        Stored stored = store(length);
        nanos.addAndGet(MINUTE);
        try (Disk.DiskFile file = disk.open(SegmentHeader.name(1))) {
            file.write(ByteBuffer.wrap(new byte[100]), SegmentHeader.BYTES + length - 1000);
        }
        Taken taken = new Taken();
        assertThrows(DamagedRecord.class, () -> stored.body.read(0, length, taken));
        assertEquals(before, taken.how.toString());
        assertThrows(DamagedRecord.class, () -> stored.body.read(5, 60_000, taken));
        assertEquals(before, taken.how.toString());
    }

    /** What a cleaner has put in its place is another file. */
    @Test
    void whoHasLeasedItSendsFromTheFileThatWasReplaced() throws IOException {
        Stored stored = store(300_000);
        List<Extent.Lease> leases = new ArrayList<>();
        List<FileChannel> files = new ArrayList<>();
        stored.body.read(0, 300_000, new Octets.Sink() {
            @Override
            public void accept(ByteBuffer slice) {
                throw new AssertionError("read");
            }

            @Override
            public boolean sends() {
                return true;
            }

            @Override
            public void accept(Extent extent) {
                leases.add(extent.lease());
                leases.add(extent.lease());
                files.add(extent.file());
            }
        });
        tail.roll(tail.reserve());
        segments.replaced(1);
        assertEquals("RRR", how(stored));
        assertEquals("S", how(stored));
        leases.getFirst().close();
        assertTrue(files.getFirst().isOpen());
        leases.getLast().close();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (files.getFirst().isOpen()) {
                Thread.onSpinWait();
            }
        });
    }
}
