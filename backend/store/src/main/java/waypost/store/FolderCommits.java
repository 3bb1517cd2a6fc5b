package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.FolderState;

/** What an account's sessions do to its folders, as preparations of commits. */
final class FolderCommits {
    /** Names that fit into one record with room to spare. */
    private static final int SUBSCRIPTIONS = 900;

    private static final FolderType MAIL = FolderType.mail(FolderRole.NONE);

    private FolderCommits() {}

    /** Missing parents are made as well (RFC 3501 §6.3.3). No two folders have one role (RFC 6154 §3 allows to refuse that). */
    static Outcome<Integer> create(Draft draft, String name, FolderType type) throws IOException {
        if (!FolderTree.valid(name) || !type.valid()) {
            return Outcome.refused(Reason.INVALID_NAME);
        }
        FolderTree tree = new FolderTree(draft.folders());
        if (tree.find(name).isPresent()) {
            return Outcome.refused(Reason.FOLDER_EXISTS);
        }
        FolderRole role = type.role();
        boolean taken = role.single()
                && draft.folders().values().stream()
                        .anyMatch(folder -> folder.type().role() == role);
        if (taken) {
            return Outcome.refused(Reason.ROLE_TAKEN);
        }
        List<String> levels = FolderTree.levels(name);
        return switch (parents(draft, levels, type)) {
            case Outcome.Done<Integer>(Integer parent) ->
                role == FolderRole.SEARCH && draft.searches().size() >= SearchFolders.MOST
                        ? Outcome.refused(Reason.TOO_MANY_SEARCHES)
                        : addBelow(draft, parent, levels.getLast(), type);
            case Outcome.Refused<Integer> refused -> refused;
        };
    }

    /** In the first commit of an account. Subscribed, as some clients show no others. */
    static void createStandard(Draft draft, Set<FolderRole> roles) {
        List<String> names = new ArrayList<>();
        for (FolderRole role : roles) {
            if (role.single()) {
                add(draft, 0, role.standardName(), FolderType.mail(role));
                names.add(role.standardName());
            }
        }
        draft.put(new StateRecord.Subscriptions(draft.account(), draft.modseq(), List.copyOf(names)));
    }

    /** Goes with these messages of it; when it holds others, all stay. */
    static Outcome<Integer> delete(Draft draft, int folderId, List<MessageRef> messages) throws IOException {
        Optional<FolderState> folder = draft.folder(folderId);
        if (folder.isEmpty()) {
            return Outcome.refused(Reason.NO_SUCH_FOLDER);
        }
        if (new FolderTree(draft.folders()).hasChildren(folderId)) {
            return Outcome.refused(Reason.FOLDER_HAS_CHILDREN);
        }
        if (draft.searches().containsKey(folderId)) {
            SearchFolders.empty(draft, folderId, Integer.MAX_VALUE);
        } else {
            ItemCommits.remove(draft, folderId, messages, Flags.NONE);
            if (draft.holdsItems(folderId)) {
                return Outcome.refused(Reason.FOLDER_GREW);
            }
        }
        new PropertyDraft(draft).removeAll(folderId);
        draft.remove(folder.get());
        return Outcome.done(folderId);
    }

    /** Children stay below it; all must have names that are valid, or nobody could reach them. */
    static Outcome<Integer> rename(Draft draft, int folderId, String name) throws IOException {
        Optional<FolderState> folder = draft.folder(folderId);
        if (folder.isEmpty()) {
            return Outcome.refused(Reason.NO_SUCH_FOLDER);
        }
        FolderTree tree = new FolderTree(draft.folders());
        if (tree.find(name).isPresent()) {
            return Outcome.refused(Reason.FOLDER_EXISTS);
        }
        String own = tree.folder(folder.get()).name();
        boolean valid = FolderTree.valid(name)
                && tree.namesBelow(folderId).allMatch(below -> FolderTree.valid(name + "/" + below));
        if (folderId == Folder.INBOX || !valid || name.startsWith(own + "/")) {
            return Outcome.refused(Reason.INVALID_NAME);
        }
        List<String> levels = FolderTree.levels(name);
        return switch (parents(draft, levels, folder.get().type())) {
            case Outcome.Done<Integer>(Integer parent) -> {
                draft.put(folder.get().renamed(draft.modseq(), parent, levels.getLast()));
                yield SearchFolders.renamed(draft).map(_ -> folderId);
            }
            case Outcome.Refused<Integer> refused -> refused;
        };
    }

    /** Remembers that sessions have been told of all messages there are; answers which of them this one is the first to tell. */
    static Outcome<RecentClaim> claimRecent(Draft draft, int folderId) {
        Optional<FolderState> found = draft.folder(folderId);
        if (found.isEmpty()) {
            return Outcome.refused(Reason.NO_SUCH_FOLDER);
        }
        FolderState folder = found.get();
        if (folder.recentFrom() < folder.uidNext()) {
            draft.put(folder.with(draft.modseq(), folder.uidNext(), folder.uidNext()));
        }
        return Outcome.done(new RecentClaim(folder.recentFrom(), folder.uidNext()));
    }

    /** Any name may be subscribed, whether there is such a folder or not (RFC 3501 §6.3.6). Whether that changed anything. */
    static Outcome<Boolean> subscribe(Draft draft, String name) {
        List<String> names = new ArrayList<>(draft.before().subscriptions().names());
        if (names.contains(name)) {
            return Outcome.done(false);
        }
        if (!FolderTree.valid(name) || names.size() >= SUBSCRIPTIONS) {
            return Outcome.refused(Reason.INVALID_NAME);
        }
        names.add(name);
        draft.put(new StateRecord.Subscriptions(draft.account(), draft.modseq(), List.copyOf(names)));
        return Outcome.done(true);
    }

    static Outcome<Boolean> unsubscribe(Draft draft, String name) {
        List<String> names = new ArrayList<>(draft.before().subscriptions().names());
        if (!names.remove(name)) {
            return Outcome.done(false);
        }
        draft.put(new StateRecord.Subscriptions(draft.account(), draft.modseq(), List.copyOf(names)));
        return Outcome.done(true);
    }

    /** Those above a search folder are such folders, above all others they are for mail and have no role. */
    private static Outcome<Integer> parents(Draft draft, List<String> levels, FolderType type) throws IOException {
        int parent = 0;
        for (String level : levels.subList(0, levels.size() - 1)) {
            Optional<FolderState> there = new FolderTree(draft.folders()).child(parent, level);
            Outcome<Integer> next = there.isPresent()
                    ? Outcome.done(there.get().folderId())
                    : addBelow(draft, parent, level, type.role() == FolderRole.SEARCH ? type : MAIL);
            if (next instanceof Outcome.Done<Integer>(Integer id)) {
                parent = id;
            } else {
                return next;
            }
        }
        return Outcome.done(parent);
    }

    /** RFC 4314 §4: a new folder inherits the rights of its parent. A search folder shows what is in others, to which these rights are none. */
    private static Outcome<Integer> addBelow(Draft draft, int parent, String name, FolderType type) throws IOException {
        int id = add(draft, parent, name, type);
        PropertyDraft properties = new PropertyDraft(draft);
        boolean inherits = parent != 0 && type.role() != FolderRole.SEARCH;
        for (Property entry : inherits ? properties.all(PropertyKind.ACL, parent) : List.<Property>of()) {
            PropertyKey key = new PropertyKey(PropertyKind.ACL, id, entry.key().name());
            if (properties.change(new PropertyChange.Set(key, entry.value()))
                    instanceof Outcome.Refused<Boolean>(Reason reason)) {
                return Outcome.refused(reason);
            }
        }
        return Outcome.done(id);
    }

    private static int add(Draft draft, int parent, String name, FolderType type) {
        int id = draft.nextFolderId();
        long uidValidity = draft.nextUidValidity();
        draft.put(new FolderState(draft.account(), draft.modseq(), id, parent, name, type, uidValidity, 1, 1));
        return id;
    }
}
