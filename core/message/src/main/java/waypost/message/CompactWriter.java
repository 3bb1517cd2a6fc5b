package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes variable-length numbers, texts and lists. What {@link CompactReader} reads. */
final class CompactWriter {
    private byte[] bytes = new byte[512];
    private int length;

    /** Seven bits an octet, the lowest first; the number is not negative. */
    void number(long number) {
        reserve(10);
        long rest = number;
        while (rest > 0x7F) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void text(String text) {
        byte[] octets = text.getBytes(ISO_8859_1);
        number(octets.length);
        reserve(octets.length);
        System.arraycopy(octets, 0, bytes, length, octets.length);
        length += octets.length;
    }

    void optional(Optional<String> text) {
        number(text.isPresent() ? 1 : 0);
        text.ifPresent(this::text);
    }

    <T> void list(List<T> list, Consumer<T> each) {
        number(list.size());
        list.forEach(each);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
