package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the search indexes of those accounts up to date that are searched: a thread that follows what is applied and is never waited for. It works a
 * third of the time at most.
 */
final class SearchIndex implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);

    /** How long it rests, as a multiple of how long it worked. */
    private static final int REST = 2;

    private final VolumeCore volume;
    private final SearchIndexer indexer;
    private final SearchThreads threads = new SearchThreads();

    /** Accounts that failed. The indexing thread's. */
    private final Set<Long> broken = new HashSet<>();

    private final SearchBacklog backlog = new SearchBacklog();
    private final ReentrantLock stepping = new ReentrantLock();
    private final Set<Long> tidied = new HashSet<>();
    private @Nullable Thread thread;

    SearchIndex(VolumeCore volume) {
        this.volume = volume;
        this.indexer = new SearchIndexer(volume);
    }

    /** Takes what was applied. On the applier's thread. */
    void apply(List<Effect> effects) {
        for (Effect effect : effects) {
            boolean comes = effect.after() instanceof StateRecord.Item
                    && effect.before().isEmpty();
            if (comes || effect.after() instanceof StateRecord.ItemGone) {
                backlog.add(effect.after().account());
            }
        }
    }

    SearchThreads threads() {
        return threads;
    }

    void start(String name) {
        thread = Thread.ofPlatform().name(name + "-search").daemon().start(this::run);
    }

    private void run() {
        try {
            for (long account : accounts()) {
                if (indexer.behind(account)) {
                    backlog.add(account);
                }
            }
            for (Optional<Long> next = backlog.take(); next.isPresent(); next = backlog.take()) {
                long began = System.nanoTime();
                attempt(next.get());
                if (!backlog.rest(REST * (System.nanoTime() - began))) {
                    return;
                }
            }
        } catch (IOException | RuntimeException failure) {
            log.error("event=search-index-stopped why=\"{}\"", failure.getMessage(), failure);
        }
    }

    /** An account whose index cannot be gone on with is left alone until the volume is opened again; its messages are read. */
    private void attempt(long account) {
        if (broken.contains(account)) {
            return;
        }
        try {
            if (step(account)) {
                backlog.addAgain(account);
            }
        } catch (IOException | RuntimeException failure) {
            broken.add(account);
            log.error("event=search-index-stopped account={} why=\"{}\"", account, failure.getMessage(), failure);
        }
    }

    private Set<Long> accounts() throws IOException {
        Set<Long> accounts = new HashSet<>();
        volume.table()
                .scan(
                        Family.VOLUME,
                        VolumeKeys.byAccount(),
                        (key, _) -> accounts.add(VolumeKeys.accountByAccount(key)) || true);
        return accounts;
    }

    /** Answers whether there may be more to do. Virtual threads may come here: they wait off their carriers. */
    private boolean step(long account) throws IOException {
        stepping.lock();
        try {
            if (tidied.add(account)) {
                indexer.tidy(account);
            }
            return indexer.step(account);
        } finally {
            stepping.unlock();
        }
    }

    /** Throws away what is known of the account's messages; the next search begins anew. */
    void forget(long account) throws IOException {
        stepping.lock();
        try {
            indexer.forget(account);
        } finally {
            stepping.unlock();
        }
    }

    /** A search would have been narrowed by an index: from now on there is one, unless the account is small. */
    void searched(long account) throws IOException {
        if (indexer.worthwhile(account)) {
            begin(account);
            backlog.add(account);
        }
    }

    private void begin(long account) throws IOException {
        stepping.lock();
        try {
            if (!indexer.begun(account)) {
                indexer.begin(account);
            }
        } finally {
            stepping.unlock();
        }
    }

    /** Brings the index of the account up to date at once, also where it has none yet. */
    void catchUp(long account) throws IOException {
        begin(account);
        while (step(account)) {
            continue;
        }
    }

    /** Ends the thread. Nothing is indexed any more, and searches fail. */
    @Override
    public void close() throws IOException {
        threads.close();
        backlog.close();
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            running.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the search index was closed", interrupted);
        }
    }
}
