package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the bytes of a message are, without the trace lines that an item puts before them. Before the commit that brings them is applied, parts of
 * the same change are named by their ordinal (entry 0, which no journal has).
 *
 * @param dotLines whether some line begins with a dot, so that POP3 has to stuff it
 */
record StoredBody(List<BodyPart> parts, long length, int crc, boolean dotLines) {
    StoredBody {
        parts = List.copyOf(parts);
    }

    static Position ordinal(int ordinal) {
        return new Position(0, ordinal);
    }

    /** Identity of the body for ever; an empty one has none. */
    Optional<Position> id() {
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts.getFirst().position());
    }

    /** With the ordinals replaced by positions. */
    StoredBody resolve(Position operation) {
        if (resolved()) {
            return this;
        }
        List<BodyPart> there = new ArrayList<>();
        for (BodyPart part : parts) {
            boolean relative = part.position().entry() == 0;
            there.add(relative ? new BodyPart(operation.body(part.position().record()), part.length()) : part);
        }
        return new StoredBody(there, length, crc, dotLines);
    }

    /** Whether it has the same octets, wherever they are. */
    boolean alike(StoredBody other) {
        return length == other.length && crc == other.crc && dotLines == other.dotLines;
    }

    boolean resolved() {
        return parts.stream().noneMatch(part -> part.position().entry() == 0);
    }

    void write(RecordWriter out) {
        out.number(length);
        out.fixed32(crc);
        out.octet(dotLines ? 1 : 0);
        BodyPart.write(out, parts);
    }

    static StoredBody read(RecordReader in) throws RecordReader.Malformed {
        long length = in.number();
        int crc = in.fixed32();
        boolean dotLines = in.octet() == 1;
        return new StoredBody(BodyPart.read(in), length, crc, dotLines);
    }
}
