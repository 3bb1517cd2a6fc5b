package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a volume that is not open anywhere, claimed for as long as this is not closed. One thread. */
final class ClosedVolume implements Closeable {
    private final VolumeSpec spec;
    private final Closeable lock;

    private ClosedVolume(VolumeSpec spec, Closeable lock) {
        this.spec = spec;
        this.lock = lock;
    }

    /** Whether the folder looks like a volume's. */
    static boolean exists(VolumeSpec spec) {
        return Files.exists(spec.folder().resolve(VolumeLabel.FILE));
    }

    /** Fails with {@link FolderInUse} when somebody has it open. Refuses one of a newer format: nothing of it is understood for certain. */
    static ClosedVolume claim(VolumeSpec spec) throws IOException {
        ClosedVolume volume = new ClosedVolume(spec, FileDisk.at(spec.folder()).lock());
        try {
            volume.label().known(VolumeLabel.FORMAT);
            return volume;
        } catch (IOException | RuntimeException refused) {
            volume.close();
            throw refused;
        }
    }

    VolumeLabel label() throws IOException {
        return VolumeLabel.read(FileDisk.at(spec.folder()));
    }

    Disk journal() throws IOException {
        return FileDisk.at(folder("journal"));
    }

    Path folder(String name) {
        return spec.folder().resolve(name);
    }

    /** Puts the folder of files into the place of another, which is thrown away. */
    void replace(String name, String by) throws IOException {
        String old = name + ".old";
        delete(old);
        if (Files.exists(folder(name))) {
            Files.move(folder(name), folder(old));
        }
        Files.move(folder(by), folder(name));
        FileDisk.at(spec.folder()).force();
        delete(old);
    }

    /** Deletes a folder of this volume with all that is in it. */
    void delete(String name) throws IOException {
        delete(folder(name));
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> below = Files.walk(folder)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
