package waypost.directory;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest states that directories have shown, on disk: to a process that begins, a server that lacks changes is as far behind as it was to the one before.
 * In a {@link SummedFile}. Any thread.
 */
final class StateCopy {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");
    private static final String VERSION = "waypost states 1";

    private final SummedFile file;
    private final Collection<Connector> directories;
    private final InstantSource instants;
    private long written;

    /**
     * A change that was shown.
     *
     * @param directory name and base: whoever names another tree by the name starts anew
     * @param server that took it
     */
    private record Entry(String directory, String server, String change, Instant at) {}

    StateCopy(Path file, Collection<Connector> directories, InstantSource instants) {
        this.file = new SummedFile(file, VERSION);
        this.directories = directories;
        this.instants = instants;
    }

    private static String subject(Connector directory) {
        return directory.name() + " " + Names.dn(directory.settings().base()).toNormalizedString();
    }

    /** A file that cannot be read is passed over, and told in the log. */
    void restore() {
        List<Entry> entries = new ArrayList<>();
        try {
            file.read(in -> entries.add(entry(in)));
        } catch (IOException unreadable) {
            LOG.warn("event=states-unreadable file={} why=\"{}\"", file.file(), unreadable.toString());
            return;
        }
        Instant now = instants.instant();
        for (Connector directory : directories) {
            String subject = subject(directory);
            entries.stream()
                    .filter(entry -> entry.directory.equals(subject))
                    .map(entry -> new NewestState.Seen(entry.server, entry.change, age(entry.at, now)))
                    .forEach(directory.newest()::restore);
        }
    }

    private static Duration age(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Writes what is known now, unless nothing was shown since the last time. */
    synchronized void save() {
        long shown = directories.stream()
                .mapToLong(directory -> directory.newest().shown())
                .sum();
        if (shown == written) {
            return;
        }
        Instant now = instants.instant();
        Set<Entry> entries = new HashSet<>();
        for (Connector directory : directories) {
            for (NewestState.Seen seen : directory.newest().seen()) {
                entries.add(new Entry(subject(directory), seen.server(), seen.change(), now.minus(seen.ago())));
            }
        }
        try {
            file.write(entries, StateCopy::write);
            written = shown;
        } catch (IOException failed) {
            LOG.warn("event=states-not-written file={} why=\"{}\"", file.file(), failed.toString());
        }
    }

    private static void write(DataOutputStream out, Entry entry) throws IOException {
        out.writeUTF(entry.directory);
        out.writeUTF(entry.server);
        out.writeUTF(entry.change);
        out.writeLong(entry.at.toEpochMilli());
    }

    private static Entry entry(DataInputStream in) throws IOException {
        return new Entry(in.readUTF(), in.readUTF(), in.readUTF(), Instant.ofEpochMilli(in.readLong()));
    }
}
