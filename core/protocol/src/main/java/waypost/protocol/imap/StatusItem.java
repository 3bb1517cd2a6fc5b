package waypost.protocol.imap;

/** RFC 3501 §6.3.10. */
public enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    /** RFC 7162 §3.1.7. */
    HIGHESTMODSEQ
}
