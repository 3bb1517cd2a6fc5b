package waypost.mapping;

/**
 * What of an entry ends sessions when it changes, beside its state.
 *
 * @param revoked how often all sessions were revoked, as the entry counts it; 0 where it does not
 * @param password a keyed digest of when the password was last set, or of what is stored of it; 0 where neither was seen
 */
public record Generation(long revoked, long password) {
    /** Of an entry that says nothing. */
    public static final Generation NONE = new Generation(0, 0);

    Generation with(long newPassword) {
        return new Generation(revoked, newPassword);
    }

    /** Whether the password is another now. That it is not seen any more is no change. */
    boolean passwordChanged(Generation now) {
        return now.password != 0 && now.password != password;
    }
}
