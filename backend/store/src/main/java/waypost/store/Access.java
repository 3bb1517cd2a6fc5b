package waypost.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waypost.store.Outcome.Reason;

/**
 * An account as somebody sees it: its owner, who may do everything, or another, who may do in each folder what all his principals together may there
 * (RFC 4314 §2 leaves that choice), and has a \Seen of his own. Rights are looked up when something is asked for. As safe for threads as the account.
 */
public final class Access {
    private final Account account;
    private final Visitor visitor;
    private final boolean owner;

    Access(Account account, Visitor visitor, boolean owner) {
        this.account = account;
        this.visitor = visitor;
        this.owner = owner;
    }

    /** For what no right is needed, or the caller has looked at them. */
    public Account account() {
        return account;
    }

    public Visitor visitor() {
        return visitor;
    }

    public boolean owner() {
        return owner;
    }

    /** None where there is no such folder. */
    public Rights rights(int folderId) throws IOException {
        if (account.folder(folderId).isEmpty()) {
            return Rights.NONE;
        }
        return owner ? Rights.ALL : rights(account.properties().all(PropertyKind.ACL, folderId));
    }

    private Rights rights(List<Property> entries) {
        Rights rights = Rights.NONE;
        for (Property entry : entries) {
            Optional<Principal> principal = Principal.of(entry.key().name());
            if (principal.filter(visitor.principals()::contains).isPresent()) {
                rights = rights.with(Rights.read(entry.value()));
            }
        }
        return rights;
    }

    /** Those that he may know of, in the order of {@link Account#folders}. */
    public List<Folder> folders() throws IOException {
        if (owner) {
            return account.folders();
        }
        Map<Integer, Rights> rights = new HashMap<>();
        for (Property entry : account.properties().all(PropertyKind.ACL)) {
            rights.merge(entry.key().folderId(), rights(List.of(entry)), Rights::with);
        }
        return account.folders().stream()
                .filter(folder -> rights.getOrDefault(folder.id(), Rights.NONE).has(Right.VISIBLE))
                .toList();
    }

    /** Who may do what in a folder, beside its owner. */
    public Outcome<Map<Principal, Rights>> grants(int folderId) throws IOException {
        if (!rights(folderId).has(Right.OWNER)) {
            return refused(folderId);
        }
        Map<Principal, Rights> grants = new HashMap<>();
        for (Property entry : account.properties().all(PropertyKind.ACL, folderId)) {
            Principal.of(entry.key().name()).ifPresent(principal -> grants.put(principal, Rights.read(entry.value())));
        }
        return Outcome.done(Map.copyOf(grants));
    }

    /** Makes of what the principal may do in a folder what is to be; answers that. Without rights he has no entry. */
    public Outcome<Rights> grant(int folderId, Principal principal, UnaryOperator<Rights> change) throws IOException {
        if (!rights(folderId).has(Right.OWNER)) {
            return refused(folderId);
        }
        PropertyKey key = new PropertyKey(PropertyKind.ACL, folderId, principal.text());
        return account.properties().edit(properties -> {
            Rights before =
                    properties.get(key).map(Property::value).map(Rights::read).orElse(Rights.NONE);
            Rights after = change.apply(before);
            PropertyChange set = after.equals(Rights.NONE)
                    ? new PropertyChange.Remove(key)
                    : new PropertyChange.Set(key, after.value());
            return properties.change(set).map(_ -> after);
        });
    }

    /** Holds a folder open that he may read; its messages have his \Seen. */
    public Optional<OpenFolder> open(int folderId, FolderWatch watch) throws IOException {
        if (owner) {
            return account.open(folderId, watch);
        }
        return rights(folderId).has(Right.READ)
                ? account.openFolders().open(folderId, principal(), watch)
                : Optional.empty();
    }

    /** Empty when he may not read the folder, or it is not there. */
    public Optional<FolderCounts> counts(int folderId) throws IOException {
        Optional<FolderCounts> counts = account.counts(folderId);
        if (owner || counts.isEmpty()) {
            return counts;
        }
        Optional<OpenFolder> opened = open(folderId, _ -> {});
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (OpenFolder folder = opened.get()) {
            FolderSnapshot messages = folder.snapshot();
            return Optional.of(counts.get().withUnseen(messages.size() - messages.count(Flags.SEEN)));
        }
    }

    /** As {@link Account#flag}; those of the flags that he may change. */
    public Outcome<Flagged> flag(int folderId, List<MessageRef> messages, FlagChange change, long unchangedSince)
            throws IOException {
        if (owner) {
            return account.flag(folderId, messages, change, unchangedSince);
        }
        VisitorCommits commits = commits(folderId);
        return account.parts()
                .flag(messages, (draft, part) -> commits.flag(draft, folderId, part, change, unchangedSince));
    }

    /** The message with his name on it. */
    public Outcome<NewMessage> signed(NewMessage message) throws IOException {
        if (!rights(message.folderId()).has(Right.CREATE)) {
            return refused(message.folderId());
        }
        return Outcome.done(owner ? message : message.by(principal()));
    }

    public Outcome<Copied> copy(int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        if (owner) {
            return account.copy(folderId, messages, toFolder);
        }
        Optional<Outcome<Copied>> refused = refusedTo(folderId, toFolder);
        VisitorCommits commits = commits(folderId);
        QuotaLimits quota = account.standardQuota();
        return refused.isPresent()
                ? refused.get()
                : account.parts()
                        .copy(
                                messages,
                                account.folder(toFolder),
                                (draft, part) -> commits.copy(draft, quota, folderId, part, toFolder));
    }

    /** All, or none when there are some that he may not take away. */
    public Outcome<Copied> move(int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        if (owner) {
            return account.move(folderId, messages, toFolder);
        }
        Optional<Outcome<Copied>> refused = refusedTo(folderId, toFolder);
        VisitorCommits commits = commits(folderId);
        return refused.isPresent()
                ? refused.get()
                : account.parts()
                        .move(
                                messages,
                                account.folder(toFolder),
                                (draft, part) -> commits.move(draft, folderId, part, toFolder));
    }

    /** Whether he may not take messages from the one folder to the other. */
    private Optional<Outcome<Copied>> refusedTo(int folderId, int toFolder) throws IOException {
        if (!rights(folderId).has(Right.READ)) {
            return Optional.of(refused(folderId));
        }
        return rights(toFolder).has(Right.CREATE) ? Optional.empty() : Optional.of(refused(toFolder));
    }

    /** As {@link Account#expunge}; those that he may remove. */
    public Outcome<List<Long>> expunge(int folderId, List<MessageRef> messages, Flags required) throws IOException {
        if (owner) {
            return account.expunge(folderId, messages, required);
        }
        VisitorCommits commits = commits(folderId);
        return account.parts().expunge(messages, (draft, part) -> commits.expunge(draft, folderId, part, required));
    }

    private VisitorCommits commits(int folderId) throws IOException {
        return new VisitorCommits(principal(), rights(folderId));
    }

    private String principal() {
        return visitor.principal().text();
    }

    /** Who may not know of a folder is told that there is none. */
    private <T> Outcome<T> refused(int folderId) throws IOException {
        return Outcome.refused(rights(folderId).has(Right.VISIBLE) ? Reason.NO_RIGHT : Reason.NO_SUCH_FOLDER);
    }
}
