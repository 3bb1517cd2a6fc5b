package waypost.protocol.link;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes the fields of a message. After the first that is missing or wrong all are empty, and {@link #sound} says so. */
final class FieldReader {
    private final ByteBuffer bytes;
    private boolean sound = true;

    FieldReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean sound() {
        return sound;
    }

    /** Notes that a value was read which cannot be. */
    void wrong() {
        sound = false;
    }

    int octet() {
        return has(1) ? bytes.get() & 0xFF : 0;
    }

    long number() {
        return has(Long.BYTES) ? bytes.getLong() : 0;
    }

    String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(run()).toString();
        } catch (CharacterCodingException notUtf8) {
            sound = false;
            return "";
        }
    }

    /** With their length in front, as a text has it. */
    ByteBuffer octets() {
        ByteBuffer run = run();
        return ByteBuffer.allocate(run.remaining()).put(run).flip();
    }

    FieldReader block() {
        return new FieldReader(run());
    }

    private ByteBuffer run() {
        int length = has(2) ? bytes.getShort() & 0xFFFF : 0;
        if (!has(length)) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer run = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return run;
    }

    private boolean has(int length) {
        sound = sound && bytes.remaining() >= length;
        return sound;
    }
}
