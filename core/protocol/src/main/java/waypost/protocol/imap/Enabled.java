package waypost.protocol.imap;

/** What a client has switched on by asking for it, until its connection ends (RFC 5161 §3.1, RFC 7162 §3.1). */
final class Enabled {
    private boolean condstore;

    /** Whether the client is told mod-sequences. */
    boolean condstore() {
        return condstore;
    }

    /** False when it was enabled before. */
    boolean enableCondstore() {
        boolean first = !condstore;
        condstore = true;
        return first;
    }
}
