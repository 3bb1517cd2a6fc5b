package waypost.app;

/** Where the demo listens on 127.0.0.1. {@code internal} is the first of the ports between its nodes. */
record DemoPorts(
        int smtp, int submission, int submissions, int imap, int imaps, int pop3, int pop3s, int ldap, int internal) {
    static final DemoPorts STANDARD = new DemoPorts(2525, 2587, 2465, 2143, 2993, 2110, 2995, 2389, 22520);

    /** The last port that {@link #from} takes: 40 more follow. */
    static final int LAST_FIRST = 65_535 - 40;

    /** Ports in a row; n+7 to n+9 are kept for ManageSieve, HTTP and HTTPS. */
    static DemoPorts from(int n) {
        return new DemoPorts(n, n + 1, n + 10, n + 2, n + 3, n + 4, n + 5, n + 6, n + 20);
    }

    /** A port of a store's internal listeners. */
    int internal(int store, Internal service) {
        return internal + store * Internal.values().length + service.ordinal();
    }

    enum Internal {
        IMAP,
        POP3,
        LMTP,
        LINK
    }
}
