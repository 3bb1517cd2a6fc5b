package waypost.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of the file system. */
public final class FolderShelf implements Shelf {
    /** What lies in it is mail. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    /** @param folder is made when something is put into it */
    public FolderShelf(Path folder) {
        this.folder = folder;
    }

    /** Where a name is. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    @Override
    public List<String> list(String name) throws IOException {
        if (!Files.isDirectory(path(name))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void make(String name) throws IOException {
        createDurably(path(name).toAbsolutePath().normalize());
    }

    private static void createDurably(Path made) throws IOException {
        Path parent = made.getParent();
        if (Files.isDirectory(made) || parent == null) {
            return;
        }
        createDurably(parent);
        Files.createDirectory(made, OWNER_ONLY);
        forceFolder(parent);
    }

    @Override
    public Sink create(String file) throws IOException {
        return new OpenSink(FileChannel.open(path(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public InputStream read(String file) throws IOException {
        return Files.newInputStream(path(file));
    }

    @Override
    public boolean link(String file, String name) throws IOException {
        try {
            Files.createLink(path(name), path(file));
            return true;
        } catch (UnsupportedOperationException | FileSystemException impossible) {
            return false;
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void force(String name) throws IOException {
        forceFolder(path(name));
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(path(name))) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private record OpenSink(FileChannel channel) implements Sink {
        @Override
        public void write(ByteBuffer octets) throws IOException {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
