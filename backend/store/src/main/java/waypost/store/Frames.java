package waypost.store;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Frames of zstd (RFC 8878), each of so many octets of a file, but the last one, and behind them a table: of each its length (4) and the CRC32C of
 * how it is stored (4). Then the number of frames (4), the CRC32C of table and number (4), and a mark (8). Octets that have been spoilt never come to the decoder.
 */
final class Frames {
    static final int OCTETS = 64 << 10;
    private static final int ROW = 8;
    private static final int TRAILER = 16;
    private static final long MAGIC = 0x57_41_59_50_4f_53_54_5aL; // WAYPOSTZ

    private Frames() {}

    /** Writes frames one after the other. One thread. */
    static final class Writer {
        private final Disk.DiskFile file;
        private final ZstdCompressor compressor = new ZstdCompressor();
        private final byte[] plain = new byte[OCTETS];
        private final byte[] packed = new byte[compressor.maxCompressedLength(OCTETS)];
        private final RecordWriter table = new RecordWriter();
        private long end;
        private int count;

        /** @param begin where in the file */
        Writer(Disk.DiskFile file, long begin) {
            this.file = file;
            this.end = begin;
        }

        /** All that is in the buffer; only the last time may it end inside a frame. */
        void write(ByteBuffer octets) throws IOException {
            while (octets.hasRemaining()) {
                int length = Math.min(octets.remaining(), OCTETS);
                octets.get(plain, 0, length);
                int stored = compressor.compress(plain, 0, length, packed, 0, packed.length);
                file.write(ByteBuffer.wrap(packed, 0, stored), end);
                end += stored;
                table.fixed32(stored);
                table.fixed32(crc(packed, 0, stored));
                count++;
            }
        }

        void finish() throws IOException {
            table.fixed32(count);
            byte[] rows = table.bytes();
            table.fixed32(crc(rows, 0, rows.length));
            table.fixed64(MAGIC);
            file.write(ByteBuffer.wrap(table.bytes()), end);
        }
    }

    /** How large the octets would be, in percent of what they are. */
    static int percent(byte[] octets, int length) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(length)];
        return compressor.compress(octets, 0, length, packed, 0, packed.length) * 100 / length;
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
    static final class Reader {
        private final ZstdDecompressor decompressor = new ZstdDecompressor();
        private byte[] packed = new byte[OCTETS];

        /** Fills the octets with the frame; false when it is not what was written. */
        boolean read(Disk.DiskFile file, Table table, int frame, byte[] octets) throws IOException {
            int stored = (int) (table.offsets()[frame + 1] - table.offsets()[frame]);
            if (packed.length < stored) {
                packed = new byte[stored];
            }
            ByteBuffer target = ByteBuffer.wrap(packed, 0, stored);
            file.read(target, table.offsets()[frame]);
            if (target.hasRemaining() || crc(packed, 0, stored) != table.sums()[frame]) {
                return false;
            }
            try {
                decompressor.decompress(packed, 0, stored, octets, 0, octets.length);
                return true;
            } catch (MalformedInputException malformed) {
                return false;
            }
        }
    }

    private static int crc(byte[] octets, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(octets, from, length);
        return (int) sum.getValue();
    }
}
