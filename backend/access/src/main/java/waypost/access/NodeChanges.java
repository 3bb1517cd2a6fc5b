package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import waypost.identity.AccountId;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxChanges;
import waypost.protocol.imap.MailboxFilter;
import waypost.protocol.imap.Mailboxes.Namespaces;
import waypost.store.Account;
import waypost.store.AccountWatch;

/**
 * What happens to all mailboxes of this node that a user may know of, for one session. Other accounts are watched only where what the session has asked for
 * reaches among their names; one that has given the user nothing so far, from when it does.
 */
final class NodeChanges implements MailboxChanges {
    private final Account account;
    private final NodeMailboxes mailboxes;
    private final StoreChanges own;
    private final SharedAccounts shared;
    private @Nullable Watch watch;

    /** @param own of the user's own account */
    NodeChanges(Account account, NodeMailboxes mailboxes, StoreChanges own, SharedAccounts shared) {
        this.account = account;
        this.mailboxes = mailboxes;
        this.own = own;
        this.shared = shared;
    }

    /** What is kept for a session that has asked to be told. */
    private static final class Watch {
        private final List<MailboxFilter> concerned;
        private final Wakeup wakeup;
        private final AtomicBoolean granted = new AtomicBoolean();
        private final Map<AccountId, StoreChanges> others = new LinkedHashMap<>();
        private AccountWatch.@Nullable Watching grants;

        Watch(List<MailboxFilter> concerned, Wakeup wakeup) {
            this.concerned = concerned;
            this.wakeup = wakeup;
        }

        boolean reaches(String prefix, List<String> subscribed) {
            return concerned.stream().anyMatch(filter -> filter.reaches(prefix, subscribed));
        }

        void close() {
            others.values().forEach(StoreChanges::unwatch);
            if (grants != null) {
                grants.close();
            }
        }
    }

    @Override
    public void watch(List<MailboxFilter> concerned, Wakeup wakeup) throws IOException {
        unwatch();
        own.watch(concerned, wakeup);
        Watch begun = new Watch(concerned, wakeup);
        watch = begun;
        subscribed();
    }

    @Override
    public void unwatch() {
        own.unwatch();
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    /** The user's subscriptions may reach into other accounts now. */
    void subscribed() throws IOException {
        Watch watched = watch;
        if (watched != null) {
            for (StoreChanges each : found(watched)) {
                each.watch(watched.concerned, watched.wakeup);
            }
        }
    }

    /** Of accounts that are concerned and not watched yet. */
    private List<StoreChanges> found(Watch watched) throws IOException {
        List<String> subscribed = account.subscriptions();
        Namespaces namespaces = mailboxes.namespaces();
        boolean any = Stream.of(namespaces.others(), namespaces.shared())
                .flatMap(Optional::stream)
                .anyMatch(prefix -> watched.reaches(prefix, subscribed));
        if (!any) {
            return List.of();
        }
        if (watched.grants == null) { // before it looks at what has been granted, to miss nothing
            watched.grants = shared.watchGrants(account, () -> {
                watched.granted.set(true);
                watched.wakeup.wake();
            });
        }
        List<StoreChanges> found = new ArrayList<>();
        for (Branch branch : shared.branches(account)) {
            AccountId id = branch.account().id();
            boolean concerned = !namespaces.personal(branch.prefix()) && watched.reaches(branch.prefix(), subscribed);
            if (concerned && !watched.others.containsKey(id)) {
                StoreChanges changes = new StoreChanges(branch);
                watched.others.put(id, changes);
                found.add(changes);
            }
        }
        return found;
    }

    @Override
    public List<Change> take() throws IOException {
        Watch watched = watch;
        if (watched == null) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>(own.take());
        if (watched.granted.getAndSet(false)) {
            found(watched).forEach(each -> each.watchNew(watched.wakeup));
        }
        if (changes.stream().anyMatch(Change.Subscription.class::isInstance)) {
            subscribed();
        }
        for (StoreChanges each : watched.others.values()) {
            changes.addAll(each.take());
        }
        return changes;
    }

    /** To be told what the session does itself in that account. */
    StoreChanges of(Branch branch) {
        StoreChanges none = new StoreChanges(branch);
        return watch == null ? none : watch.others.getOrDefault(branch.account().id(), none);
    }
}
