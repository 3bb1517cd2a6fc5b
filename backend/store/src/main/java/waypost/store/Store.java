package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes of a node. They open in parallel; one that does not open takes only its own accounts out. Safe for threads.
 */
public final class Store implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final int configured;
    private final Map<String, Volume> volumes = new ConcurrentSkipListMap<>();
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();
    private final ExecutorService reads;
    private final Accounts accounts = new Accounts(this);

    /**
     * What the volumes of a node share.
     *
     * @param uploadMemory octets in which bodies may wait while they arrive
     * @param readThreads platform threads that read the indexes
     */
    public record Settings(long uploadMemory, int readThreads) {
        public static final Settings STANDARD = new Settings(64L << 20, 16);
    }

    private Store(int configured, Settings settings) {
        this.configured = configured;
        this.reads = Executors.newFixedThreadPool(
                settings.readThreads(),
                Thread.ofPlatform().daemon().name("index-read-", 0).factory());
    }

    public static Store open(List<VolumeSpec> specs, Settings settings, InstantSource clock) {
        Store store = new Store(specs.size(), settings);
        UploadMemory memory = new UploadMemory(settings.uploadMemory());
        List<Thread> openings = new ArrayList<>();
        for (VolumeSpec spec : specs) {
            openings.add(Thread.ofPlatform().name("open-" + spec.name()).start(() -> store.open(spec, memory, clock)));
        }
        openings.forEach(Store::await);
        store.settleMoves();
        store.volumes
                .values()
                .forEach(volume -> volume.core().elsewhere(id -> store.accounts.hasMovedFrom(id, volume)));
        return store;
    }

    /** What accounts may hold that have no limits of their own, from now on. */
    public void quota(QuotaLimits standard) {
        volumes.values().forEach(volume -> volume.core().quota(standard));
    }

    /** How long what has gone is kept, from now on. */
    public void retention(Retention retention) {
        volumes.values().forEach(volume -> volume.core().retention(retention));
    }

    public Collection<Volume> volumes() {
        return List.copyOf(volumes.values());
    }

    public Optional<Volume> volume(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** Volumes that did not open, and why. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** Whether every volume is open. */
    public boolean complete() {
        return volumes.size() == configured;
    }

    /** Whether every volume is open and settled: only then may the node say that it has no record of an account. */
    public boolean settled() {
        return complete() && volumes.values().stream().allMatch(Volume::settled);
    }

    public Accounts accounts() {
        return accounts;
    }

    @Override
    public void close() throws IOException {
        List<IOException> failed = new ArrayList<>();
        for (Volume volume : volumes.values()) {
            try {
                volume.close();
            } catch (IOException failure) {
                failed.add(failure);
            }
        }
        volumes.clear();
        reads.close();
        if (!failed.isEmpty()) {
            IOException first = failed.removeFirst();
            failed.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void open(VolumeSpec spec, UploadMemory memory, InstantSource clock) {
        try {
            volumes.put(spec.name(), Volume.open(spec, memory, reads, clock));
        } catch (IOException failure) {
            failed(spec, failure);
            log.error(
                    "event=volume-not-open volume={} folder={} why=\"{}\"",
                    spec.name(),
                    spec.folder(),
                    failure.getMessage());
        } catch (RuntimeException | Error bug) {
            failed(spec, bug);
            log.error("event=volume-not-open volume={} folder={}", spec.name(), spec.folder(), bug);
        }
    }

    /** What one volume could not be told stays unserved until it can be. */
    private void settleMoves() {
        try {
            AccountMove.settle(volumes.values());
        } catch (IOException failure) {
            log.error("event=move-not-settled", failure);
        }
    }

    private void failed(VolumeSpec spec, Throwable failure) {
        failures.put(spec.name(), String.valueOf(failure.getMessage()));
    }

    private static void await(Thread opening) {
        boolean interrupted = false;
        while (opening.isAlive()) {
            try {
                opening.join();
            } catch (InterruptedException meanwhile) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
