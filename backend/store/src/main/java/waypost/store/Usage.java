package waypost.store;

/**
 * What an account holds, in all folders together, or what one of them holds. A body that several messages share counts for each of them.
 *
 * @param octets of whole messages
 */
public record Usage(long messages, long octets) {}
