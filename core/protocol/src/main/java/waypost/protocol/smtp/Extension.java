package waypost.protocol.smtp;

/**
 * What a service may offer or not. PIPELINING, SIZE, 8BITMIME, ENHANCEDSTATUSCODES and CHUNKING are always offered; AUTH is when there
 * are mechanisms.
 */
public enum Extension {
    STARTTLS,
    SMTPUTF8,
    /** Between Waypost nodes, to trusted peers only: docs/internal-protocols.md. */
    WAYPOST;

    /** What it can say more than its first release could, behind its keyword: {@code LIMITS} of recipients' accounts. */
    static final String LIMITS = "LIMITS";

    /** As it is announced. */
    String announced() {
        return this == WAYPOST ? name() + " " + LIMITS : name();
    }
}
