package waypost.protocol.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.message.Octets;
import waypost.protocol.imap.FetchItem.Partial;

/**
 * A decoded section, or the piece of it that was asked for, measured: in an answer its size goes ahead of it.
 *
 * @param nul whether some octet of it is NUL
 * @param kept octets of it that are in memory
 */
record DecodedText(Octets octets, boolean nul, int kept) {

    /**
     * Decodes once to measure. What lies beyond the end is cut off, as RFC 3501 §6.4.5 has it of BODY.
     *
     * @param room octets that may be kept in memory, so that a small text is not decoded again
     */
    static DecodedText of(DecodedSection section, Optional<Partial> partial, int room) throws IOException {
        long start = partial.map(Partial::offset).orElse(0L);
        Gauge gauge = new Gauge(room);
        section.read(start, partial.map(Partial::count).orElse(Long.MAX_VALUE), gauge);
        return gauge.length > room
                ? new DecodedText(new Piece(section, start, gauge.length), gauge.nul, 0)
                : new DecodedText(Octets.of(gauge.kept.toByteArray()), gauge.nul, (int) gauge.length);
    }

    long length() {
        return octets.length();
    }

    private record Piece(DecodedSection section, long start, long length) implements Octets {
        @Override
        public void read(long offset, long count, Sink sink) throws IOException {
            section.read(start + offset, count, sink);
        }
    }

    private static final class Gauge implements Octets.Sink {
        private final int room;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long length;
        private boolean nul;

        Gauge(int room) {
            this.room = room;
        }

        @Override
        public void accept(ByteBuffer slice) {
            length += slice.remaining();
            for (int at = slice.position(); at < slice.limit() && !nul; at++) {
                nul = slice.get(at) == 0;
            }
            if (length <= room) {
                byte[] copy = new byte[slice.remaining()];
                slice.get(copy);
                kept.writeBytes(copy);
            }
        }
    }
}
