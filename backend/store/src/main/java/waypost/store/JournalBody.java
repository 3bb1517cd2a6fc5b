package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;
import waypost.message.Octets;

/** Records of a journal as one run of bytes. Any thread. */
record JournalBody(Segments segments, Slices slices, List<BodyPart> parts) implements Octets {
    /** Direct buffers for reading. */
    static final class Slices {
        static final int BYTES = 128 << 10;
        private static final int KEPT = 64;

        private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

        ByteBuffer take() {
            ByteBuffer known = free.poll();
            return known == null ? ByteBuffer.allocateDirect(BYTES) : known.clear();
        }

        void giveBack(ByteBuffer slice) {
            if (free.size() < KEPT) {
                free.add(slice);
            }
        }
    }

    @Override
    public long length() {
        return parts.stream().mapToLong(BodyPart::length).sum();
    }

    @Override
    public void read(long offset, long length, Sink sink) throws IOException {
        Objects.checkFromIndexSize(offset, length, length());
        long begin = 0;
        for (BodyPart part : parts) {
            long from = Math.max(offset - begin, 0);
            long to = Math.min(offset + length - begin, part.length());
            if (from < to) {
                read(part, (int) from, (int) to, sink);
            }
            begin += part.length();
        }
    }

    private void read(BodyPart part, int from, int to, Sink sink) throws IOException {
        Segment segment = segments.lease(part.position().entry());
        try {
            Segment.Place place = segment.find(part.position());
            int record = part.position().record();
            if (place.head().length(record) != part.length()) {
                throw new DamagedRecord(
                        part.position(),
                        segment.name(),
                        "length " + place.head().length(record));
            }
            long begin = place.offset() + place.head().offset(record);
            boolean whole = to - from == part.length();
            int crc = place.head().crc(record);
            ByteBuffer slice = slices.take();
            try {
                CRC32C sum = new CRC32C();
                for (int at = from; at < to; at += Slices.BYTES) {
                    slice.clear().limit(Math.min(Slices.BYTES, to - at));
                    segment.file().read(slice, begin + at);
                    sum.update(slice.flip().duplicate());
                    if (whole && at + Slices.BYTES >= to && (int) sum.getValue() != crc) {
                        throw new DamagedRecord(part.position(), segment.name(), "wrong CRC32C");
                    }
                    sink.accept(slice.asReadOnlyBuffer());
                }
            } finally {
                slices.giveBack(slice);
            }
        } finally {
            segments.release(segment);
        }
    }
}
