package waypost.mapping;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on after a bug: of times that fail one after the other, the first is told in the log. One thread. */
final class Steadfast {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.task");

    private final String task;
    private boolean failing;

    /** @param task its name, for the log */
    Steadfast(String task) {
        this.task = task;
    }

    /** Whether the work came to its end. */
    boolean does(Runnable work) {
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
