package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The next segment file between who fills it and who takes it, whatever the order of their steps. */
final class SegmentSpareTest {
    private static final int BYTES = 8 << 10;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ForgetfulDisk disk = new ForgetfulDisk(1, 1 << 20);

    /** Two rolls, or a disk that was full, leave a fill queued that runs after the file was taken. */
    @Test
    void aFileThatWasTakenIsLeftAlone() throws IOException {
        JournalIdentity identity =
                JournalIdentity.fresh(new SplittableRandom(1)).next();
        Segments segments = new Segments(disk, identity);
        SegmentSpare spare = new SegmentSpare(disk, BYTES);
        SegmentTail tail = SegmentTail.begin(segments, spare);
        tail.append(bytes("one"));
        Disk.DiskFile next = tail.reserve();
        assertFalse(spare.wanted());
        spare.prepare();
        tail.roll(next);
        tail.append(bytes("two"));
        assertTrue(spare.wanted());
        spare.prepare();
        Disk.DiskFile found = disk.open(SegmentHeader.name(2));
        assertEquals(2, SegmentHeader.read(found, identity, 2).first());
        ByteBuffer group = ByteBuffer.allocate(3);
        found.read(group, SegmentHeader.BYTES);
        assertEquals(bytes("two"), group.flip());
    }

    private static ByteBuffer bytes(String group) {
        return ByteBuffer.wrap(group.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whileAFileIsFilledOnlyItsTakerWaits() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SegmentSpare spare = new SegmentSpare(new SlowDisk(disk, began, goOn), BYTES);
        Thread filler = start(() -> {
            spare.prepare();
            return true;
        });
        began.await();
        FutureTask<Disk.DiskFile> taken = new FutureTask<>(spare::take);
        Thread taker = Thread.ofPlatform().start(taken);
        assertTimeoutPreemptively(LONG, () -> {
            assertFalse(spare.wanted());
            spare.prepare();
        });
        goOn.countDown();
        filler.join();
        taker.join();
        assertEquals(BYTES, taken.get().size());
        assertEquals(List.of(SegmentSpare.FILE), disk.list());
    }

    private static Thread start(Callable<Boolean> task) {
        return Thread.ofPlatform().start(new FutureTask<>(task));
    }

    @Test
    void whatFailedIsTriedAgainOnlyByWhoNeedsIt() throws IOException {
        ForgetfulDisk full = new ForgetfulDisk(1, BYTES - 1);
        SegmentSpare spare = new SegmentSpare(full, BYTES);
        assertThrows(IOException.class, spare::prepare);
        assertFalse(spare.wanted());
        long before = full.calls();
        spare.prepare();
        assertEquals(before, full.calls());
        assertThrows(IOException.class, spare::take);
        assertEquals(before + 1, full.calls(), "it asks for the space and does not take what is left");
    }

    @Test
    void afterAFailureTheTakerFillsAndTheFillerIsWantedAgain() throws IOException {
        SegmentSpare spare = new SegmentSpare(disk, BYTES);
        disk.failAt(4, ForgetfulDisk.Fault.IO_ERROR);
        assertThrows(IOException.class, spare::prepare);
        assertEquals(List.of(), disk.list());
        assertEquals(BYTES, spare.take().size());
        assertFalse(spare.wanted());
        spare.rename("taken");
        assertTrue(spare.wanted());
    }

    /** Begins to fill a file, says so, and ends when it is told to. */
    private record SlowDisk(Disk disk, CountDownLatch began, CountDownLatch goOn) implements Disk {
        @Override
        public DiskFile createZeros(String name, int bytes) throws IOException {
            began.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return disk.createZeros(name, bytes);
        }

        @Override
        public DiskFile create(String name) throws IOException {
            return disk.create(name);
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return disk.open(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(name);
        }

        @Override
        public List<String> list() throws IOException {
            return disk.list();
        }

        @Override
        public void force() throws IOException {
            disk.force();
        }

        @Override
        public Instant modified(String name) throws IOException {
            return disk.modified(name);
        }

        @Override
        public Space space() throws IOException {
            return disk.space();
        }

        @Override
        public Closeable lock() throws IOException {
            return disk.lock();
        }
    }
}
