package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import waypost.store.StateRecord.FolderState;

/**
 * What sessions see of an account: its folders, keywords and subscriptions, and the messages of those folders that are open. Everything in it is durable;
 * the applier brings it up to date before the commit that did it is answered. Safe for threads.
 */
final class OpenFolders {
    private final long account;
    private final Object owner;
    private final Table table;
    private final RestingViews resting;
    private final Map<Viewed, FolderView> views = new ConcurrentHashMap<>();
    private final Set<AccountWatch> watches = new CopyOnWriteArraySet<>();
    private final ReentrantLock opening = new ReentrantLock();
    private final List<StateRecord> early = new ArrayList<>();
    private boolean loaded;
    private Map<Integer, FolderState> folders = Map.of();
    private StateRecord.Keywords keywords;
    private StateRecord.Subscriptions subscriptions;

    /** @param principal empty for the account itself */
    private record Viewed(int folderId, String principal) {
        FolderView view() {
            return new FolderView(
                    folderId, principal.isEmpty() ? Optional.empty() : Optional.of(new SeenMarks(principal)));
        }
    }

    /** @param owner stays in memory, and feeds these folders, as long as one of them rests */
    OpenFolders(long account, Object owner, Table table, RestingViews resting) {
        this.account = account;
        this.owner = owner;
        this.table = table;
        this.resting = resting;
        this.keywords = new StateRecord.Keywords(account, -1, List.of());
        this.subscriptions = new StateRecord.Subscriptions(account, -1, List.of());
    }

    /** Reads the folders once; what is applied meanwhile is taken afterwards. */
    void load() throws IOException {
        opening.lock();
        try {
            synchronized (this) {
                if (loaded) {
                    return;
                }
            }
            AccountHead.State state = AccountReads.state(table, account);
            synchronized (this) {
                folders = state.folders();
                keywords = state.keywords();
                subscriptions = state.subscriptions();
                loaded = true;
                early.forEach(this::take);
                early.clear();
            }
        } finally {
            opening.unlock();
        }
    }

    synchronized Map<Integer, FolderState> folders() {
        return folders;
    }

    synchronized List<String> keywords() {
        return keywords.names();
    }

    synchronized List<String> subscriptions() {
        return subscriptions.names();
    }

    Optional<Folder> folder(int id) {
        Map<Integer, FolderState> now = folders();
        return Optional.ofNullable(now.get(id)).map(new FolderTree(now)::folder);
    }

    /** Opens a folder that is there. */
    Optional<OpenFolder> open(int folderId, FolderWatch watch) throws IOException {
        return open(folderId, "", watch);
    }

    /** As somebody sees it who is not the account itself. */
    Optional<OpenFolder> open(int folderId, String principal, FolderWatch watch) throws IOException {
        opening.lock();
        try {
            FolderView view = views.computeIfAbsent(new Viewed(folderId, principal), Viewed::view);
            OpenFolder opened = new OpenFolder(this, view, folderId, watch);
            view.join(opened);
            resting.take(view);
            boolean there = false;
            try {
                there = load(view, folderId, principal);
            } finally {
                if (!there) {
                    leave(opened);
                }
            }
            return there ? Optional.of(opened) : Optional.empty();
        } finally {
            opening.unlock();
        }
    }

    /** Whether there is such a folder. Its view has joined before, so it misses nothing. */
    private boolean load(FolderView view, int folderId, String principal) throws IOException {
        Optional<Folder> folder = folder(folderId);
        if (folder.isPresent() && !view.isLoaded()) {
            List<StateRecord.SeenBy> seen =
                    principal.isEmpty() ? List.of() : AccountReads.marks(table, account, folderId, principal);
            view.loaded(messages(folderId), seen, folder.get());
        }
        return folder.isPresent();
    }

    void leave(OpenFolder opened) {
        List<RestingViews.Resting> gone = List.of();
        opening.lock();
        try {
            FolderView view = opened.view();
            if (view.leave(opened)) {
                if (view.isLoaded() && folders().containsKey(opened.folderId())) {
                    gone = resting.put(new RestingViews.Resting(this, owner, view));
                } else {
                    views.values().remove(view);
                }
            }
        } finally {
            opening.unlock();
        }
        gone.forEach(old -> old.folders().drop(old.view())); // of other accounts, each with a lock of its own
    }

    /** Forgets the messages of a folder that has rested, unless somebody has it open again. */
    private void drop(FolderView view) {
        opening.lock();
        try {
            if (!view.isHeld()) {
                resting.take(view);
                views.values().remove(view);
            }
        } finally {
            opening.unlock();
        }
    }

    void join(AccountWatch watch) {
        watches.add(watch);
    }

    void leave(AccountWatch watch) {
        watches.remove(watch);
    }

    /** Takes what was applied. On the applier's thread. */
    void apply(List<Effect> effects) {
        synchronized (this) {
            for (Effect effect : effects) {
                if (loaded) {
                    take(effect.after());
                } else {
                    early.add(effect.after());
                }
            }
        }
        for (FolderView view : views.values()) {
            List<Effect> concerning = effects.stream().filter(view::concerns).toList();
            if (!concerning.isEmpty()) {
                view.apply(concerning);
                view.tell();
            }
        }
        if (!watches.isEmpty()) {
            List<AccountChange> changes =
                    effects.stream().flatMap(effect -> change(effect).stream()).toList();
            if (!changes.isEmpty()) {
                watches.forEach(watch -> watch.changed(changes));
            }
        }
    }

    /** What sessions are told of it, if anything. */
    private static Optional<AccountChange> change(Effect effect) {
        return switch (effect.after()) {
            case FolderState folder -> Optional.of(change(effect.before(), folder));
            case StateRecord.FolderGone gone -> Optional.of(new AccountChange.FolderDeleted(gone.folderId()));
            case StateRecord.PropertyState property -> Optional.of(new AccountChange.PropertyChanged(property.key()));
            case StateRecord.PropertyGone gone -> Optional.of(new AccountChange.PropertyChanged(gone.key()));
            case StateRecord.Subscriptions _ -> Optional.of(new AccountChange.SubscriptionsChanged());
            case StateRecord other -> Optional.empty();
        };
    }

    private static AccountChange change(Optional<StateRecord> before, FolderState now) {
        if (before.isPresent() && before.get() instanceof FolderState old) {
            boolean stays = old.parent() == now.parent() && old.name().equals(now.name());
            return stays
                    ? new AccountChange.FolderTouched(now.folderId())
                    : new AccountChange.FolderRenamed(now.folderId());
        }
        return new AccountChange.FolderCreated(now.folderId());
    }

    private MessageArray messages(int folderId) throws IOException {
        MessageArray messages = new MessageArray();
        table.scan(Family.ACCOUNTS, Keys.uids(account, folderId), (key, value) -> {
            if (MessageRow.isMail(value)) {
                messages.put(MessageRow.read(key, value));
            }
            return true;
        });
        return messages;
    }

    private void take(StateRecord state) {
        switch (state) {
            case FolderState folder -> change(folder.folderId(), Optional.of(folder));
            case StateRecord.FolderGone gone -> change(gone.folderId(), Optional.empty());
            case StateRecord.Keywords now when now.version() >= keywords.version() -> keywords = now;
            case StateRecord.Subscriptions now when now.version() >= subscriptions.version() -> subscriptions = now;
            case StateRecord other -> {}
        }
    }

    private void change(int id, Optional<FolderState> folder) {
        Map<Integer, FolderState> changed = new HashMap<>(folders);
        folder.ifPresentOrElse(now -> changed.put(id, now), () -> changed.remove(id));
        folders = changed;
    }
}
