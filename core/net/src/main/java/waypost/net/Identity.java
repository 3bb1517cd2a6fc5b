package waypost.net;

import java.nio.file.Path;
import java.util.List;

/** A certificate with its chain, and its private key, as PEM files; both may be in one file. */
public record Identity(Path certificate, Path key) {
    List<Path> files() {
        return List.of(certificate, key);
    }
}
