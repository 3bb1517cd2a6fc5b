package waypost.store;

/**
 * How much mail a folder has, without looking at them (RFC 3501 §6.3.10, RFC 8438 §3, RFC 9051 §6.3.11).
 *
 * @param unseen without \\Seen
 * @param recent that no session has been told of as recent
 * @param deleted with \\Deleted
 * @param octets of all of them
 */
public record FolderCounts(long messages, long unseen, long recent, long deleted, long octets) {
    FolderCounts withUnseen(long others) {
        return new FolderCounts(messages, others, recent, deleted, octets);
    }
}
