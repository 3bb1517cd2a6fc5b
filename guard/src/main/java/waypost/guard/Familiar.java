package waypost.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which accounts have logged in from where of late, here and on disk. Any thread; only {@link #save} touches the disk. */
final class Familiar {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.guard");

    /** 20 octets each in memory, 10 on disk. */
    static final int MOST = 1_000_000;

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final Optional<Path> file;
    private final Keyed keyed;
    private final FamiliarPairs pairs;
    private final InstantSource instants;
    private long written;

    /** @param file where it is kept; nowhere where empty */
    Familiar(Optional<Path> file, Duration familiarFor, InstantSource instants, RandomGenerator random) {
        this.file = file;
        this.instants = instants;
        pairs = new FamiliarPairs(MOST, Math.toIntExact(Math.max(1, familiarFor.toDays())));
        Optional<FamiliarCopy> copy = file.filter(Files::exists).flatMap(Familiar::read);
        keyed = copy.map(kept -> new Keyed(kept.key())).orElseGet(() -> Keyed.random(random));
        copy.ifPresent(kept -> pairs.restore(kept, today()));
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

    void put(long pair) {
        synchronized (pairs) {
            pairs.put(pair, today());
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
