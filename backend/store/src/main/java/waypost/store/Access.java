package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waypost.store.Outcome.Reason;

/**
 * An account as somebody sees it: its owner, who may do everything, or another, who may do in each folder what all his principals together may there
 * (RFC 4314 §2 leaves that choice), and has a \Seen of his own. Rights are looked up when something is asked for. Who has no right to something is
 * told that there is no such folder, unless he may know of it. As safe for threads as the account.
 */
public final class Access {
    private final Account account;
    private final Visitor visitor;
    private final Rights always;

    /** @param always what he may do in every folder */
    Access(Account account, Visitor visitor, Rights always) {
        this.account = account;
        this.visitor = visitor;
        this.always = visitor.account().equals(account.id()) ? Rights.ALL : always;
    }

    /** For what no right is needed, or the caller has looked at them. */
    public Account account() {
        return account;
    }

    public Visitor visitor() {
        return visitor;
    }

    public boolean owner() {
        return visitor.account().equals(account.id());
    }

    /** None where there is no such folder. */
    public Rights rights(int folderId) throws IOException {
        if (account.folder(folderId).isEmpty()) {
            return Rights.NONE;
        }
        return always.equals(Rights.ALL)
                ? always
                : always.with(rights(account.properties().all(PropertyKind.ACL, folderId)));
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

    private boolean may(int folderId, Right right) throws IOException {
        return rights(folderId).has(right);
    }

    /** Those that he may know of, in the order of {@link Account#folders}. */
    public List<Folder> folders() throws IOException {
        if (always.has(Right.VISIBLE)) {
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

    /** Makes a folder and the parents it lacks; answers its id. Who is not the owner needs the right to in the nearest parent that there is. */
    public Outcome<Integer> createFolder(String name, FolderRole role) throws IOException {
        return mayCreate(name) ? account.createFolder(name, role) : Outcome.refused(Reason.NO_RIGHT);
    }

    private boolean mayCreate(String name) throws IOException {
        if (always.has(Right.CREATE_SUB)) {
            return true;
        }
        Optional<Folder> there = account.folder(name);
        if (there.isPresent() && !may(there.get().id(), Right.VISIBLE)) {
            return false;
        }
        for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
            Optional<Folder> parent = account.folder(name.substring(0, end));
            if (parent.isPresent()) {
                return may(parent.get().id(), Right.CREATE_SUB);
            }
        }
        return false;
    }

    public Outcome<Integer> deleteFolder(int folderId) throws IOException {
        return may(folderId, Right.DELETE_FOLDER) ? account.deleteFolder(folderId) : refused(folderId);
    }

    /** Needs the right to delete it under the one name and to make it under the other (RFC 4314 §4). */
    public Outcome<Integer> renameFolder(int folderId, String name) throws IOException {
        if (!may(folderId, Right.DELETE_FOLDER)) {
            return refused(folderId);
        }
        return mayCreate(name) ? account.renameFolder(folderId, name) : Outcome.refused(Reason.NO_RIGHT);
    }

    /** Who may do what in a folder, beside its owner. */
    public Outcome<Map<Principal, Rights>> grants(int folderId) throws IOException {
        if (!may(folderId, Right.OWNER)) {
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
        if (!may(folderId, Right.OWNER)) {
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
        if (owner()) {
            return account.open(folderId, watch);
        }
        return may(folderId, Right.READ) ? account.openFolders().open(folderId, principal(), watch) : Optional.empty();
    }

    /** Empty when he may not read the folder, or it is not there. */
    public Optional<FolderCounts> counts(int folderId) throws IOException {
        if (owner() || !may(folderId, Right.READ)) {
            return owner() ? account.counts(folderId) : Optional.empty();
        }
        long seen = AccountReads.marks(account.volume().table(), account.id().value(), folderId, principal()).stream()
                .filter(StateRecord.SeenBy::seen)
                .count();
        return account.counts(folderId).map(counts -> counts.withUnseen(counts.messages() - seen));
    }

    /** As {@link Account#flag}; those of the flags that he may change. */
    public Outcome<Flagged> flag(int folderId, List<MessageRef> messages, FlagChange change, long unchangedSince)
            throws IOException {
        if (owner()) {
            return account.flag(folderId, messages, change, unchangedSince);
        }
        VisitorCommits commits = commits(folderId);
        return account.parts()
                .flag(messages, (draft, part) -> commits.flag(draft, folderId, part, change, unchangedSince));
    }

    /** The message with his name on it, and those of its flags that he may set. */
    public Outcome<NewMessage> signed(NewMessage message) throws IOException {
        Rights rights = rights(message.folderId());
        if (!rights.has(Right.CREATE)) {
            return refused(message.folderId());
        }
        return Outcome.done(owner() ? message : message.by(principal(), VisitorCommits.changeable(rights)));
    }

    /** Puts them into a folder, all of them or none (RFC 3502). */
    public Outcome<List<Appended>> append(List<Arrival> arrivals) throws IOException {
        return switch (signed(arrivals)) {
            case Outcome.Done<List<Arrival>>(List<Arrival> signed) -> account.append(signed);
            case Outcome.Refused<List<Arrival>>(Reason reason) -> Outcome.refused(reason);
        };
    }

    private Outcome<List<Arrival>> signed(List<Arrival> arrivals) throws IOException {
        List<Arrival> signed = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            switch (signed(arrival.message())) {
                case Outcome.Done<NewMessage>(NewMessage message) -> signed.add(new Arrival(arrival.body(), message));
                case Outcome.Refused<NewMessage>(Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return Outcome.done(signed);
    }

    /** As {@link Account#replace}, if he may remove the one (RFC 8508 §4.1) and put the other there; between accounts there is {@link Crossing}. */
    public Outcome<Appended> replace(int folderId, MessageRef replaced, Arrival arrival) throws IOException {
        if (!mayRemove(folderId, replaced)) {
            return refused(folderId);
        }
        return switch (signed(List.of(arrival))) {
            case Outcome.Done<List<Arrival>>(List<Arrival> signed) ->
                account.replace(folderId, replaced, signed.getFirst());
            case Outcome.Refused<List<Arrival>>(Reason reason) -> Outcome.refused(reason);
        };
    }

    /** Whether nothing is in his way; the message may be gone. */
    boolean mayRemove(int folderId, MessageRef message) throws IOException {
        Optional<Message> found = owner() ? Optional.empty() : account.message(message.itemNo());
        return found.isEmpty() || commits(folderId).removable(found.get().item());
    }

    /** Within the account; between accounts there is {@link Crossing}. */
    public Outcome<Copied> copy(int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        if (owner()) {
            return account.copy(folderId, messages, toFolder);
        }
        Optional<Reason> refused = refusedTo(folderId, toFolder);
        VisitorCommits commits = commits(folderId);
        QuotaLimits quota = account.standardQuota();
        Rights there = rights(toFolder);
        return refused.isPresent()
                ? Outcome.refused(refused.get())
                : account.parts()
                        .copy(
                                messages,
                                account.folder(toFolder),
                                (draft, part) -> commits.copy(draft, quota, folderId, part, toFolder, there));
    }

    /** All, or none when there are some that he may not take away. */
    public Outcome<Copied> move(int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        if (owner()) {
            return account.move(folderId, messages, toFolder);
        }
        Optional<Reason> refused = refusedTo(folderId, toFolder);
        VisitorCommits commits = commits(folderId);
        return refused.isPresent()
                ? Outcome.refused(refused.get())
                : account.parts()
                        .move(
                                messages,
                                account.folder(toFolder),
                                (draft, part) -> commits.move(draft, folderId, part, toFolder));
    }

    /** Whether he may not take messages from the one folder to the other. */
    private Optional<Reason> refusedTo(int folderId, int toFolder) throws IOException {
        Optional<Reason> refused = refusal(folderId, Right.READ);
        return refused.isPresent() ? refused : refusal(toFolder, Right.CREATE);
    }

    /** As {@link Account#expunge}; those that he may remove. */
    public Outcome<List<Long>> expunge(int folderId, List<MessageRef> messages, Flags required) throws IOException {
        if (owner()) {
            return account.expunge(folderId, messages, required);
        }
        VisitorCommits commits = commits(folderId);
        return account.parts().expunge(messages, (draft, part) -> commits.expunge(draft, folderId, part, required));
    }

    VisitorCommits commits(int folderId) throws IOException {
        return new VisitorCommits(principal(), rights(folderId));
    }

    private String principal() {
        return visitor.principal().text();
    }

    private <T> Outcome<T> refused(int folderId) throws IOException {
        return Outcome.refused(may(folderId, Right.VISIBLE) ? Reason.NO_RIGHT : Reason.NO_SUCH_FOLDER);
    }

    /** Why he may not do in the folder what takes this right; empty when he may. */
    public Optional<Reason> refusal(int folderId, Right right) throws IOException {
        Rights rights = rights(folderId);
        if (rights.has(right)) {
            return Optional.empty();
        }
        return Optional.of(rights.has(Right.VISIBLE) ? Reason.NO_RIGHT : Reason.NO_SUCH_FOLDER);
    }
}
