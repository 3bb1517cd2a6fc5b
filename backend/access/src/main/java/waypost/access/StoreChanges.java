package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxChanges;
import waypost.store.AccountWatch;
import waypost.store.Folder;

/**
 * What happens to the folders of an account that a user may know of, for one session. The applier's thread only notes which folders are concerned; the
 * session's thread compares names and subscriptions with those that it knows.
 */
final class StoreChanges implements MailboxChanges {
    private final Branch branch;
    private final int most;
    private @Nullable Watch watch;

    /** @param most folders that may wait to be taken */
    StoreChanges(Branch branch, int most) {
        this.branch = branch;
        this.most = most;
    }

    /** What is kept for a session that has asked to be told. */
    private static final class Watch {
        private final NotedChanges noted;
        private final AccountWatch.Watching watching;
        private Map<Integer, Folder> known = Map.of();
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
    public void watch(Wakeup wakeup) throws IOException {
        unwatch();
        Watch begun = new Watch(branch, most, wakeup);
        watch = begun;
        begun.known = folders();
    }

    @Override
    public void unwatch() {
        if (watch != null) {
            watch.watching.close();
            watch = null;
        }
    }

    private Map<Integer, Folder> folders() throws IOException {
        Map<Integer, Folder> folders = new LinkedHashMap<>();
        for (Folder folder : branch.access().folders()) {
            if (branch.shows(folder)) {
                folders.put(folder.id(), folder);
            }
        }
        return folders;
    }

    @Override
    public List<Change> take() throws IOException {
        if (watch == null) {
            return List.of();
        }
        NotedChanges.Taken taken = watch.noted.take();
        if (taken.lost()) {
            unwatch();
            return List.of(new Change.Lost());
        }
        List<Change> changes = new ArrayList<>();
        if (taken.names()) {
            compareNames(watch, changes);
        }
        if (taken.subscriptions()) {
            compareSubscriptions(watch, changes);
        }
        for (int folderId : taken.touched()) {
            branch.account()
                    .folder(folderId)
                    .ifPresent(folder -> changes.add(new Change.Messages(branch.name(folder))));
        }
        return changes;
    }

    private void compareNames(Watch watched, List<Change> changes) throws IOException {
        Map<Integer, Folder> now = folders();
        for (Folder folder : watched.known.values()) {
            if (!now.containsKey(folder.id())) {
                changes.add(new Change.Deleted(branch.name(folder)));
            }
        }
        for (Folder folder : now.values()) {
            Folder before = watched.known.get(folder.id());
            if (before == null) {
                changes.add(new Change.Created(branch.name(folder)));
            } else if (!samePlace(before, folder)) {
                changes.add(new Change.Renamed(branch.name(before), branch.name(folder)));
            }
        }
        watched.known = now;
    }

    /** Whether it has not been renamed itself; those above it may have been. */
    private static boolean samePlace(Folder before, Folder now) {
        return before.parent() == now.parent() && level(before).equals(level(now));
    }

    private static String level(Folder folder) {
        return folder.name().substring(folder.name().lastIndexOf('/') + 1);
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
        Map<Integer, Folder> known = watch.known;
        Map<Integer, Folder> now = folders();
        known.replaceAll((id, folder) ->
                samePlace(folder, now.getOrDefault(id, folder)) ? now.getOrDefault(id, folder) : folder);
        for (Folder folder : now.values()) {
            if (name.equals(folder.name()) || name.startsWith(folder.name() + "/")) {
                known.put(folder.id(), folder);
            }
        }
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
