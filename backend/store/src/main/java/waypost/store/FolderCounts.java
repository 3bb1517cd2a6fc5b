package waypost.store;

/**
 * How many messages a folder has, without looking at them (RFC 3501 §6.3.10).
 *
 * @param unseen without \\Seen
 * @param recent that no session has been told of as recent
 */
public record FolderCounts(long messages, long unseen, long recent) {}
