package waypost.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link RecordWriter} wrote. Anything else ends in a {@link Malformed}, never in a large allocation. One thread. */
final class RecordReader {
    private final ByteBuffer bytes;

    RecordReader(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    /** Octets that were read. */
    int position() {
        return bytes.position();
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int octet() throws Malformed {
        need(1);
        return bytes.get() & 0xFF;
    }

    long number() throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0) {
                return value;
            }
        }
        throw new Malformed("number without end");
    }

    int size(int limit) throws Malformed {
        long value = number();
        if (value < 0 || value > limit) {
            throw new Malformed("size " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    int number32() throws Malformed {
        return size(Integer.MAX_VALUE);
    }

    long fixed64() throws Malformed {
        need(8);
        return bytes.getLong();
    }

    int fixed32() throws Malformed {
        need(4);
        return bytes.getInt();
    }

    byte[] octets() throws Malformed {
        byte[] value = new byte[length()];
        bytes.get(value);
        return value;
    }

    /** The next run of octets as a reader of its own. */
    RecordReader part() throws Malformed {
        int length = length();
        RecordReader part = new RecordReader(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
        return part;
    }

    String text() throws Malformed {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    List<String> texts() throws Malformed {
        int count = size(bytes.remaining());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return List.copyOf(texts);
    }

    /** The length of what follows, which must be there. */
    private int length() throws Malformed {
        int length = number32();
        need(length);
        return length;
    }

    private void need(int count) throws Malformed {
        if (bytes.remaining() < count) {
            throw new Malformed("ends too early");
        }
    }

    /** The bytes are not a record. Quiet: damage is reported, not traced. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }
}
