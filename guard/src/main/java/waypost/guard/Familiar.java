package waypost.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which accounts have logged in from where of late, here and on disk. Any thread; only {@link #save} touches the disk. */
final class Familiar {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.guard");

    /** 20 octets each in memory, 10 on disk. */
    static final int MOST = 1_000_000;

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final Optional<Path> file;
    private final FamiliarPairs pairs;
    private volatile Keyed keyed;
    private final InstantSource instants;
    private long written;

    /**
     * @param file where it is kept; nowhere where empty
     * @param keyed makes the hashes that pairs are; those of another key are unknown
     */
    Familiar(Optional<Path> file, Duration familiarFor, InstantSource instants, Keyed keyed) {
        this.file = file;
        this.keyed = keyed;
        this.instants = instants;
        pairs = new FamiliarPairs(MOST, Math.toIntExact(Math.max(1, familiarFor.toDays())));
        file.filter(Files::exists)
                .flatMap(Familiar::read)
                .filter(kept -> Arrays.equals(kept.key(), keyed.key()))
                .ifPresent(kept -> pairs.restore(kept, today()));
        written = pairs.changes();
    }

    private static Optional<FamiliarCopy> read(Path file) {
        try {
            FamiliarCopy copy = FamiliarFile.read(file);
            LOG.info("event=familiar-restored file={} pairs={}", file, copy.pairs().length);
            return Optional.of(copy);
        } catch (IOException unreadable) {
            LOG.warn("event=familiar-unreadable file={} why=\"{}\"", file, unreadable.toString());
            return Optional.empty();
        }
    }

    private int today() {
        return Math.toIntExact(instants.instant().getEpochSecond() / DAY);
    }

    Keyed keyed() {
        return keyed;
    }

    boolean has(long pair) {
        synchronized (pairs) {
            return pairs.has(pair, today());
        }
    }

    /** Whether it is news: for the first time, or today. */
    boolean put(long pair) {
        synchronized (pairs) {
            long before = pairs.changes();
            pairs.put(pair, today());
            return pairs.changes() != before;
        }
    }

    /** Everybody is new, under another key. */
    void rekey(Keyed other) {
        synchronized (pairs) {
            keyed = other;
            pairs.clear();
        }
    }

    int size() {
        synchronized (pairs) {
            return pairs.size();
        }
    }

    private long changes() {
        synchronized (pairs) {
            return pairs.changes();
        }
    }

    private FamiliarCopy copy() {
        synchronized (pairs) {
            return pairs.copy(keyed.key());
        }
    }

    /** Writes it to disk, unless nothing was changed since the last time. */
    synchronized void save() {
        long changes = changes();
        if (file.isEmpty() || changes == written) {
            return;
        }
        try {
            FamiliarFile.write(file.get(), copy());
            written = changes;
        } catch (IOException failed) {
            LOG.warn("event=familiar-not-written file={} why=\"{}\"", file.get(), failed.toString());
        }
    }
}
