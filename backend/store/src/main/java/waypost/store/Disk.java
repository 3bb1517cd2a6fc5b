package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One folder of files, as a journal needs it. Nothing survives a power loss before it is forced: the bytes and the length of a file by
 * {@link DiskFile#force}, creations, renames and deletions by {@link #force}.
 */
public interface Disk {
    /** Makes a file that must not exist. */
    DiskFile create(String name) throws IOException;

    /** Makes a file that must not exist, of so many zeros, which are durable. A failure may leave some of it behind. */
    default DiskFile createZeros(String name, int bytes) throws IOException {
        DiskFile file = create(name);
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(1 << 20, bytes));
            for (long at = 0; at < bytes; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
                file.write(zeros, at);
            }
            file.force();
            return file;
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    DiskFile open(String name) throws IOException;

    /** Replaces the target if there is one, as one step. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** The names of all files, sorted. */
    List<String> list() throws IOException;

    /** Makes creations, renames and deletions durable. */
    void force() throws IOException;

    /** When a file was last written to, as far as is known. */
    Instant modified(String name) throws IOException;

    Space space() throws IOException;

    /** Claims the folder until closed; fails with {@link FolderInUse} when somebody has it. */
    Closeable lock() throws IOException;

    record Space(long usable, long total) {}

    /** An open file; any thread may read, at any place. */
    interface DiskFile extends Closeable {
        long size() throws IOException;

        /** Fills the buffer from this offset on; stops early only at the end of the file. */
        void read(ByteBuffer target, long offset) throws IOException;

        /** Where the bytes lie as they are read, if they do in a file of the system. */
        default Optional<FileChannel> channel() {
            return Optional.empty();
        }

        /** Writes all of the buffer. */
        void write(ByteBuffer source, long offset) throws IOException;

        void truncate(long size) throws IOException;

        /** Makes the bytes and the length durable. */
        void force() throws IOException;
    }
}
