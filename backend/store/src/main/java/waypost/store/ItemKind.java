package waypost.store;

/**
 * What an item is. Its content is a message (RFC 5322), one iCalendar resource or one vCard. Mail protocols see {@link #MAIL} alone: whatever else is in a
 * folder has no place in what opens, counts and searches it, but counts for quotas.
 */
public enum ItemKind {
    MAIL(0),
    EVENT(1),
    TASK(2),
    NOTE(3),
    JOURNAL(4),
    CONTACT(5),
    LIST(6),
    /** Associated with its folder: what programs keep there (FAI of MS-OXCMSG). */
    FAI(7);

    private final int code;

    ItemKind(int code) {
        this.code = code;
    }

    /** How records spell it. */
    int code() {
        return code;
    }

    static ItemKind of(int code) {
        for (ItemKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return MAIL;
    }
}
