package waypost.mapping;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.directory.ChangeFeed;
import waypost.directory.Hashes;
import waypost.identity.DirectoryId;

/** What a directory has told of its changes, and a copy of it has not taken in yet. Any thread; one takes. */
final class CopyInbox implements ChangeFeed.Changes {
    /** To read everything is cheaper than to read so many one by one. */
    private static final int MOST = 50_000;

    private Work waiting = Work.NONE;
    private Optional<URI> teller = Optional.empty();
    private boolean taken;
    private boolean current;

    /**
     * What is to be done, in any order, and then what the copy stands for.
     *
     * @param present hashes of the ids that are left, if that was told
     * @param state empty where it is as it was
     * @param by the server that has told it
     */
    record Work(
            boolean all, Set<DirectoryId> changed, Optional<Hashes> present, Optional<String> state, Optional<URI> by) {
        static final Work NONE = new Work(false, Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

        /** This and what was told later. */
        Work and(Work later) {
            Set<DirectoryId> both = new HashSet<>(changed);
            both.addAll(later.changed);
            boolean everything = all || later.all || both.size() > MOST;
            return new Work(
                    everything,
                    everything ? Set.of() : both,
                    later.present.or(() -> present),
                    later.state.or(() -> state),
                    later.by.or(() -> by));
        }
    }

    @Override
    public synchronized void toldBy(URI server) {
        teller = Optional.of(server);
    }

    @Override
    public void changed(List<String> ids) {
        Set<DirectoryId> named = new HashSet<>();
        ids.forEach(id -> named.add(new DirectoryId(id)));
        add(false, named, Optional.empty(), Optional.empty());
    }

    @Override
    public void anyChanged() {
        add(true, Set.of(), Optional.empty(), Optional.empty());
    }

    @Override
    public void others(Hashes present) {
        add(false, Set.of(), Optional.of(present), Optional.empty());
    }

    @Override
    public void reached(String state) {
        add(false, Set.of(), Optional.empty(), Optional.of(state));
    }

    @Override
    public synchronized void current() {
        current = true;
    }

    @Override
    public synchronized void lost() {
        current = false;
    }

    private synchronized void add(
            boolean all, Set<DirectoryId> changed, Optional<Hashes> present, Optional<String> state) {
        waiting = waiting.and(new Work(all, changed, present, state, teller));
        notifyAll();
    }

    /** Waits for some. It is to be {@link #done}, or to come {@link #again}. */
    synchronized Work take() throws InterruptedException {
        while (waiting.equals(Work.NONE)) {
            wait();
        }
        Work work = waiting;
        waiting = Work.NONE;
        taken = true;
        return work;
    }

    synchronized void done() {
        taken = false;
    }

    synchronized void again(Work undone) {
        waiting = undone.and(waiting);
        taken = false;
    }

    /** Whether nothing is left to be taken in. */
    synchronized boolean isEmpty() {
        return !taken && waiting.equals(Work.NONE);
    }

    /** Whether whoever has taken everything in has what the directory has now. */
    synchronized boolean isCurrent() {
        return current && isEmpty();
    }
}
