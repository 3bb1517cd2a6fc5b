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
        ByteBuffer slice = slices.take();
        try {
            new Reading(segment, part, slice).read(from, to, sink);
        } finally {
            slices.giveBack(slice);
            segments.release(segment);
        }
    }

    /** Reading from one record. */
    private record Reading(Segment segment, BodyPart part, ByteBuffer slice) {
        void read(int from, int to, Sink sink) throws IOException {
            Segment.Place place = place();
            boolean whole = to - from == part.length();
            if (!whole) {
                requireSound(place);
            }
            long begin = place.offset() + place.head().offset(record());
            CRC32C sum = new CRC32C();
            for (int at = from; at < to; at += Slices.BYTES) {
                slice.clear().limit(Math.min(Slices.BYTES, to - at));
                segment.file().read(slice, begin + at);
                if (slice.hasRemaining()) {
                    throw damaged("the file ends in it");
                }
                sum.update(slice.flip().duplicate());
                if (whole && at + Slices.BYTES >= to) {
                    require((int) sum.getValue() == place.head().crc(record()));
                }
                sink.accept(slice.asReadOnlyBuffer());
            }
        }

        private Segment.Place place() throws IOException {
            Segment.Place place = segment.find(part.position());
            if (place.head().length(record()) != part.length()) {
                throw damaged("length " + place.head().length(record()));
            }
            return place;
        }

        /** There is one checksum for all of the record: before a piece of it is given away, all is read, once. */
        private void requireSound(Segment.Place place) throws IOException {
            if (!segment.knownSound(part.position())) {
                require(new GroupCheck(segment.file(), slice).whole(place.head(), place.offset(), record()));
            }
        }

        private void require(boolean sound) throws DamagedRecord {
            if (!sound) {
                throw damaged("wrong CRC32C");
            }
            segment.sound(part.position());
        }

        private int record() {
            return part.position().record();
        }

        private DamagedRecord damaged(String what) {
            return new DamagedRecord(part.position(), segment.name(), what);
        }
    }
}
