package waypost.guard;

/**
 * Familiar pairs, each with the day of its last log-in at the same index.
 *
 * @param key of the hashes that the pairs are
 */
record FamiliarCopy(byte[] key, long[] pairs, char[] days) {}
