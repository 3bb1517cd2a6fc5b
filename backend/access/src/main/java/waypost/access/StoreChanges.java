package waypost.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxChanges;
import waypost.store.Account;
import waypost.store.AccountChange;
import waypost.store.AccountWatch;
import waypost.store.Folder;

/**
 * What happens to the folders of an account, for one session. The applier's thread only notes which folders are concerned, so what waits is no more than
 * their number; the session's thread compares names and subscriptions with those that it knows.
 */
final class StoreChanges implements MailboxChanges {
    private final Account account;
    private final int most;
    private Noticed noticed = new Noticed();
    private AccountWatch.Watching watching = () -> {};
    private boolean watched;
    private Map<Integer, Folder> known = Map.of();
    private Set<String> subscribed = new HashSet<>();

    /** What waits to be taken. */
    private static final class Noticed {
        private final Set<Integer> touched = new TreeSet<>();
        private boolean names;
        private boolean subscriptions;
        private boolean lost;

        boolean nothing() {
            return touched.isEmpty() && !names && !subscriptions && !lost;
        }
    }

    /** @param most folders that may wait to be taken */
    StoreChanges(Account account, int most) {
        this.account = account;
        this.most = most;
    }

    @Override
    public void watch(Wakeup wakeup) {
        unwatch();
        watching = account.watch(changes -> {
            if (note(changes)) {
                wakeup.wake();
            }
        });
        watched = true;
        known = folders();
        subscribed = new HashSet<>(account.subscriptions());
    }

    @Override
    public void unwatch() {
        watching.close();
        watching = () -> {};
        watched = false;
        known = Map.of();
        subscribed = new HashSet<>();
        Noticed unused = swap();
    }

    private Map<Integer, Folder> folders() {
        Map<Integer, Folder> folders = new LinkedHashMap<>();
        account.folders().forEach(folder -> folders.put(folder.id(), folder));
        return folders;
    }

    /** On the applier's thread. Whether there is anything to take. */
    private synchronized boolean note(List<AccountChange> changes) {
        for (AccountChange change : changes) {
            switch (change) {
                case AccountChange.FolderCreated _, AccountChange.FolderRenamed _, AccountChange.FolderDeleted _ ->
                    noticed.names = true;
                case AccountChange.FolderTouched(int folderId) -> noticed.touched.add(folderId);
                case AccountChange.SubscriptionsChanged() -> noticed.subscriptions = true;
                case AccountChange.PropertyChanged _ -> {}
            }
        }
        if (noticed.touched.size() > most) {
            noticed.touched.clear();
            noticed.lost = true;
        }
        return !noticed.nothing();
    }

    private synchronized Noticed swap() {
        Noticed taken = noticed;
        noticed = new Noticed();
        return taken;
    }

    @Override
    public List<Change> take() {
        Noticed taken = swap();
        if (taken.lost) {
            unwatch();
            return List.of(new Change.Lost());
        }
        List<Change> changes = new ArrayList<>();
        if (taken.names) {
            compareNames(changes);
        }
        if (taken.subscriptions) {
            compareSubscriptions(changes);
        }
        for (int folderId : taken.touched) {
            account.folder(folderId).ifPresent(folder -> changes.add(new Change.Messages(folder.name())));
        }
        return changes;
    }

    private void compareNames(List<Change> changes) {
        Map<Integer, Folder> now = folders();
        for (Folder folder : known.values()) {
            if (!now.containsKey(folder.id())) {
                changes.add(new Change.Deleted(folder.name()));
            }
        }
        for (Folder folder : account.folders()) {
            Folder before = known.get(folder.id());
            if (before == null) {
                changes.add(new Change.Created(folder.name()));
            } else if (!samePlace(before, folder)) {
                changes.add(new Change.Renamed(before.name(), folder.name()));
            }
        }
        known = now;
    }

    /** Whether it has not been renamed itself; those above it may have been. */
    private static boolean samePlace(Folder before, Folder now) {
        return before.parent() == now.parent() && level(before).equals(level(now));
    }

    private static String level(Folder folder) {
        return folder.name().substring(folder.name().lastIndexOf('/') + 1);
    }

    private void compareSubscriptions(List<Change> changes) {
        Set<String> now = new HashSet<>(account.subscriptions());
        Set<String> differing = new TreeSet<>(now);
        differing.removeAll(subscribed);
        subscribed.stream().filter(name -> !now.contains(name)).forEach(differing::add);
        differing.forEach(name -> changes.add(new Change.Subscription(name)));
        subscribed = now;
    }

    /** The session itself has made or renamed this one, and the parents that it lacked. */
    void created(String name) {
        if (!watched) {
            return;
        }
        Map<Integer, Folder> now = folders();
        known.replaceAll((id, folder) ->
                samePlace(folder, now.getOrDefault(id, folder)) ? now.getOrDefault(id, folder) : folder);
        for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
            account.folder(name.substring(0, end)).ifPresent(folder -> known.put(folder.id(), folder));
        }
    }

    void deleted(int folderId) {
        if (watched) {
            known.remove(folderId);
        }
    }

    void subscribed(String name) {
        subscribed.add(name);
    }

    void unsubscribed(String name) {
        subscribed.remove(name);
    }
}
