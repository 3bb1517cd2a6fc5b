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
    private final long seconds;
    private final Set<DirectoryId> all;
    private Iterator<DirectoryId> left = Collections.emptyIterator();

    /** In seconds of an interval, of which each turn takes all. */
    private long owed;

    /** @param all may change at any time; its iterator need not see that */
    Rounds(Duration interval, Set<DirectoryId> all) {
        this.seconds = interval.toSeconds();
        this.all = all;
    }

    /** Whose turn it is in the next second. */
    synchronized List<DirectoryId> due() {
        long size = all.size();
        owed = Math.min(owed + size, size * seconds);
        List<DirectoryId> due = new ArrayList<>();
        for (; owed >= seconds; owed -= seconds) {
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
