package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes variable-length numbers, texts and lists. What {@link CompactReader} reads. */
final class CompactWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** Seven bits an octet, the lowest first; the number is not negative. */
    void number(long number) {
        long rest = number;
        while (rest > 0x7F) {
            out.write((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void text(String text) {
        number(text.length());
        out.writeBytes(text.getBytes(ISO_8859_1));
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
        return out.toByteArray();
    }
}
