package waypost.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An ext4 file system in a file, mounted where a node keeps its mail: it can fill up, and become read-only under the node as after a disk error. */
final class LoopDisk implements AutoCloseable {
    private static final long BYTES = 1L << 30;

    /** What the file system needs itself; less than a node's reserve. */
    private static final long LEFT = 16 << 20;

    private final Path image;
    private final Path mounted;

    private LoopDisk(Path image, Path mounted) {
        this.image = image;
        this.mounted = mounted;
    }

    /** Empty where this user may not mount. */
    static Optional<LoopDisk> mount(Path image, Path at) throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), BYTES - 1);
        }
        Files.createDirectories(at);
        boolean there = run(image, "mkfs.ext4", "-q", "-F", "-m", "0", image.toString()) == 0
                && run(image, "mount", "-o", "loop", image.toString(), at.toString()) == 0;
        return there ? Optional.of(new LoopDisk(image, at)) : Optional.empty();
    }

    /** Its status. */
    private static int run(Path image, String... command) throws IOException, InterruptedException {
        List<String> whole =
                new ArrayList<>(List.of("env", "LC_ALL=C", "PATH=/usr/sbin:/sbin:" + System.getenv("PATH")));
        whole.addAll(List.of(command));
        return Tool.end(image.resolveSibling("."), whole.toArray(String[]::new)).status();
    }

    private void must(String... command) throws IOException, InterruptedException {
        if (run(image, command) != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /** As the kernel does after an error: nothing can be written any more, what is there can be read. */
    void becomeReadOnly() throws IOException, InterruptedException {
        must("mount", "-o", "remount,abort", mounted.toString());
    }

    /** Repaired, and written to again. Nobody may use it meanwhile. */
    void repair() throws IOException, InterruptedException {
        must("umount", mounted.toString());
        run(image, "e2fsck", "-fy", image.toString()); // 1 where it had something to repair
        must("mount", "-o", "loop", image.toString(), mounted.toString());
    }

    /** Somebody else takes nearly all space there is. */
    void fill() throws IOException, InterruptedException {
        long left = Files.getFileStore(mounted).getUsableSpace() - LEFT;
        must("fallocate", "-l", String.valueOf(left), filler().toString());
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return mounted.resolve("filler");
    }

    @Override
    public void close() {
        try {
            must("umount", mounted.toString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
