package waypost.protocol.imap;

/** RFC 3501 §6.3.10. */
public enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN
}
