package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans a volume by and by: looks what is to be gained when the volume has been opened, each time that much has died or space has become short, and once a
 * day, as things also die of age. A platform thread of its own; never interrupted.
 */
final class CleanerThread implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(CleanerThread.class);

    /** Of a record that another has replaced. */
    private static final int RECORD = 200;

    /** So many times the pace where space is short. */
    private static final int HURRY = 4;

    /** Needless percent of a segment that are worth it then. */
    private static final int LITTLE = 10;

    /** So many needless percent no segment has. */
    private static final int NEVER = 100;

    private static final Duration DAY = Duration.ofDays(1);

    /** Octets that are paid for at once. */
    private static final long QUANTUM = 256 << 10;

    private final String name;
    private final Duties duties;
    private final CleaningSettings settings;
    private final Rests rests;
    private final long worthwhile;
    private final AtomicLong died = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private final Thread thread;

    /** Held by who replaces segments, or must have none replaced. */
    private final ReentrantLock replacing = new ReentrantLock();

    private boolean stopped;
    private boolean wanted;
    private Instant daily = Instant.MIN;
    private long octetsPerSecond;
    private long unpaid;

    /** How long it waits before it looks whether there is something to do, for the first time and then. */
    record Rests(Duration first, Duration between) {
        /** A volume that has just been opened has other things to do. */
        static final Rests STANDARD = new Rests(Duration.ofMinutes(2), Duration.ofMinutes(1));
    }

    /** Whether the volume has come near its reserve. */
    @FunctionalInterface
    interface Shortage {
        boolean near() throws IOException;
    }

    /** What makes things needless that were kept for a time. */
    @FunctionalInterface
    interface Daily {
        void run(Pace pace) throws IOException;
    }

    /** What it does, and when. */
    record Duties(Cleaner cleaner, Daily daily, Shortage shortage, InstantSource clock) {}

    /** @param segmentBytes when half of that has died, it is time to look again */
    CleanerThread(String name, Duties duties, CleaningSettings settings, Rests rests, long segmentBytes) {
        this.name = name;
        this.duties = duties;
        this.settings = settings;
        this.rests = rests;
        this.worthwhile = segmentBytes / 2;
        this.thread = Thread.ofPlatform().name(name + "-cleaner").unstarted(this::run);
    }

    CleanerThread start() {
        thread.start();
        return this;
    }

    /** What the applier has applied, on its thread: records that others have replaced. Bodies die when they are forgotten. */
    void apply(List<Effect> effects) {
        died.addAndGet(RECORD
                * effects.stream().filter(effect -> effect.before().isPresent()).count());
    }

    private void run() {
        try {
            for (rest(rests.first()); ; rest(rests.between())) {
                attempt();
            }
        } catch (Pace.Stopped stopping) {
            log.debug("event=cleaner-stopped volume={}", name);
        }
    }

    /** What fails changes nothing; there will be another time. */
    private void attempt() throws Pace.Stopped {
        boolean due = !daily.plus(DAY).isAfter(duties.clock().instant());
        if (due) {
            daily = duties.clock().instant();
            attempt(() -> {
                octetsPerSecond = settings.octetsPerSecond();
                duties.daily().run(octets -> pay(octets, Going.ON));
            });
        }
        if (settings.deadPercent() < NEVER) {
            attempt(() -> clean(due));
        }
    }

    private void clean(boolean due) throws IOException {
        boolean near = duties.shortage().near();
        if ((near || due || died.get() >= worthwhile) && replacing.tryLock()) {
            try {
                died.set(0);
                pass(near);
            } finally {
                replacing.unlock();
            }
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt attempt) throws Pace.Stopped {
        try {
            attempt.run();
        } catch (Pace.Stopped stopping) {
            giveWay(stopping);
        } catch (IOException | RuntimeException failure) {
            log.error("event=cleaner-failed volume={}", name, failure);
        }
    }

    private void giveWay(Pace.Stopped stopping) throws Pace.Stopped {
        lock.lock();
        try {
            if (stopped) {
                throw stopping;
            }
            died.set(worthwhile);
        } finally {
            lock.unlock();
        }
    }

    /** Something done while nothing else is cleaned. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Lets a work have the segments as they are: a pass on its way gives way to it. Empty when there is such a work already. */
    <T> Optional<T> alone(Work<T> work) throws IOException {
        if (!want()) {
            return Optional.empty();
        }
        replacing.lock();
        try {
            return Optional.of(work.run());
        } finally {
            replacing.unlock();
            lock.lock();
            wanted = false;
            lock.unlock();
        }
    }

    private boolean want() {
        lock.lock();
        try {
            boolean mine = !wanted && !stopped;
            wanted = wanted || mine;
            stop.signalAll();
            return mine;
        } finally {
            lock.unlock();
        }
    }

    /** Cleans at once, as where space is short; within {@link #alone}. */
    Cleaner.Gain clean(int percent, Pace asked, Cleaner.Progress progress) throws IOException {
        octetsPerSecond = HURRY * settings.octetsPerSecond();
        return duties.cleaner()
                .pass(
                        percent,
                        octets -> {
                            asked.spend(octets);
                            pay(octets, Going.ON);
                        },
                        progress);
    }

    /** Writes these segments again, whatever is to be gained; within {@link #alone}. Answers how many. */
    int rewrite(Set<Long> firsts) throws IOException {
        return duties.cleaner().rewrite(firsts);
    }

    /** Segments that were left alone. */
    int refused() {
        return duties.cleaner().refused().size();
    }

    /** Where space is short, everything that can be gained is, and sooner. */
    private void pass(boolean near) throws IOException {
        int percent = near ? Math.min(settings.deadPercent(), LITTLE) : settings.deadPercent();
        octetsPerSecond = near ? HURRY * settings.octetsPerSecond() : settings.octetsPerSecond();
        Cleaner.Gain gain = duties.cleaner().pass(percent, this::spend, (_, _) -> {});
        if (gain.segments() > 0) {
            log.info(
                    "event=volume-cleaned volume={} segments={} before={} after={}",
                    name,
                    gain.segments(),
                    gain.before(),
                    gain.after());
        }
    }

    /** Whether a pass goes on when another work wants the segments. */
    private enum Going {
        ON,
        UNLESS_WANTED
    }

    private void spend(long octets) throws IOException {
        pay(octets, Going.UNLESS_WANTED);
    }

    private void pay(long octets, Going going) throws IOException {
        unpaid += octets;
        if (unpaid >= QUANTUM) {
            rest(Duration.ofNanos(unpaid * TimeUnit.SECONDS.toNanos(1) / octetsPerSecond), going);
            unpaid = 0;
        }
    }

    private void rest(Duration time) throws Pace.Stopped {
        rest(time, Going.ON);
    }

    private boolean ends(Going going) {
        return stopped || wanted && going == Going.UNLESS_WANTED;
    }

    private void rest(Duration time, Going going) throws Pace.Stopped {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!ends(going) && left > 0) {
                left = awaitNanos(left);
            }
            if (ends(going)) {
                throw new Pace.Stopped();
            }
        } finally {
            lock.unlock();
        }
    }

    private long awaitNanos(long nanos) {
        try {
            return stop.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the cleaner is never interrupted", e);
        }
    }

    /** Waits for the end of what it is at, which is not long; and of a work that is done alone. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            stopped = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException("while the cleaner was stopped");
            failure.initCause(e);
            throw failure;
        }
        replacing.lock();
        replacing.unlock();
    }
}
