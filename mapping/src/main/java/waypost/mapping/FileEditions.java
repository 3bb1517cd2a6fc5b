package waypost.mapping;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What of a file others may read while it is written: each time that it is replaced it is another edition, which only grows. One thread writes, any thread reads;
 * neither waits for the other.
 */
final class FileEditions {
    private final Path file;
    private final InstantSource instants;
    private long last;
    private volatile Optional<Edition> now = Optional.empty();

    FileEditions(Path file, InstantSource instants) {
        this.file = file;
        this.instants = instants;
    }

    /**
     * What is on disk whole.
     *
     * @param number of no other file that has been here, also before the process began
     * @param begin of what is given, in the file
     * @param end behind it
     */
    record Edition(long number, long begin, long end) {
        long length() {
            return end - begin;
        }
    }

    Optional<Edition> now() {
        return now;
    }

    /** Another file is about to be in its place. */
    void replacing() {
        now = Optional.empty();
    }

    /** It is. */
    void replaced(long begin, long end) {
        Instant at = instants.instant();
        last = Math.max(last + 1, at.getEpochSecond() * 1_000_000_000 + at.getNano());
        now = Optional.of(new Edition(last, begin, end));
    }

    /** It has become longer. */
    void grown(long end) {
        now = now.map(before -> new Edition(before.number(), before.begin(), end));
    }

    /** Empty where the edition is another, or has nothing there. */
    Optional<ByteBuffer> piece(long number, long from) throws IOException {
        Optional<Edition> before = of(number);
        if (before.isEmpty() || from < 0 || from >= before.get().length()) {
            return Optional.empty();
        }
        ByteBuffer piece = ByteBuffer.allocate(
                (int) Math.min(CopySource.PIECE, before.get().length() - from));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (of(number).isEmpty()) {
                return Optional.empty(); // what has been opened may be the next one
            }
            long at = before.get().begin() + from;
            while (piece.hasRemaining() && channel.read(piece, at + piece.position()) > 0) {}
        }
        return piece.hasRemaining() ? Optional.empty() : Optional.of(piece.flip());
    }

    private Optional<Edition> of(long number) {
        return now.filter(edition -> edition.number() == number);
    }
}
