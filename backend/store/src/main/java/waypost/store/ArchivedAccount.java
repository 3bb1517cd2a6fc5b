package waypost.store;

import java.util.List;
import waypost.identity.TransferId;

/**
 * What an archive says of its account before it comes to messages.
 *
 * @param archive tells it from all others
 * @param name the account's, when it was written
 * @param modseq the account's last change
 * @param items the last number that a message of the account had; what came while the archive was written has a higher one
 * @param folders parents before children
 * @param keywords in the order of their bits
 */
public record ArchivedAccount(
        TransferId archive,
        String name,
        long modseq,
        long items,
        List<Folder> folders,
        List<String> keywords,
        List<String> subscriptions) {
    public ArchivedAccount {
        folders = List.copyOf(folders);
        keywords = List.copyOf(keywords);
        subscriptions = List.copyOf(subscriptions);
    }
}
