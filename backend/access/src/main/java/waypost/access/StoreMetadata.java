package waypost.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Account;
import waypost.store.AccountChange;
import waypost.store.AccountWatch;
import waypost.store.Criterion;
import waypost.store.Folder;
import waypost.store.Outcome;
import waypost.store.Property;
import waypost.store.PropertyChange;
import waypost.store.PropertyDraft;
import waypost.store.PropertyKey;
import waypost.store.PropertyKind;
import waypost.store.PropertyValue;
import waypost.store.Right;

/**
 * Annotations as properties of folders and of the account, which stands for the server: its private entries are the user's, and shared ones nobody has
 * (RFC 5464 §3.3 lets their creation be restricted). For one session; the applier's thread only gathers what has changed.
 */
final class StoreMetadata implements MailboxMetadata {
    private static final String SHARED = "/shared/";

    /** Entries that wait to be told. */
    private static final int MOST = 4096;

    private final Branch branch;
    private final Account account;
    private Set<PropertyKey> changed = Set.of();
    private AccountWatch.Watching watching = () -> {};
    private volatile boolean lost;

    StoreMetadata(Branch branch) {
        this.branch = branch;
        this.account = branch.account();
    }

    /** RFC 5464 §3.3: "on which they have the "l" right and any one of the "r", "s", "w", "i", or "p" rights". */
    private int folderId(String mailbox) throws IOException {
        if (mailbox.equals(SERVER)) {
            return PropertyKey.ACCOUNT;
        }
        branch.folder(mailbox, Right.VISIBLE);
        return branch.folder(mailbox, Right.READ, Right.SEEN, Right.EDIT_ANY, Right.CREATE, Right.POST)
                .id();
    }

    /** Whose mailbox it is for {@link VisitorNotes}. */
    VisitorNotes.Visited visited(String mailbox) throws IOException {
        return new VisitorNotes.Visited(account.id().toString(), folderId(mailbox));
    }

    boolean personal() {
        return branch.personal();
    }

    /** Private annotations are the owner's: those of others are in {@link VisitorNotes}. */
    boolean shows(String entry) {
        return branch.personal() || entry.startsWith(SHARED);
    }

    private static PropertyKey key(int folderId, String entry) {
        return new PropertyKey(PropertyKind.METADATA, folderId, entry);
    }

    @Override
    public Optional<String> value(String mailbox, String entry) throws IOException {
        int folderId = folderId(mailbox);
        return shows(entry)
                ? account.properties().get(key(folderId, entry)).map(StoreMetadata::text)
                : Optional.empty();
    }

    @Override
    public SortedMap<String, String> values(String mailbox) throws IOException {
        SortedMap<String, String> values = new TreeMap<>();
        for (Property property : account.properties().all(PropertyKind.METADATA, folderId(mailbox))) {
            if (shows(property.key().name())) {
                values.put(property.key().name(), text(property));
            }
        }
        return values;
    }

    static String text(Property property) {
        return new String(property.value().octets(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void change(String mailbox, List<Change> changes) throws IOException {
        int folderId = folderId(mailbox);
        boolean ofAll = changes.stream().anyMatch(change -> change.entry().startsWith(SHARED));
        if (folderId == PropertyKey.ACCOUNT && ofAll) {
            throw new MailboxException("NOPERM", "Shared annotations of the server cannot be changed");
        }
        if (!branch.personal()) {
            branch.folder(mailbox, Right.EDIT_ANY);
        }
        List<PropertyChange> wanted =
                changes.stream().map(change -> change(folderId, change)).toList();
        Optional<Change> searched = changes.stream()
                .filter(change -> change.entry().equals(SearchProgram.ENTRY))
                .reduce((_, last) -> last);
        if (searched.isPresent()) {
            search(mailbox, folderId, searched.get(), wanted);
        } else if (wanted.stream().anyMatch(PropertyChange.Set.class::isInstance)) {
            done(account.properties().edit(properties -> edit(properties, folderId, wanted)), mailbox);
        } else {
            done(account.properties().change(wanted), mailbox);
        }
        for (PropertyChange own : wanted) {
            forget(own);
        }
    }

    /** What the annotation says and what the folder looks for change together. */
    private void search(String mailbox, int folderId, Change change, List<PropertyChange> wanted) throws IOException {
        boolean there = folderId != PropertyKey.ACCOUNT
                && account.folder(folderId).filter(SearchNames::search).isPresent();
        if (!there) {
            throw new MailboxException("CANNOT", "Search criteria are for mailboxes below " + SearchNames.TOP);
        }
        Optional<Criterion> criterion = SearchProgram.read(change.value());
        Outcome<Boolean> outcome = account.properties()
                .edit(properties -> properties.search(folderId, criterion) instanceof Outcome.Refused<Boolean> refused
                        ? refused
                        : edit(properties, folderId, wanted));
        done(outcome, mailbox);
    }

    private static PropertyChange change(int folderId, Change change) {
        PropertyKey key = key(folderId, change.entry());
        return change.value().isPresent()
                ? new PropertyChange.Set(
                        key, PropertyValue.of(change.value().get().getBytes(StandardCharsets.ISO_8859_1)))
                : new PropertyChange.Remove(key);
    }

    private static Outcome<Boolean> edit(PropertyDraft properties, int folderId, List<PropertyChange> changes)
            throws IOException {
        int before = properties.all(PropertyKind.METADATA, folderId).size();
        for (PropertyChange change : changes) {
            if (properties.change(change) instanceof Outcome.Refused<Boolean> refused) {
                return refused;
            }
        }
        int after = properties.all(PropertyKind.METADATA, folderId).size();
        return after > Math.max(before, MAX_ENTRIES)
                ? Outcome.refused(Outcome.Reason.PROPERTY_LIMIT)
                : Outcome.done(true);
    }

    /** RFC 5464 §4.3. */
    static <T> void done(Outcome<T> outcome, String mailbox) throws MailboxException {
        if (outcome.equals(Outcome.refused(Outcome.Reason.PROPERTY_LIMIT))) {
            throw new MailboxException("METADATA TOOMANY", "No more annotations can be kept");
        }
        Refusals.done(outcome, mailbox);
    }

    /** What the folder has the other one gets as well. */
    void copy(int fromFolder, int toFolder, String mailbox) throws IOException {
        List<PropertyChange> copies = account.properties().all(PropertyKind.METADATA, fromFolder).stream()
                .<PropertyChange>map(property ->
                        new PropertyChange.Set(key(toFolder, property.key().name()), property.value()))
                .toList();
        done(account.properties().change(copies), mailbox);
        copies.forEach(copy -> takeBack(copy.key()));
    }

    @Override
    public void watch(Wakeup wakeup) {
        changed = ConcurrentHashMap.newKeySet();
        watching = account.watch(changes -> {
            boolean some = false;
            for (AccountChange change : changes) {
                if (change instanceof AccountChange.PropertyChanged(PropertyKey key)
                        && key.kind() == PropertyKind.METADATA) {
                    some |= note(key);
                }
            }
            if (some) {
                wakeup.wake();
            }
        });
    }

    private boolean note(PropertyKey key) {
        lost |= changed.size() >= MOST;
        return lost || changed.add(key);
    }

    /** The client knows what it has done itself; unless another has come behind it, which is noticed before or after this looks. */
    private void forget(PropertyChange own) throws IOException {
        if (takeBack(own.key()) && !isAs(own)) {
            changed.add(own.key());
        }
    }

    private boolean takeBack(PropertyKey key) {
        return changed.contains(key) && changed.remove(key);
    }

    private boolean isAs(PropertyChange own) throws IOException {
        Optional<PropertyValue> now = account.properties().get(own.key()).map(Property::value);
        return switch (own) {
            case PropertyChange.Set(PropertyKey _, PropertyValue value) -> now.equals(Optional.of(value));
            case PropertyChange.Remove(PropertyKey _) -> now.isEmpty();
        };
    }

    /** What was there of a folder that has gone since is not told of. */
    @Override
    public List<Changed> changed() {
        SortedMap<String, SortedMap<String, PropertyKey>> entries = new TreeMap<>();
        for (PropertyKey key : changed) {
            changed.remove(key);
            name(key.folderId())
                    .ifPresent(mailbox -> entries.computeIfAbsent(mailbox, _ -> new TreeMap<>())
                            .put(key.name(), key));
        }
        return entries.entrySet().stream()
                .map(each ->
                        new Changed(each.getKey(), List.copyOf(each.getValue().keySet())))
                .toList();
    }

    @Override
    public boolean lost() {
        boolean was = lost;
        lost = false;
        return was;
    }

    private Optional<String> name(int folderId) {
        return folderId == PropertyKey.ACCOUNT
                ? Optional.of(SERVER)
                : account.folder(folderId).filter(branch::shows).map(Folder::name);
    }

    void close() {
        watching.close();
    }
}
