package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxChanges;
import waypost.protocol.imap.MailboxFilter;
import waypost.store.AccountWatch;
import waypost.store.Folder;
import waypost.store.Right;

/**
 * What happens to the folders of an account that a user may know of, for one session. The applier's thread only notes which folders are concerned; the
 * session's thread compares names and subscriptions with those that it knows.
 */
final class StoreChanges implements MailboxChanges {
    /** Folders whose changes wait to be told; more than a session may watch. */
    private static final int MOST = 8192;

    private final Branch branch;
    private final int most;
    private @Nullable Watch watch;

    StoreChanges(Branch branch) {
        this(branch, MOST);
    }

    /** @param most folders that may wait to be taken */
    StoreChanges(Branch branch, int most) {
        this.branch = branch;
        this.most = most;
    }

    /** A folder that the user may know of. */
    private record Known(Folder folder, boolean readable) {}

    /** What is kept for a session that has asked to be told. Subscriptions are the owner's: nobody else is told of them. */
    private static final class Watch {
        private final NotedChanges noted;
        private final AccountWatch.Watching watching;
        private Map<Integer, Known> known = new LinkedHashMap<>();
        private Set<String> subscribed;

        Watch(Branch branch, int most, Wakeup wakeup) {
            NotedChanges notes = new NotedChanges(most);
            noted = notes;
            watching = branch.account().watch(changes -> {
                if (notes.note(changes)) {
                    wakeup.wake();
                }
            });
            subscribed = new HashSet<>(branch.account().subscriptions());
        }
    }

    @Override
    public void watch(List<MailboxFilter> concerned, Wakeup wakeup) throws IOException {
        begin(wakeup).known = folders();
    }

    /** The same, of folders that the user may know of only now: as if they were made now. */
    void watchNew(Wakeup wakeup) {
        begin(wakeup).noted.names();
    }

    private Watch begin(Wakeup wakeup) {
        unwatch();
        Watch begun = new Watch(branch, most, wakeup);
        watch = begun;
        return begun;
    }

    @Override
    public void unwatch() {
        if (watch != null) {
            watch.watching.close();
            watch = null;
        }
    }

    private Map<Integer, Known> folders() throws IOException {
        Map<Integer, Known> folders = new LinkedHashMap<>();
        for (Folder folder : branch.access().folders()) {
            if (branch.shows(folder)) {
                folders.put(folder.id(), new Known(folder, readable(folder)));
            }
        }
        return folders;
    }

    /** RFC 5465 §5: events "require the 'l' and 'r' rights". */
    private boolean readable(Folder folder) throws IOException {
        return branch.personal()
                || branch.access().rights(folder.id()).set().containsAll(Set.of(Right.VISIBLE, Right.READ));
    }

    @Override
    public List<Change> take() throws IOException {
        Watch watched = watch;
        if (watched == null) {
            return List.of();
        }
        NotedChanges.Taken taken = watched.noted.take();
        if (taken.lost()) {
            unwatch();
            return List.of(new Change.Lost());
        }
        List<Change> changes = new ArrayList<>();
        if (taken.names()) {
            compareNames(watched, changes);
        }
        if (taken.subscriptions() && branch.personal()) {
            compareSubscriptions(watched, changes);
        }
        for (int folderId : taken.touched()) {
            Optional<Folder> folder = branch.account().folder(folderId).filter(branch::shows);
            if (folder.isPresent() && readable(folder.get())) {
                changes.add(new Change.Messages(branch.name(folder.get())));
            }
        }
        return changes;
    }

    private void compareNames(Watch watched, List<Change> changes) throws IOException {
        Map<Integer, Known> now = folders();
        for (Known before : watched.known.values()) {
            if (!now.containsKey(before.folder().id())) {
                changes.add(new Change.Deleted(branch.name(before.folder())));
            }
        }
        List<Change.Renamed> renamed = new ArrayList<>();
        for (Known known : now.values()) {
            compare(Optional.ofNullable(watched.known.get(known.folder().id())), known, renamed, changes);
        }
        watched.known = now;
    }

    /** @param renamed those of the folders before it, with all that is below them: the user need not know of the one that was renamed */
    private void compare(Optional<Known> before, Known now, List<Change.Renamed> renamed, List<Change> changes) {
        String name = branch.name(now.folder());
        if (before.isEmpty()) {
            changes.add(new Change.Created(name));
            return;
        }
        String former = branch.name(before.get().folder());
        String expected = former;
        for (Change.Renamed each : renamed) {
            if (MailboxFilter.within(expected, each.from())) {
                expected = each.to() + expected.substring(each.from().length());
            }
        }
        if (!expected.equals(name)) {
            Change.Renamed change = new Change.Renamed(former, name);
            renamed.add(change);
            changes.add(change);
        }
        if (before.get().readable() != now.readable()) {
            changes.add(now.readable() ? new Change.Opened(name) : new Change.Closed(name));
        }
    }

    private void compareSubscriptions(Watch watched, List<Change> changes) {
        Set<String> now = new HashSet<>(branch.account().subscriptions());
        Set<String> differing = new TreeSet<>(now);
        differing.removeAll(watched.subscribed);
        watched.subscribed.stream().filter(name -> !now.contains(name)).forEach(differing::add);
        differing.forEach(name -> changes.add(new Change.Subscription(name)));
        watched.subscribed = now;
    }

    /** The session itself has made or renamed this one, and the parents that it lacked. */
    void created(String name) throws IOException {
        if (watch == null) {
            return;
        }
        Map<Integer, Known> known = watch.known;
        Map<Integer, Known> now = folders();
        known.replaceAll((id, before) -> {
            Known after = now.getOrDefault(id, before);
            return samePlace(before.folder(), after.folder()) ? new Known(after.folder(), before.readable()) : before;
        });
        for (Known each : now.values()) {
            String made = each.folder().name();
            if (name.equals(made) || name.startsWith(made + "/")) {
                known.put(each.folder().id(), each);
            }
        }
    }

    /** Whether it has not been renamed itself; those above it may have been. */
    private static boolean samePlace(Folder before, Folder now) {
        return before.parent() == now.parent() && level(before).equals(level(now));
    }

    private static String level(Folder folder) {
        return folder.name().substring(folder.name().lastIndexOf('/') + 1);
    }

    void deleted(int folderId) {
        if (watch != null) {
            watch.known.remove(folderId);
        }
    }

    void subscribed(String name) {
        if (watch != null) {
            watch.subscribed.add(name);
        }
    }

    void unsubscribed(String name) {
        if (watch != null) {
            watch.subscribed.remove(name);
        }
    }
}
