package waypost.directory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on after a bug: of times that fail one after the other, the first is told in the log. One thread. */
public final class Steadfast {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.task");

    private final String task;
    private boolean failing;

    /** @param task its name, for the log */
    public Steadfast(String task) {
        this.task = task;
    }

    /** Whether the work came to its end. */
    public boolean does(Runnable work) {
        try {
            work.run();
            failing = false;
            return true;
        } catch (RuntimeException bug) {
            if (!failing) {
                LOG.error("event=task-failed task={}", task, bug);
            }
            failing = true;
            return false;
        }
    }
}
