package waypost.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import waypost.identity.LogText;

/** A set of keys in a file, which may be replaced while the node runs. */
final class KeyFile {
    private KeyFile() {}

    static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(Web.LARGEST + 1);
            if (octets.length > Web.LARGEST) {
                throw new IOException("larger than " + Web.LARGEST + " octets: " + file);
            }
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    static Fetched fetch(Path file) {
        try {
            return new Fetched.Content(read(file));
        } catch (IOException unreadable) {
            return new Fetched.Failed(LogText.of(String.valueOf(unreadable)));
        }
    }
}
