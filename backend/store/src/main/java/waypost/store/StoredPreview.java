package waypost.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** How the index spells a preview: a version, then the text in UTF-8. One of another version is made again. */
final class StoredPreview {
    private static final byte VERSION = 1;

    private StoredPreview() {}

    static byte[] bytes(String preview) {
        byte[] text = preview.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[1 + text.length];
        bytes[0] = VERSION;
        System.arraycopy(text, 0, bytes, 1, text.length);
        return bytes;
    }

    static Optional<String> text(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == VERSION
                ? Optional.of(new String(Arrays.copyOfRange(bytes, 1, bytes.length), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
