package waypost.access;

import waypost.protocol.ServedSession.Wakeup;
import waypost.store.AccountChange;
import waypost.store.AccountWatch;
import waypost.store.PropertyKind;

/** Wakes a session when somebody changes who may do what in its open mailbox. Of the user's own mailboxes nothing is to be told: he may do everything there. */
final class RightsWatch {
    private RightsWatch() {}

    static AccountWatch.Watching of(Place place, Wakeup wakeup) {
        if (place.branch().personal()) {
            return () -> {};
        }
        int folderId = place.folder().id();
        return place.branch().account().watch(changes -> {
            boolean concerned = changes.stream()
                    .anyMatch(change -> change instanceof AccountChange.PropertyChanged(var key)
                            && key.kind() == PropertyKind.ACL
                            && key.folderId() == folderId);
            if (concerned) {
                wakeup.wake();
            }
        });
    }
}
