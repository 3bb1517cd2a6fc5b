package waypost.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A file of LDIF changes. Each change ends with a comment that holds its CRC32C, so the file stays readable as LDIF. A change is forced to
 * the disk before the next is written: only the last one can be torn, and a torn one was never acknowledged.
 */
final class ChangeFile implements AutoCloseable {
    static final long WORTH_A_SNAPSHOT = 4 << 20;

    private static final byte[] END = "# end ".getBytes(StandardCharsets.US_ASCII);
    private static final int END_LENGTH = END.length + 8 + 1;

    private final Path path;
    private final FileChannel channel;

    private ChangeFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens or creates the file, and cuts off a torn end. */
    static ChangeFile open(Path path) throws IOException {
        boolean fresh = Files.notExists(path);
        var file = new ChangeFile(
                path,
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        if (fresh) {
            FolderLock.sync(Objects.requireNonNull(path.toAbsolutePath().getParent()));
        } else {
            file.cut();
        }
        return file;
    }

    private void cut() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int whole = content(bytes).stream()
                .mapToInt(change -> change.length + END_LENGTH)
                .sum();
        if (whole < bytes.length) {
            if (wholeChangeAfter(bytes, whole)) {
                throw new IOException("damaged change at octet " + whole + " of " + path);
            }
            channel.truncate(whole);
            channel.force(true);
        }
        channel.position(whole);
    }

    /** A bad change with another one behind it was acknowledged: that is damage, not a torn end. */
    private static boolean wholeChangeAfter(byte[] bytes, int from) {
        int firstEnd = indexOfEnd(bytes, from);
        return firstEnd >= 0 && indexOfEnd(bytes, firstEnd + END_LENGTH) >= 0;
    }

    List<byte[]> content() throws IOException {
        return content(Files.readAllBytes(path));
    }

    private static List<byte[]> content(byte[] bytes) {
        List<byte[]> changes = new ArrayList<>();
        int start = 0;
        for (int end = indexOfEnd(bytes, 0); end >= 0; end = indexOfEnd(bytes, start)) {
            byte[] change = Arrays.copyOfRange(bytes, start, end);
            if (!Arrays.equals(trailer(change), Arrays.copyOfRange(bytes, end, end + END_LENGTH))) {
                break;
            }
            changes.add(change);
            start = end + END_LENGTH;
        }
        return changes;
    }

    private static int indexOfEnd(byte[] bytes, int from) {
        for (int i = from; i + END_LENGTH <= bytes.length; i++) {
            boolean lineStart = i == 0 || bytes[i - 1] == '\n';
            if (lineStart && Arrays.equals(END, 0, END.length, bytes, i, i + END.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] trailer(byte[] change) {
        var crc = new CRC32C();
        crc.update(change);
        return "# end %08x\n".formatted(crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }

    void append(byte[] change) throws IOException {
        ByteBuffer both = ByteBuffer.allocate(change.length + END_LENGTH)
                .put(change)
                .put(trailer(change))
                .flip();
        while (both.hasRemaining()) {
            channel.write(both);
        }
        channel.force(false);
    }

    long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
