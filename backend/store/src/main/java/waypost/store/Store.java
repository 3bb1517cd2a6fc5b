package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;

/**
 * The volumes of a node. They open in parallel; one that does not open takes only its own accounts out. Safe for threads.
 */
public final class Store implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final Map<String, VolumeSpec> specs = new TreeMap<>();
    private final Map<String, Volume> volumes = new ConcurrentSkipListMap<>();
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();
    private final ExecutorService reads;
    private final Accounts accounts = new Accounts(this);
    private final UploadMemory memory;
    private final InstantSource clock;
    private final Semaphore asides = new Semaphore(1);
    private final List<Consumer<Volume>> departures = new CopyOnWriteArrayList<>();
    private final List<Consumer<AccountId>> watchers = new CopyOnWriteArrayList<>();
    private volatile QuotaLimits quota = QuotaLimits.UNLIMITED;
    private volatile Retention retention = Retention.UNTOLD;
    private volatile Optional<TextTest> texts = Optional.empty();

    /**
     * What the volumes of a node share.
     *
     * @param uploadMemory octets in which bodies may wait while they arrive
     * @param readThreads platform threads that read the indexes
     */
    public record Settings(long uploadMemory, int readThreads) {
        public static final Settings STANDARD = new Settings(64L << 20, 16);
    }

    private Store(List<VolumeSpec> specs, Settings settings, InstantSource clock) {
        specs.forEach(spec -> this.specs.put(spec.name(), spec));
        this.memory = new UploadMemory(settings.uploadMemory());
        this.clock = clock;
        this.reads = Executors.newFixedThreadPool(
                settings.readThreads(),
                Thread.ofPlatform().daemon().name("index-read-", 0).factory());
    }

    public static Store open(List<VolumeSpec> specs, Settings settings, InstantSource clock) {
        Store store = new Store(specs, settings, clock);
        List<Thread> openings = new ArrayList<>();
        for (VolumeSpec spec : specs) {
            openings.add(Thread.ofPlatform().name("open-" + spec.name()).start(() -> store.open(spec)));
        }
        openings.forEach(Store::await);
        store.settleMoves();
        store.volumes.values().forEach(store::knowsOthers);
        return store;
    }

    /** What accounts may hold that have no limits of their own, from now on. */
    public void quota(QuotaLimits standard) {
        quota = standard;
        volumes.values().forEach(volume -> volume.core().quota(standard));
    }

    /** How long what has gone is kept, from now on. */
    public void retention(Retention retention) {
        this.retention = retention;
        volumes.values().forEach(volume -> volume.core().retention(retention));
    }

    /** How messages are read for search folders, from now on; until then they wait. */
    public void texts(TextTest test) {
        texts = Optional.of(test);
        volumes.values().forEach(volume -> volume.core().searchFolders().test(test));
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
        return volumes.size() == specs.size();
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
        asides.acquireUninterruptibly(); // what is worked on is opened again first
        try {
            closeAll();
        } finally {
            asides.release();
        }
    }

    private void closeAll() throws IOException {
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

    /** Is told of each volume that is lost: who uses its accounts has to go. On a thread that must not wait. */
    public void whenLost(Consumer<Volume> departure) {
        departures.add(departure);
    }

    /** Is told of each account that has other secrets than before: app passwords, a second factor. On a thread that must not wait. */
    public void whenSecretsChange(Consumer<AccountId> watcher) {
        watchers.add(watcher);
    }

    /** Work on the folder of a volume. */
    @FunctionalInterface
    public interface Aside<T> {
        T run(VolumeSpec spec) throws IOException;
    }

    /**
     * Takes a volume out for work that needs its folder alone, and opens it again: its accounts are told to come again meanwhile, the other volumes serve. One that did not
     * open can be opened so. Empty when other work is done on it.
     *
     * @param why it is out, for those who ask
     */
    public <T> Optional<T> aside(String name, String why, Aside<T> work) throws IOException {
        VolumeSpec spec = Optional.ofNullable(specs.get(name)).orElseThrow();
        if (!asides.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Optional<Volume> volume = volume(name);
            if (volume.isPresent() && !volume.get().idle()) {
                return Optional.empty();
            }
            failures.put(name, why);
            volumes.remove(name);
            log.warn("event=volume-aside volume={} why=\"{}\"", name, why);
            if (volume.isPresent()) {
                volume.get().close();
            }
            return Optional.of(work.run(spec));
        } finally {
            if (!volumes.containsKey(name)) {
                open(spec);
                settleMoves();
                volume(name).ifPresent(this::knowsOthers);
            }
            asides.release();
        }
    }

    private void open(VolumeSpec spec) {
        try {
            Volume volume = Volume.open(spec, memory, reads, clock);
            volume.core().quota(quota);
            volume.core().retention(retention);
            texts.ifPresent(volume.core().searchFolders()::test);
            volume.whenLost(() -> departures.forEach(departure -> departure.accept(volume)));
            volume.whenSecretsChange(account -> watchers.forEach(watcher -> watcher.accept(account)));
            volumes.put(spec.name(), volume);
            failures.remove(spec.name());
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

    /** What was moved away is only let go where another volume has it. */
    private void knowsOthers(Volume volume) {
        volume.core().elsewhere(id -> accounts.hasMovedFrom(id, volume));
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
