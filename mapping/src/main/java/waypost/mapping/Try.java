package waypost.mapping;

/**
 * A password that is shown for an entry, as hashes: equal ones are the same password, for the same entry, since it was last set.
 *
 * @param account of the entry
 * @param high half of a hash of all that, as {@code low} is
 * @param dated whether the directory tells when the entry's password was set: then another one is another try
 */
public record Try(long account, long high, long low, boolean dated) {}
