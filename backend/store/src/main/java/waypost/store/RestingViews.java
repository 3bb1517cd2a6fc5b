package waypost.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folders that nobody has open any more and that are kept as they are for who opens them next, the latest of a volume within a budget: a folder of a
 * million messages takes a second to read. What is applied reaches them all the same. Safe for threads.
 */
final class RestingViews {
    /** Of the heap that the process may have. */
    private static final int PART = 32;

    private final long budget;
    private final Map<FolderView, Counted> latest = new LinkedHashMap<>();
    private long octets;

    /**
     * A view and whose it is.
     *
     * @param owner stays in memory as long as the view rests
     */
    record Resting(OpenFolders folders, Object owner, FolderView view) {}

    private record Counted(Resting resting, long octets) {}

    RestingViews() {
        this(Runtime.getRuntime().maxMemory() / PART);
    }

    /** @param budget octets of all that rest */
    RestingViews(long budget) {
        this.budget = budget;
    }

    /** Those that have to go for it, or itself if it is too large. */
    synchronized List<Resting> put(Resting resting) {
        take(resting.view());
        Counted counted = new Counted(resting, resting.view().octets());
        latest.put(resting.view(), counted);
        octets += counted.octets();
        List<Resting> gone = new ArrayList<>();
        for (Iterator<Counted> oldest = latest.values().iterator(); octets > budget; ) {
            Counted next = oldest.next();
            gone.add(next.resting());
            octets -= next.octets();
            oldest.remove();
        }
        return gone;
    }

    /** It rests no more. */
    synchronized void take(FolderView view) {
        Counted known = latest.remove(view);
        octets -= known == null ? 0 : known.octets();
    }

    synchronized int size() {
        return latest.size();
    }
}
