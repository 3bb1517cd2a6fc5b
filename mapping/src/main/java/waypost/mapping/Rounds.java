package waypost.mapping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import waypost.identity.DirectoryId;

/** Has each of a set that changes its turn once in an interval, as many in each second as in any other. One thread at a time. */
final class Rounds {
    private static final long LEAST = 10;

    private final double seconds;
    private final Set<DirectoryId> all;
    private Iterator<DirectoryId> left = Collections.emptyIterator();
    private double owed;

    /** @param all may change at any time; its iterator need not see that */
    Rounds(Duration interval, Set<DirectoryId> all) {
        this.seconds = Math.max(LEAST, interval.toSeconds());
        this.all = all;
    }

    /** Whose turn it is in the next second. */
    synchronized List<DirectoryId> due() {
        owed = Math.min(owed + all.size() / seconds, all.size());
        List<DirectoryId> due = new ArrayList<>();
        for (; owed >= 1; owed--) {
            if (!left.hasNext()) {
                left = all.iterator();
            }
            if (left.hasNext()) {
                due.add(left.next());
            }
        }
        return due;
    }
}
