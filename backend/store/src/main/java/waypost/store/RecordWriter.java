package waypost.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the fields of records one after the other into a growing array. One thread. */
final class RecordWriter {
    private byte[] bytes = new byte[256];
    private int length;

    void octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Seven bits an octet, low ones first, the eighth bit says that more follow. Negative values take ten. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void fixed64(long value) {
        reserve(8);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += 8;
    }

    void fixed32(int value) {
        reserve(4);
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += 4;
    }

    void octets(byte[] value) {
        number(value.length);
        raw(value);
    }

    /** Without its length. */
    void raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void text(String value) {
        octets(value.getBytes(StandardCharsets.UTF_8));
    }

    void texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
