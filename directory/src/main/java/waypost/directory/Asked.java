package waypost.directory;

/** What a directory was asked. */
public enum Asked {
    /** For entries below its base, or for one by its name. */
    SEARCH,
    /** Whether a password is an entry's. */
    USER_BIND,
    /** To let us in: a connection, TLS, and the account that searches. */
    SERVICE_BIND
}
