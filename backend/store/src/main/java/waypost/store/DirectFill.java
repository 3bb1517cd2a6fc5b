package waypost.store;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Fills a new file with zeros past the page cache: the writer of a journal would otherwise wait behind 64 MiB that the system writes back at its own
 * pace.
 */
final class DirectFill {
    private static final int STEP = 1 << 20;

    private DirectFill() {}

    /** Whether it could be done; if not, there is no file. Its length is durable only when it is forced. */
    static boolean fill(Path path, FileStore store, int bytes) throws IOException {
        try {
            int block = Math.toIntExact(store.getBlockSize());
            if (bytes % block != 0 || STEP % block != 0) {
                return false;
            }
            write(path, bytes, ByteBuffer.allocateDirect(STEP + block).alignedSlice(block));
            return true;
        } catch (UnsupportedOperationException | IOException refused) {
            // Some file systems have no direct writes; a full disk will say so again to whoever fills the file
            // otherwise.
            Files.deleteIfExists(path);
            return false;
        }
    }

    private static void write(Path path, int bytes, ByteBuffer zeros) throws IOException {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
            for (long at = 0; at < bytes; ) {
                zeros.clear().limit((int) Math.min(STEP, bytes - at));
                at += file.write(zeros, at);
            }
        }
    }
}
