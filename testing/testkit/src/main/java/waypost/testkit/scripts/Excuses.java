package waypost.testkit.scripts;

import java.util.Set;
import java.util.TreeSet;

/** The lines of a script at which something else than it expects is known to come. */
public final class Excuses {
    private final Set<Integer> left;
    private final Set<Integer> lines;

    /** @param lines of the commands, from 1 */
    public Excuses(Set<Integer> lines) {
        this.lines = Set.copyOf(lines);
        left = new TreeSet<>(lines);
    }

    /** @throws AssertionError the difference, unless it is excused */
    void differs(int line, String difference) {
        left.remove(line);
        if (!lines.contains(line)) {
            throw new AssertionError(difference);
        }
    }

    void checkAllNeeded() {
        if (!left.isEmpty()) {
            throw new AssertionError("as expected by now; take the lines off the list: " + left);
        }
    }
}
