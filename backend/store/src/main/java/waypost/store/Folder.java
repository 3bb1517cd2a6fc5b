package waypost.store;

/**
 * A folder as sessions see it: durable, and as it was when asked for.
 *
 * @param id never given to another folder of the account; INBOX has 1
 * @param name with the names of its parents before it, {@code /} between
 * @param recentFrom the first UID that no session has been told of as recent
 * @param modseq of the last change of the folder or a message in it
 */
public record Folder(
        int id,
        int parent,
        String name,
        FolderType type,
        long uidValidity,
        long uidNext,
        long recentFrom,
        long modseq) {
    public static final int INBOX = 1;

    /** Octets of a full name in UTF-8, at most. */
    public static final int NAME_OCTETS = 1000;

    public FolderRole role() {
        return type.role();
    }
}
