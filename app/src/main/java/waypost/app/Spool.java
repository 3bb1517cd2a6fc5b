package waypost.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import waypost.message.DateTimes;
import waypost.message.HeaderFields;

/** One message at a time in a temporary file, its lines ended by CRLF. One thread. */
final class Spool implements AutoCloseable {
    private static final int CHUNK = 32 * 1024;

    /** Octets of a message in which its Date field is looked for. */
    private static final int HEAD = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private byte last;

    private Spool(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the bytes of a message. */
    @FunctionalInterface
    interface Reader {
        /** The slice is valid only during the call. */
        void take(ByteBuffer slice) throws IOException;
    }

    static Spool open() throws IOException {
        Path file = Files.createTempFile("waypost-import", ".eml");
        return new Spool(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Begins the next message. */
    void begin() throws IOException {
        channel.truncate(0);
        channel.position(0);
        chunk.clear();
        last = 0;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte octet = bytes.get();
            if (octet == '\n' && last != '\r') {
                put((byte) '\r');
            }
            put(octet);
            last = octet;
        }
    }

    private void put(byte octet) throws IOException {
        if (!chunk.hasRemaining()) {
            drain();
        }
        chunk.put(octet);
    }

    private void drain() throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
        chunk.clear();
    }

    /** Ends the message; from now on it can be read. */
    void end() throws IOException {
        drain();
    }

    long size() throws IOException {
        return channel.size();
    }

    void read(Reader reader) throws IOException {
        channel.position(0);
        ByteBuffer slice = ByteBuffer.allocate(CHUNK);
        while (channel.read(slice) >= 0) {
            reader.take(slice.flip());
            slice.clear();
        }
    }

    /** What the Date field says. */
    Optional<OffsetDateTime> date() throws IOException {
        return HeaderFields.parse(beginning(channel, HEAD))
                .first("Date")
                .flatMap(field -> DateTimes.parse(field.unfolded()));
    }

    /** The first octets of a file. */
    static byte[] beginning(FileChannel channel, int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(length);
        boolean more = true;
        while (more && head.hasRemaining()) {
            more = channel.read(head, head.position()) >= 0;
        }
        return Arrays.copyOf(head.array(), head.position());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
