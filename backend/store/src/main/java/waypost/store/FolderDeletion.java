package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The end of a folder, as {@link Account#deleteFolder} says. What one commit cannot take goes ahead of it. */
final class FolderDeletion {
    private final Account account;
    private final AccountProperties.Commit commit;

    FolderDeletion(Account account, AccountProperties.Commit commit) {
        this.account = account;
        this.commit = commit;
    }

    Outcome<Integer> run(int folderId) throws IOException {
        Optional<Folder> folder = account.folder(folderId);
        if (folder.isEmpty()) {
            return Outcome.refused(Outcome.Reason.NO_SUCH_FOLDER);
        }
        if (folderId == Folder.INBOX) {
            return Outcome.refused(Outcome.Reason.INVALID_NAME);
        }
        if (account.folders().stream().anyMatch(other -> other.parent() == folderId)) {
            return Outcome.refused(Outcome.Reason.FOLDER_HAS_CHILDREN);
        }
        return folder.get().role() == FolderRole.SEARCH ? search(folderId) : ordinary(folderId);
    }

    private Outcome<Integer> ordinary(int folderId) throws IOException {
        List<MessageRef> messages = account.refs(folderId);
        int ahead = Math.max(0, messages.size() - ItemParts.COMMIT_ITEMS);
        if (account.expunge(folderId, messages.subList(0, ahead))
                instanceof Outcome.Refused<List<Long>>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        List<MessageRef> last = messages.subList(ahead, messages.size());
        return commit.run(Change.Growth.ESSENTIAL, draft -> FolderCommits.delete(draft, folderId, last));
    }

    /** What it shows stays where it is. First it looks for nothing, so that nothing comes behind. */
    private Outcome<Integer> search(int folderId) throws IOException {
        Outcome<Boolean> undefined =
                commit.run(Change.Growth.ESSENTIAL, draft -> SearchFolders.define(draft, folderId, Optional.empty()));
        Outcome<Integer> emptied = undefined.map(_ -> ItemParts.COMMIT_ITEMS);
        while (emptied instanceof Outcome.Done<Integer>(Integer some) && some == ItemParts.COMMIT_ITEMS) {
            emptied = commit.run(
                    Change.Growth.ESSENTIAL,
                    draft -> Outcome.done(SearchFolders.empty(draft, folderId, ItemParts.COMMIT_ITEMS)));
        }
        return emptied instanceof Outcome.Refused<Integer>
                ? emptied
                : commit.run(Change.Growth.ESSENTIAL, draft -> FolderCommits.delete(draft, folderId, List.of()));
    }
}
