package waypost.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Frames of zstd (RFC 8878), each of so many octets of a file, but the last one, and behind them a table: of each its length (4) and the CRC32C of
 * how it is stored (4). Then the number of frames (4), the CRC32C of table and number (4), and a mark (8). Octets that have been spoilt never come to the decoder.
 * Where the others refer to a dictionary, that is the first frame, and refers to none.
 */
final class Frames {
    static final int OCTETS = 64 << 10;
    private static final int LEVEL = 3;
    private static final int ROW = 8;
    private static final int TRAILER = 16;
    private static final long MAGIC = 0x57_41_59_50_4f_53_54_5aL; // WAYPOSTZ

    private Frames() {}

    /** Writes frames one after the other. One thread. */
    static final class Writer implements Packing {
        private final Disk.DiskFile file;
        private final ZstdCompressCtx packer = packer();
        private final SegmentHeader.Encoding encoding;
        private final byte[] plain = new byte[OCTETS];
        private final byte[] packed = new byte[(int) Zstd.compressBound(OCTETS)];
        private final RecordWriter table = new RecordWriter();
        private long end;
        private int count;

        /** @param begin where in the file */
        Writer(Disk.DiskFile file, long begin) {
            this.file = file;
            this.end = begin;
            this.encoding = SegmentHeader.Encoding.ZSTD;
        }

        Writer(Disk.DiskFile file, long begin, byte[] dictionary) throws IOException {
            this.file = file;
            this.end = begin;
            this.encoding = SegmentHeader.Encoding.TRAINED;
            write(ByteBuffer.wrap(dictionary));
            packer.loadDict(dictionary);
        }

        @Override
        public void write(ByteBuffer octets) throws IOException {
            while (octets.hasRemaining()) {
                int length = Math.min(octets.remaining(), OCTETS);
                octets.get(plain, 0, length);
                int stored = packer.compressByteArray(packed, 0, packed.length, plain, 0, length);
                file.write(ByteBuffer.wrap(packed, 0, stored), end);
                end += stored;
                table.fixed32(stored);
                table.fixed32(crc(packed, 0, stored));
                count++;
            }
        }

        @Override
        public SegmentHeader.Encoding finish() throws IOException {
            table.fixed32(count);
            byte[] rows = table.bytes();
            table.fixed32(crc(rows, 0, rows.length));
            table.fixed64(MAGIC);
            file.write(ByteBuffer.wrap(table.bytes()), end);
            return encoding;
        }

        @Override
        public void close() {
            packer.close();
        }
    }

    private static ZstdCompressCtx packer() {
        return new ZstdCompressCtx().setLevel(LEVEL);
    }

    /** So many octets and some more, which are no part of a frame. */
    static long whole(long octets) {
        return (octets / OCTETS + 1) * OCTETS;
    }

    /** How large the octets would be, in percent of what they are. */
    static int percent(byte[] octets, int length) {
        try (ZstdCompressCtx packer = packer()) {
            return (int) (packed(packer, octets, length) * 100 / length);
        }
    }

    /** Whether the octets take less with a dictionary, which counts. */
    static boolean saves(byte[] dictionary, byte[] octets, int length) {
        try (ZstdCompressCtx without = packer();
                ZstdCompressCtx with = packer().loadDict(dictionary)) {
            return packed(with, octets, length) + packed(without, dictionary, dictionary.length)
                    < packed(without, octets, length);
        }
    }

    private static long packed(ZstdCompressCtx packer, byte[] octets, int length) {
        byte[] packed = new byte[(int) Zstd.compressBound(OCTETS)];
        long sum = 0;
        for (int at = 0; at < length; at += OCTETS) {
            sum += packer.compressByteArray(packed, 0, packed.length, octets, at, Math.min(OCTETS, length - at));
        }
        return sum;
    }

    /** Where frames begin, the end of the last one behind them; and their sums. */
    record Table(long[] offsets, int[] sums) {
        static Table read(Disk.DiskFile file, long begin, String name) throws IOException {
            long size = file.size();
            ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
            file.read(trailer, size - TRAILER);
            int count = trailer.getInt(0);
            long length = (long) count * ROW + TRAILER;
            if (trailer.getLong(8) != MAGIC || count < 1 || begin + length > size) {
                throw new JournalDamaged(name + " has no table of frames");
            }
            ByteBuffer rows = ByteBuffer.allocate(count * ROW + Integer.BYTES);
            file.read(rows, size - length);
            if (crc(rows.array(), 0, rows.capacity()) != trailer.getInt(4)) {
                throw new JournalDamaged(name + " has a broken table of frames");
            }
            rows.flip();
            long[] offsets = new long[count + 1];
            int[] sums = new int[count];
            offsets[0] = begin;
            for (int i = 0; i < count; i++) {
                offsets[i + 1] = offsets[i] + rows.getInt();
                sums[i] = rows.getInt();
            }
            return new Table(offsets, sums);
        }
    }

    /** Reads frames. One thread. */
    static final class Reader implements Closeable {
        private final ZstdDecompressCtx unpacker = new ZstdDecompressCtx();
        private byte[] packed = new byte[OCTETS];

        /** Fills the octets with the frame; false when it is not what was written. */
        boolean read(Disk.DiskFile file, Table table, int frame, Optional<ZstdDictDecompress> dictionary, byte[] octets)
                throws IOException {
            int stored = (int) (table.offsets()[frame + 1] - table.offsets()[frame]);
            if (packed.length < stored) {
                packed = new byte[stored];
            }
            ByteBuffer target = ByteBuffer.wrap(packed, 0, stored);
            file.read(target, table.offsets()[frame]);
            if (target.hasRemaining() || crc(packed, 0, stored) != table.sums()[frame]) {
                return false;
            }
            unpacker.reset();
            dictionary.ifPresent(unpacker::loadDict);
            try {
                return unpacker.decompressByteArray(octets, 0, octets.length, packed, 0, stored) == octets.length;
            } catch (ZstdException malformed) {
                return false;
            }
        }

        @Override
        public void close() {
            unpacker.close();
        }
    }

    private static int crc(byte[] octets, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(octets, from, length);
        return (int) sum.getValue();
    }
}
