package waypost.store;

/** What a folder is for (RFC 6154 §2), beside its name. */
public enum FolderRole {
    NONE(0, ""),
    INBOX(1, "INBOX"),
    SENT(2, "Sent"),
    DRAFTS(3, "Drafts"),
    TRASH(4, "Trash"),
    JUNK(5, "Junk"),
    ARCHIVE(6, "Archive"),
    /** It shows messages that are in other folders: those that a search finds. Any number of folders may be such. */
    SEARCH(7, "");

    private final int code;
    private final String standardName;

    FolderRole(int code, String standardName) {
        this.code = code;
        this.standardName = standardName;
    }

    /** How records spell it. */
    int code() {
        return code;
    }

    /** Whether one folder of an account may have it at most. */
    boolean single() {
        return this != NONE && this != SEARCH;
    }

    /** The name the folder has in a new account. */
    String standardName() {
        return standardName;
    }

    static FolderRole of(int code) {
        for (FolderRole role : values()) {
            if (role.code == code) {
                return role;
            }
        }
        return NONE;
    }
}
