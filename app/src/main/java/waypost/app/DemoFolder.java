package waypost.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a demo, which is its own while it runs: the file that marks it as a demo's is locked. */
final class DemoFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String MARK = "The demo's data. Removed by waypost demo --fresh.\n";

    private final Path path;
    private final FileChannel mark;

    private DemoFolder(Path path, FileChannel mark) {
        this.path = path;
        this.mark = mark;
    }

    /** @param fresh removes what an earlier demo left, and nothing else */
    static DemoFolder take(Path folder, boolean fresh) throws Complaint {
        try {
            Path mark = folder.resolve("waypost-demo");
            if (fresh) {
                refuseOthersData(folder, mark);
            }
            Files.createDirectories(folder, OWNER_ONLY);
            DemoFolder taken = new DemoFolder(folder, lock(folder, mark));
            if (fresh) {
                for (Path path : everything(folder, mark)) {
                    Files.delete(path);
                }
            }
            return taken;
        } catch (IOException failed) {
            throw Complaint.failed("The demo cannot write to " + folder + " (" + Reason.of(failed)
                    + "). Name another folder with --data.");
        }
    }

    private static FileChannel lock(Path folder, Path mark) throws IOException, Complaint {
        FileChannel channel = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                channel.write(ByteBuffer.wrap(MARK.getBytes(StandardCharsets.UTF_8)));
                return channel;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // in use, all the same
        }
        channel.close();
        throw Complaint.failed(
                "A demo is running on " + folder + ". Stop it first, or name another folder with --data.");
    }

    private static void refuseOthersData(Path folder, Path mark) throws IOException {
        if (Files.isDirectory(folder) && !Files.exists(mark)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException("it holds files that no demo made");
                }
            }
        }
    }

    private static List<Path> everything(Path folder, Path mark) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder) && !path.equals(mark))
                    .toList();
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws Complaint {
        try {
            mark.close();
        } catch (IOException failed) {
            throw Complaint.failed("The demo's folder cannot be left: " + Reason.of(failed));
        }
    }
}
