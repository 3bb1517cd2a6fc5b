package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files in frames: each range is as it was, and costs the frames it lies in. */
final class FramedFileTest {
    private static final int SIZE = SegmentHeader.BYTES + 5 * Frames.OCTETS + 77;

    private final byte[] content = new byte[SIZE];
    private ForgetfulDisk disk;
    private FramedFile framed;

    @BeforeEach
    void write() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < SIZE; i++) {
            content[i] = (byte) ('a' + random.nextInt(6));
        }
        disk = new ForgetfulDisk(1, 1 << 30);
        Disk.DiskFile file = disk.create("f");
        file.write(ByteBuffer.wrap(content, 0, SegmentHeader.BYTES), 0);
        Frames.Writer writer = new Frames.Writer(file, SegmentHeader.BYTES);
        writer.write(ByteBuffer.wrap(content, SegmentHeader.BYTES, 4 * Frames.OCTETS));
        writer.write(ByteBuffer.wrap(content, SegmentHeader.BYTES + 4 * Frames.OCTETS, Frames.OCTETS + 77));
        writer.finish();
        framed = FramedFile.open(file, "f", SIZE);
    }

    private byte[] read(int offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        framed.read(target, offset);
        return Arrays.copyOf(target.array(), target.position());
    }

    private byte[] expected(int offset, int length) {
        return Arrays.copyOfRange(content, offset, Math.min(SIZE, offset + length));
    }

    @Test
    void eachRangeIsAsItWas() throws IOException {
        assertEquals(SIZE, framed.size());
        int[] edges = {0, 1, 4095, 4096, 4097, 4096 + Frames.OCTETS, 4095 + 2 * Frames.OCTETS, SIZE - 78, SIZE - 1};
        for (int edge : edges) {
            for (int length : new int[] {0, 1, 2, 100, Frames.OCTETS, Frames.OCTETS + 1, SIZE}) {
                assertEquals(ByteBuffer.wrap(expected(edge, length)), ByteBuffer.wrap(read(edge, length)));
            }
        }
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(SIZE);
            int length = random.nextInt(3 * Frames.OCTETS);
            assertEquals(ByteBuffer.wrap(expected(from, length)), ByteBuffer.wrap(read(from, length)));
        }
        try (Disk.DiskFile file = disk.open("f")) {
            assertTrue(file.size() < SIZE / 2, "size " + file.size());
        }
    }

    @Test
    void onlyTheFramesOfARangeAreRead() throws IOException {
        long before = disk.calls();
        read(SegmentHeader.BYTES + 2 * Frames.OCTETS + 10, 100);
        assertEquals(1, disk.calls() - before);
        read(SegmentHeader.BYTES + 2 * Frames.OCTETS + 110, 5000);
        assertEquals(1, disk.calls() - before, "it was decoded a moment ago");
        read(SegmentHeader.BYTES + 3 * Frames.OCTETS - 1, 2);
        assertEquals(2, disk.calls() - before);
    }

    @Test
    void aBrokenFrameReadsAsZerosAndTheOthersAreWhole() throws IOException {
        spoil(SegmentHeader.BYTES + 100);
        assertEquals(ByteBuffer.allocate(50), ByteBuffer.wrap(read(SegmentHeader.BYTES + 5, 50)));
        int second = SegmentHeader.BYTES + Frames.OCTETS;
        assertEquals(ByteBuffer.wrap(expected(second, 500)), ByteBuffer.wrap(read(second, 500)));
    }

    @Test
    void aBrokenTableIsDamage() throws IOException {
        try (Disk.DiskFile file = disk.open("f")) {
            for (int back : new int[] {1, 9, 13, 17, 40}) {
                long at = file.size() - back;
                spoil(at);
                assertThrows(JournalDamaged.class, () -> FramedFile.open(file, "f", SIZE));
                spoil(at);
            }
            FramedFile.open(file, "f", SIZE);
        }
    }

    private void spoil(long at) throws IOException {
        try (Disk.DiskFile file = disk.open("f")) {
            ByteBuffer octet = ByteBuffer.allocate(1);
            file.read(octet, at);
            file.write(octet.put(0, (byte) ~octet.get(0)).flip(), at);
        }
    }
}
