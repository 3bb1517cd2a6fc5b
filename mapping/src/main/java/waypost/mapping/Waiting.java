package waypost.mapping;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.DirectoryId;

/**
 * The accounts that are to be looked at, each once however often it is named, and no more than a few at a time: a directory that tells of
 * very many is not asked for them all at once. Those that it has named go first. What was looked at in vain is looked at again after a while. Any
 * thread.
 */
final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    static final int AT_A_TIME = 4;
    private static final int SECONDS = 10;

    private final LinkedHashSet<DirectoryId> named = new LinkedHashSet<>();
    private final LinkedHashSet<DirectoryId> turns = new LinkedHashSet<>();
    private final Map<DirectoryId, Cause> inVain = new HashMap<>();
    private final Executor workers;
    private final BiFunction<DirectoryId, Cause, Looked> look;
    private int working;
    private int seconds;

    /** Why an account is looked at. */
    enum Cause {
        /** Once in a while, or as nobody can say what changed. */
        TURN,
        /** The directory has named it. */
        NAMED
    }

    private record Next(DirectoryId id, Cause cause) {}

    /** How that ended. */
    enum Looked {
        DONE,
        IN_VAIN
    }

    Waiting(Executor workers, BiFunction<DirectoryId, Cause, Looked> look) {
        this.workers = workers;
        this.look = look;
    }

    void add(DirectoryId id, Cause cause) {
        synchronized (this) {
            switch (cause) {
                case NAMED -> named.add(id);
                case TURN -> turns.add(id);
            }
            if (working == AT_A_TIME) {
                return;
            }
            working++;
        }
        workers.execute(this::work);
    }

    private void work() {
        for (Next one = take(); one != null; one = take()) {
            if (looked(one) == Looked.IN_VAIN) {
                synchronized (this) {
                    inVain.merge(one.id, one.cause, (before, now) -> before == Cause.NAMED ? before : now);
                }
            }
        }
    }

    private Looked looked(Next one) {
        try {
            return look.apply(one.id, one.cause);
        } catch (RuntimeException bug) {
            LOG.error("event=login-not-looked-at id={}", one.id, bug);
            return Looked.IN_VAIN;
        }
    }

    /** Who finds nothing works no more. */
    private synchronized @Nullable Next take() {
        if (!named.isEmpty()) {
            DirectoryId id = named.removeFirst();
            turns.remove(id);
            return new Next(id, Cause.NAMED);
        }
        if (!turns.isEmpty()) {
            return new Next(turns.removeFirst(), Cause.TURN);
        }
        working--;
        return null;
    }

    /** Whether none waits, or is being looked at. */
    synchronized boolean idle() {
        return working == 0;
    }

    /** A second has passed. */
    void second() {
        Map<DirectoryId, Cause> again;
        synchronized (this) {
            seconds++;
            if (seconds % SECONDS != 0) {
                return;
            }
            again = Map.copyOf(inVain);
            inVain.clear();
        }
        again.forEach(this::add);
    }
}
