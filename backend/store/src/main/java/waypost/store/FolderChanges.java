package waypost.store;

import java.util.List;

/**
 * What has happened in a folder since the holder last asked.
 *
 * @param changed messages that are new or have other flags, in UID order, as they are now
 * @param expunged UIDs of messages that are gone, growing; also of such as came and went in between
 */
public record FolderChanges(long modseq, long uidNext, List<MessageRow> changed, List<Long> expunged) {
    public FolderChanges {
        changed = List.copyOf(changed);
        expunged = List.copyOf(expunged);
    }

    public boolean none() {
        return changed.isEmpty() && expunged.isEmpty();
    }
}
