package waypost.protocol.smtp;

/**
 * What a service may offer or not. PIPELINING, SIZE, 8BITMIME, ENHANCEDSTATUSCODES and CHUNKING are always offered; AUTH is when there
 * are mechanisms.
 */
public enum Extension {
    STARTTLS,
    SMTPUTF8,
    /** Between Waypost nodes, to trusted peers only: docs/internal-protocols.md. */
    WAYPOST
}
