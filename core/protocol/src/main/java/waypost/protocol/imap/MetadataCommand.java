package waypost.protocol.imap;

import java.util.List;
import java.util.OptionalLong;

/** The commands of RFC 5464. The mailbox is {@link MailboxMetadata#SERVER} for annotations of the server. */
public sealed interface MetadataCommand {

    /** @param maxSize octets of the largest value that is wanted (RFC 5464 §4.2.1) */
    record Get(String mailbox, List<String> entries, Depth depth, OptionalLong maxSize) implements MetadataCommand {}

    record Set(String mailbox, List<MailboxMetadata.Change> changes) implements MetadataCommand {}

    /** A SETMETADATA with more octets than a command may have. */
    record TooLarge() implements MetadataCommand {}

    /** How far below an entry others are wanted as well (RFC 5464 §4.2.2). */
    enum Depth {
        ZERO,
        ONE,
        INFINITY;

        boolean reaches(String entry, String other) {
            if (!other.startsWith(entry + '/')) {
                return other.equals(entry);
            }
            return switch (this) {
                case ZERO -> false;
                case ONE -> other.indexOf('/', entry.length() + 1) < 0;
                case INFINITY -> true;
            };
        }
    }
}
