package waypost.store;

/** Told when an open folder has changed, after the change is durable. Called on the applier's thread: it may wake somebody, never block. */
@FunctionalInterface
public interface FolderWatch {
    void changed(long modseq);
}
