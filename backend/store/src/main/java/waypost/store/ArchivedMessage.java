package waypost.store;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * What an archive says of a message beside its octets.
 *
 * @param flags without keywords
 * @param saved when it came into its folder, in seconds since the epoch; 0 when that is not known
 * @param creator the principal who put it there; empty for the account itself
 * @param original number of the message whose copy it is, or its own
 * @param thread number of the message that began its thread
 * @param size octets
 */
public record ArchivedMessage(
        long itemNo,
        int folderId,
        long uid,
        ItemKind kind,
        Flags flags,
        List<String> keywords,
        OffsetDateTime received,
        long saved,
        String creator,
        long original,
        long thread,
        long size,
        ItemProperties properties) {
    public ArchivedMessage {
        keywords = List.copyOf(keywords);
    }
}
