package waypost.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import waypost.store.StateRecord.FolderGone;
import waypost.store.StateRecord.FolderState;

/** The names of folders of an account, of those too that have been deleted and not been forgotten. One thread. */
final class GoneFolders {
    /** Of a folder that nothing is known of any more. */
    private static final String UNKNOWN = "Undeleted";

    /** No tree is deeper. */
    private static final int DEPTH = 1000;

    private final Table table;
    private final long account;
    private final Map<Integer, FolderState> there;

    /** @param there the folders that are there */
    GoneFolders(Table table, long account, Map<Integer, FolderState> there) {
        this.table = table;
        this.account = account;
        this.there = there;
    }

    /** The whole name: that of a folder that is there as it is now. */
    String name(int folderId) throws IOException {
        StringBuilder name = new StringBuilder();
        Optional<FolderState> level = state(folderId);
        for (int depth = 0; level.isPresent() && depth < DEPTH; depth++) {
            name.insert(0, name.isEmpty() ? level.get().name() : level.get().name() + "/");
            level = state(level.get().parent());
        }
        return name.isEmpty() ? UNKNOWN : name.toString();
    }

    /** What it is for and holds. */
    FolderType type(int folderId) throws IOException {
        return state(folderId).map(FolderState::type).orElse(FolderType.mail(FolderRole.NONE));
    }

    private Optional<FolderState> state(int folderId) throws IOException {
        FolderState known = there.get(folderId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> value = table.get(Family.ACCOUNTS, Keys.folder(account, folderId));
        return value.isPresent() && Entry.of(value.get()).state() instanceof FolderGone gone
                ? gone.last()
                : Optional.empty();
    }
}
