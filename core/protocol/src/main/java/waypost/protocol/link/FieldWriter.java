package waypost.protocol.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Appends the fields of a message, big-endian. */
final class FieldWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

    FieldWriter octet(int value) {
        bytes.write(value);
        return this;
    }

    FieldWriter number(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    /** With its length in front, 16 bit. */
    FieldWriter text(String value) {
        return run(value.getBytes(StandardCharsets.UTF_8));
    }

    /** With their length in front, as a text has it. */
    FieldWriter octets(ByteBuffer octets) {
        byte[] run = new byte[octets.remaining()];
        octets.duplicate().get(run);
        return run(run);
    }

    /** Fields that may grow in later releases without shifting what follows. */
    FieldWriter block(FieldWriter fields) {
        return run(fields.bytes.toByteArray());
    }

    private FieldWriter run(byte[] octets) {
        if (octets.length > 0xFFFF) {
            throw new IllegalArgumentException("field of " + octets.length + " octets");
        }
        bytes.write(octets.length >>> 8);
        bytes.write(octets.length);
        bytes.writeBytes(octets);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
