package waypost.access;

/** What a POP3 client's RETR of a whole message does to it; RFC 1939 knows no flags. */
public enum Retrieval {
    /** Who reads by IMAP too still sees what is new to him. */
    LEAVES_UNSEEN,
    /** For IMAP sessions the message is \Seen once the POP3 session is over. */
    SETS_SEEN
}
