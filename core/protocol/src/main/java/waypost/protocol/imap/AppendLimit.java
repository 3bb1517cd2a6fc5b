package waypost.protocol.imap;

/** Octets of the largest message that APPEND takes, the same for all mailboxes (RFC 7889 §2). */
public record AppendLimit(long octets) {
    /** RFC 7889 §5: a number, which has 32 bits (RFC 3501 §9); so has the size of a literal. */
    private static final long MOST = 0xFFFF_FFFFL;

    public AppendLimit {
        octets = Math.min(octets, MOST);
    }

    String capability() {
        return "APPENDLIMIT=" + octets;
    }
}
