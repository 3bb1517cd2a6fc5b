package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;
import waypost.message.Octets;

/** Records of a journal as one run of bytes. Any thread. */
record JournalBody(Segments segments, Slices slices, KnownDamage damage, List<BodyPart> parts) implements Octets {
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
        damage.requireNone(parts);
        ByteBuffer slice = slices.take();
        try (SegmentLeases leases = new SegmentLeases(segments)) {
            for (Piece piece : pieces(offset, length, leases)) {
                new Reading(piece.segment(), piece.part(), slice).read(piece.from(), piece.to(), sink);
            }
        } finally {
            slices.giveBack(slice);
        }
    }

    /** What is wanted of a part. */
    private record Piece(Segment segment, BodyPart part, int from, int to) {}

    /** All are held before the first octet goes out: who reads may be slow, and what is still to come must not be cleaned meanwhile. */
    private List<Piece> pieces(long offset, long length, SegmentLeases leases) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        long begin = 0;
        for (BodyPart part : parts) {
            long from = Math.max(offset - begin, 0);
            long to = Math.min(offset + length - begin, part.length());
            if (from < to) {
                Segment segment = leases.lease(part.position().entry());
                pieces.add(new Piece(segment, part, (int) from, (int) to));
            }
            begin += part.length();
        }
        return pieces;
    }

    /** Reading from one record. There is one checksum for all of it. */
    private final class Reading {
        private final Segment segment;
        private final BodyPart part;
        private final ByteBuffer slice;

        Reading(Segment segment, BodyPart part, ByteBuffer slice) {
            this.segment = segment;
            this.part = part;
            this.slice = slice;
        }

        void read(int from, int to, Sink sink) throws IOException {
            Segment.Place place = place();
            long begin = place.offset() + place.head().offset(record());
            Optional<FileChannel> file = sink.sends() ? sendable(to - from) : Optional.empty();
            if (file.isPresent()) {
                sink.accept(new JournalExtent(segments, segment, file.get(), begin + from, to - from));
            } else if (part.length() <= Slices.BYTES) {
                require(GroupCheck.crc(fill(begin, part.length()))
                        == place.head().crc(record()));
                sound();
                sink.accept(slice.slice(from, to - from).asReadOnlyBuffer());
            } else if (to - from == part.length()) {
                whole(place, begin, sink);
            } else {
                requireSound(place);
                for (int at = from; at < to; at += Slices.BYTES) {
                    sink.accept(
                            fill(begin + at, Math.min(Slices.BYTES, to - at)).asReadOnlyBuffer());
                }
            }
        }

        /** The file from which so much may go out that nobody looks at. */
        private Optional<FileChannel> sendable(int octets) {
            return octets >= LatelyChecked.LEAST && segments.checked().has(segment, part.position())
                    ? segment.file().channel()
                    : Optional.empty();
        }

        private Segment.Place place() throws IOException {
            Segment.Place place = segment.find(part.position());
            if (place.head().length(record()) != part.length()) {
                throw damaged("length " + place.head().length(record()));
            }
            return place;
        }

        private void whole(Segment.Place place, long begin, Sink sink) throws IOException {
            CRC32C sum = new CRC32C();
            for (int at = 0; at < part.length(); at += Slices.BYTES) {
                sum.update(fill(begin + at, Math.min(Slices.BYTES, part.length() - at))
                        .duplicate());
                if (at + Slices.BYTES >= part.length()) {
                    require((int) sum.getValue() == place.head().crc(record()));
                    sound();
                }
                sink.accept(slice.asReadOnlyBuffer());
            }
        }

        /** Before a piece of a record is given away that does not fit into the slice, all is read, once. */
        private void requireSound(Segment.Place place) throws IOException {
            if (!segments.checked().has(segment, part.position())) {
                require(new GroupCheck(segment.file(), slice).whole(place.head(), place.offset(), record()));
                sound();
            }
        }

        private ByteBuffer fill(long offset, int length) throws IOException {
            segment.file().read(slice.clear().limit(length), offset);
            if (slice.hasRemaining()) {
                throw damaged("the file ends in it");
            }
            return slice.flip();
        }

        private void require(boolean sound) throws DamagedRecord {
            if (!sound) {
                throw damaged("wrong CRC32C");
            }
        }

        private void sound() {
            segments.checked().add(segment, part.position(), part.length());
        }

        private int record() {
            return part.position().record();
        }

        private DamagedRecord damaged(String what) {
            return damage.found(part.position(), segment.name(), what);
        }
    }
}
