package waypost.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of a RocksDB database that nobody has open. */
final class RocksFiles {
    /** Never written to again: two databases may have it. */
    private static final String IMMUTABLE = ".sst";

    private RocksFiles() {}

    /** Makes the folder one with the files of the other and no more, durably; the other stays as it is. */
    static void replace(Path folder, Path by) throws IOException {
        ClosedVolume.delete(folder);
        FileDisk.at(folder);
        for (Path file : list(by)) {
            Path name = folder.resolve(file.getFileName());
            if (!file.toString().endsWith(IMMUTABLE) || !link(name, file)) {
                Files.copy(file, name);
                force(name);
            }
        }
        FileDisk.at(folder).force();
    }

    private static boolean link(Path name, Path file) throws IOException {
        try {
            Files.createLink(name, file);
            return true;
        } catch (UnsupportedOperationException | FileSystemException elsewhere) {
            return false;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
