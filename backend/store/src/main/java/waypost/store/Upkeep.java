package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What is done with an open volume beside serving its accounts: it is cleaned and scrubbed by and by, and worked on when its administrator wants it. Any thread. */
final class Upkeep implements Closeable {
    private final VolumeSpec spec;
    private final CleanerThread cleaner;
    private final Optional<ScrubThread> scrub;

    Upkeep(VolumeSpec spec, CleanerThread cleaner, Optional<ScrubThread> scrub) {
        this.spec = spec;
        this.cleaner = cleaner;
        this.scrub = scrub;
    }

    VolumeSpec spec() {
        return spec;
    }

    /** Does it while no segment is replaced; empty when such a work is being done already. */
    <T> Optional<T> alone(CleanerThread.Work<T> work) throws IOException {
        return cleaner.alone(work);
    }

    /** Cleans at once; within {@link #alone}. */
    Cleaner.Gain clean(int percent, Pace pace, Cleaner.Progress progress) throws IOException {
        return cleaner.clean(percent, pace, progress);
    }

    /** Writes these segments again, whatever is to be gained; within {@link #alone}. Answers how many. */
    int rewrite(Set<Long> firsts) throws IOException {
        return cleaner.rewrite(firsts);
    }

    /** Segments that could not be cleaned. */
    int refused() {
        return cleaner.refused();
    }

    /** The last whole pass of the scrub. */
    Optional<VolumeScrubbed> scrubbed() {
        return scrub.flatMap(ScrubThread::last);
    }

    @Override
    public void close() throws IOException {
        if (scrub.isPresent()) {
            scrub.get().close();
        }
        cleaner.close();
    }
}
