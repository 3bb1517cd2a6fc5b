package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A record that holds a body, or a part of one or of an operation. */
public record BodyPart(Position position, int length) {
    private static final int MOST = 1 << 16;

    public BodyPart {
        if (length < 0 || length > Journal.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("length " + length);
        }
    }

    /** Its length as the index keeps it. */
    byte[] lengthOctets() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    static int length(byte[] octets) {
        return ByteBuffer.wrap(octets).getInt();
    }

    static void write(RecordWriter out, List<BodyPart> parts) {
        out.number(parts.size());
        for (BodyPart part : parts) {
            out.number(part.position.entry());
            out.number(part.position.record());
            out.number(part.length);
        }
    }

    static List<BodyPart> read(RecordReader in) throws RecordReader.Malformed {
        int count = in.size(MOST);
        List<BodyPart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long entry = in.number();
            if (entry < 0) {
                throw new RecordReader.Malformed("entry " + entry);
            }
            Position position = new Position(entry, in.number32());
            parts.add(new BodyPart(position, in.size(Journal.MAX_RECORD_BYTES)));
        }
        return parts;
    }
}
