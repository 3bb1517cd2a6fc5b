package waypost.protocol.imap;

/** What somebody may be allowed to do in a mailbox (RFC 4314 §2.1). */
public enum MailboxRight {
    /** To be told of it by LIST, to subscribe to it. */
    LOOKUP('l'),
    /** To open it, and to ask for its STATUS. */
    READ('r'),
    /** To set and clear \Seen. */
    SEEN('s'),
    /** To set and clear the other flags, but for \Deleted. */
    WRITE('w'),
    /** To put messages into it. */
    INSERT('i'),
    /** To send mail to it. */
    POST('p'),
    /** To make mailboxes below it. */
    CREATE('k'),
    /** To delete and rename the mailbox itself. */
    DELETE('x'),
    /** To set and clear \Deleted. */
    DELETE_MESSAGES('t'),
    EXPUNGE('e'),
    /** To say who has which rights. */
    ADMINISTER('a');

    private final char letter;

    MailboxRight(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}
