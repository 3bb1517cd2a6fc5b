package waypost.store;

import java.util.Optional;
import java.util.function.Function;

/**
 * A session's hold on a folder: while it lasts, the folder's messages are kept in memory and the session can ask what has changed. Its session's thread
 * calls it; the watch is called by another.
 */
public final class OpenFolder implements AutoCloseable {
    private final OpenFolders folders;
    private final FolderView view;
    private final int folderId;
    private final FolderWatch watch;
    private volatile long told;

    OpenFolder(OpenFolders folders, FolderView view, int folderId, FolderWatch watch) {
        this.folders = folders;
        this.view = view;
        this.folderId = folderId;
        this.watch = watch;
    }

    public int folderId() {
        return folderId;
    }

    /** All messages as they are now, in a copy; {@link #changes} goes on from here. */
    public FolderSnapshot snapshot() {
        return read(FolderSnapshot::copy);
    }

    /**
     * Has all messages looked at as they are now; {@link #changes} goes on from here.
     *
     * @param reading quickly, as changes of the folder wait meanwhile; what it is given means nothing afterwards
     */
    public <T> T read(Function<FolderSnapshot, T> reading) {
        return view.read(messages -> {
            told = messages.modseq();
            return reading.apply(messages);
        });
    }

    /** The message with this UID as it is now; empty when it is gone, whether {@link #changes} has said so or not. */
    public Optional<MessageRow> message(long uid) {
        return view.row(uid);
    }

    /** The same; in a search folder also a message that it has ceased to show, which may still be somewhere. */
    public Optional<MessageRow> shown(long uid) {
        return view.shown(uid);
    }

    /** Takes messages in the order of their UIDs, quickly: changes of the folder wait meanwhile. */
    @FunctionalInterface
    public interface Items {
        void accept(long uid, long itemNo);
    }

    /** Hands out all messages as they are now. */
    public void items(Items items) {
        view.read(messages -> {
            for (int i = 0; i < messages.size(); i++) {
                items.accept(messages.uid(i), messages.itemNo(i));
            }
            return messages.size();
        });
    }

    /** What has happened since the last snapshot or call. */
    public FolderChanges changes() {
        FolderChanges changes = view.since(told);
        told = changes.modseq();
        view.prune();
        return changes;
    }

    @Override
    public void close() {
        folders.leave(this);
    }

    FolderWatch watch() {
        return watch;
    }

    FolderView view() {
        return view;
    }

    long told() {
        return told;
    }
}
