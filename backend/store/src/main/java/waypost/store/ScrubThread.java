package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrubs a volume by and by, again and again. A platform thread of its own; never interrupted. */
final class ScrubThread implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(ScrubThread.class);

    private final String name;
    private final VolumeCore volume;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RestingPace pace;
    private final Rests rests;
    private final Thread thread;
    private volatile Optional<VolumeScrubbed> last = Optional.empty();

    /** How long it waits before it begins, and between the end of a pass and the next one. */
    record Rests(Duration first, Duration between) {
        static final Rests STANDARD = new Rests(Duration.ofMinutes(10), Duration.ofHours(12));
    }

    ScrubThread(
            String name,
            VolumeCore volume,
            long octetsPerSecond,
            Rests rests,
            InstantSource clock,
            RandomGenerator random) {
        this.name = name;
        this.volume = volume;
        this.clock = clock;
        this.random = random;
        this.rests = rests;
        this.pace = new RestingPace(octetsPerSecond);
        this.thread = Thread.ofPlatform().name(name + "-scrub").unstarted(this::run);
    }

    ScrubThread start() {
        thread.start();
        return this;
    }

    /** The last whole pass. */
    Optional<VolumeScrubbed> last() {
        return last;
    }

    private void run() {
        try {
            for (pace.rest(rests.first()); ; pace.rest(rests.between())) {
                attempt();
            }
        } catch (Pace.Stopped stopping) {
            log.debug("event=scrub-stopped volume={}", name);
        }
    }

    private void attempt() throws Pace.Stopped {
        try {
            pass();
        } catch (Pace.Stopped stopping) {
            throw stopping;
        } catch (IOException | RuntimeException failure) {
            log.error("event=scrub-failed volume={}", name, failure);
        }
    }

    private void pass() throws IOException {
        Instant begun = clock.instant();
        Scrub scrub = new Scrub(volume.journal().segments(), volume.index(), volume.table(), pace);
        Scrub.Pass pass = scrub.pass(random::nextLong);
        for (VolumeFinding finding : pass.findings()) {
            log.error(
                    "event=scrub-damage volume={} kind={} accounts={} what=\"{}\"",
                    name,
                    finding.kind(),
                    finding.accounts(),
                    finding.what());
        }
        last = Optional.of(new VolumeScrubbed(
                begun, clock.instant(), pass.segments(), pass.octets(), pass.findings(), pass.found()));
        log.info(
                "event=volume-scrubbed volume={} segments={} octets={} findings={}",
                name,
                pass.segments(),
                pass.octets(),
                pass.found());
    }

    /** Waits for the end of what it is at, which is not long. */
    @Override
    public void close() throws IOException {
        pace.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException("while the scrub was stopped");
            failure.initCause(e);
            throw failure;
        }
    }
}
