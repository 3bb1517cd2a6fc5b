package waypost.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import waypost.store.AccountChange;
import waypost.store.PropertyKind;

/** What has happened to an account and waits to be taken: no more than which folders are concerned. The applier's thread notes, the session's takes. */
final class NotedChanges {
    private final int most;
    private Taken noted = new Taken();

    /** What is taken at once. */
    static final class Taken {
        private final Set<Integer> touched = new TreeSet<>();
        private boolean names;
        private boolean subscriptions;
        private boolean lost;

        /** Folders whose messages, flags or counters have changed. */
        Set<Integer> touched() {
            return touched;
        }

        /** Whether folders have come, gone or got other names, or somebody has been given other rights to some. */
        boolean names() {
            return names;
        }

        boolean subscriptions() {
            return subscriptions;
        }

        /** Whether it was more than is kept. */
        boolean lost() {
            return lost;
        }

        private boolean nothing() {
            return touched.isEmpty() && !names && !subscriptions && !lost;
        }
    }

    /** @param most folders that may wait to be taken */
    NotedChanges(int most) {
        this.most = most;
    }

    /** Whether there is anything to take. */
    synchronized boolean note(List<AccountChange> changes) {
        for (AccountChange change : changes) {
            switch (change) {
                case AccountChange.FolderCreated _, AccountChange.FolderRenamed _, AccountChange.FolderDeleted _ ->
                    noted.names = true;
                case AccountChange.FolderTouched(int folderId) -> noted.touched.add(folderId);
                case AccountChange.SubscriptionsChanged() -> noted.subscriptions = true;
                case AccountChange.PropertyChanged(var key) -> noted.names |= key.kind() == PropertyKind.ACL;
            }
        }
        if (noted.touched.size() > most) {
            noted.touched.clear();
            noted.lost = true;
        }
        return !noted.nothing();
    }

    /** Names are to be compared whatever has happened. */
    synchronized void names() {
        noted.names = true;
    }

    synchronized Taken take() {
        Taken taken = noted;
        noted = new Taken();
        return taken;
    }
}
