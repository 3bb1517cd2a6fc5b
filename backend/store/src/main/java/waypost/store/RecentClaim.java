package waypost.store;

/** UIDs from the first up to, but without, the end: messages that one session is the first to tell of. */
public record RecentClaim(long from, long to) {
    public boolean has(long uid) {
        return from <= uid && uid < to;
    }
}
