package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of the file system. */
public final class FileDisk implements Disk {
    /** Of folders: what lies in them is mail. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileStore store;

    private FileDisk(Path folder, FileStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** For the log. */
    @Override
    public String toString() {
        return folder.toString();
    }

    /** Makes the folder where it is missing, durably, for nobody else to look into. */
    public static FileDisk at(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        createDurably(whole);
        return new FileDisk(whole, Files.getFileStore(whole));
    }

    private static void createDurably(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        createDurably(parent);
        try {
            Files.createDirectory(folder, OWNER_ONLY);
        } catch (FileAlreadyExistsException made) {
            if (!Files.isDirectory(folder)) {
                throw made;
            } // by another volume, which is opened at the same time
        }
        forceFolder(parent);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new OpenFile(FileChannel.open(
                folder.resolve(name),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile createZeros(String name, int bytes) throws IOException {
        if (!DirectFill.fill(folder.resolve(name), store, bytes)) {
            return Disk.super.createZeros(name, bytes);
        }
        DiskFile file = open(name);
        try {
            file.force();
            return file;
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new OpenFile(FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void force() throws IOException {
        forceFolder(folder);
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Instant modified(String name) throws IOException {
        return Files.getLastModifiedTime(folder.resolve(name)).toInstant();
    }

    @Override
    public Space space() throws IOException {
        return new Space(store.getUsableSpace(), store.getTotalSpace());
    }

    @Override
    public Closeable lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            FolderInUse inUse = new FolderInUse(folder);
            inUse.initCause(e);
            channel.close();
            throw inUse;
        }
        channel.close();
        throw new FolderInUse(folder);
    }

    private record OpenFile(FileChannel file) implements DiskFile {
        @Override
        public Optional<FileChannel> channel() {
            return Optional.of(file);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer target, long offset) throws IOException {
            long from = offset;
            while (target.hasRemaining()) {
                int count = file.read(target, from);
                if (count < 0) {
                    return;
                }
                from += count;
            }
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            long to = offset;
            while (source.hasRemaining()) {
                to += file.write(source, to);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        /** The length needs no metadata sync of its own: fdatasync writes what is needed to read the bytes back, the length included. */
        @Override
        public void force() throws IOException {
            file.force(false);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
