package waypost.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something made of files, and made again when they have changed. What is in use of the former stays as it is. Any thread. */
final class FromFiles<T> {
    private final List<Path> files;
    private final Making<T> making;
    private List<Optional<Stamp>> seen;
    private volatile T made;

    /** How it is made. */
    interface Making<T> {
        T make() throws IOException;
    }

    /** Enough of a file to see that it is another, or has other content. */
    private record Stamp(FileTime modified, long size, String key) {
        static Optional<Stamp> of(Path file) {
            try {
                BasicFileAttributes present = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(
                        new Stamp(present.lastModifiedTime(), present.size(), String.valueOf(present.fileKey())));
            } catch (IOException missing) {
                return Optional.empty();
            }
        }
    }

    FromFiles(List<Path> files, Making<T> making) throws IOException {
        this.files = List.copyOf(files);
        this.making = making;
        this.seen = stamps();
        this.made = making.make();
    }

    T present() {
        return made;
    }

    /**
     * Makes it again if a file has changed since the last try. Blocks for the files.
     *
     * @return whether it was made again
     * @throws IOException if the files cannot be used; what was made before stays, and the files are tried again when they change again
     */
    synchronized boolean refresh() throws IOException {
        List<Optional<Stamp>> now = stamps();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        made = making.make();
        return true;
    }

    private List<Optional<Stamp>> stamps() {
        List<Optional<Stamp>> stamps = new ArrayList<>();
        files.forEach(file -> stamps.add(Stamp.of(file)));
        return stamps;
    }
}
