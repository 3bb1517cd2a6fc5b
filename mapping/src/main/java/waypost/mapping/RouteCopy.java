package waypost.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.mapping.RoutesFile.Entry;

/**
 * What a mapping has found, on disk: a process that begins while no directory can be asked knows whose mail goes where. Only an outage has
 * it looked at. Any thread.
 */
final class RouteCopy {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    private final Path file;
    private final Recollection recollection;
    private final MapChain chain;
    private final InstantSource instants;
    private long written;

    RouteCopy(Path file, Recollection recollection, MapChain chain, InstantSource instants) {
        this.file = file;
        this.recollection = recollection;
        this.chain = chain;
        this.instants = instants;
    }

    /** Puts back what the file has of maps that there are still; a file that cannot be read is passed over, and told in the log. */
    void restore() {
        try {
            Instant now = instants.instant();
            List<Entry> entries = RoutesFile.read(file);
            for (Entry entry : entries) {
                if (chain.has(entry.account().map())) {
                    Duration age = Duration.between(entry.account().asOf(), now);
                    recollection.restore(entry.name(), entry.account(), age.isNegative() ? Duration.ZERO : age);
                }
            }
            if (!entries.isEmpty()) {
                LOG.info("event=routes-restored file={} entries={}", file, entries.size());
            }
        } catch (IOException unreadable) {
            LOG.warn("event=routes-unreadable file={} why=\"{}\"", file, unreadable.toString());
        }
    }

    /** Writes what is remembered now, unless nothing was found since the last time. */
    synchronized void save() {
        long found = recollection.found();
        if (found == written) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        recollection.eachAccount((name, account) -> entries.add(new Entry(name, account)));
        try {
            RoutesFile.write(file, entries);
            written = found;
        } catch (IOException failed) {
            LOG.warn("event=routes-not-written file={} why=\"{}\"", file, failed.toString());
        }
    }
}
