package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port on quotas (RFC 9208). Roots are called as mailboxes, or as what stands before the names of mailboxes. Calls are as those of {@link Mailboxes}. */
public interface MailboxQuotas {
    /** RFC 9208 §5. */
    enum Resource {
        /** In octets here; its limit and usage are told in units of 1024. */
        STORAGE(ImapExtension.QUOTA_STORAGE),
        MESSAGE(ImapExtension.QUOTA_MESSAGE);

        private final ImapExtension extension;

        Resource(ImapExtension extension) {
            this.extension = extension;
        }

        /** Which one adds it. */
        ImapExtension extension() {
            return extension;
        }
    }

    record Limited(Resource resource, long usage, long limit) {}

    /** What mailboxes hold together and may hold; resources without a limit are left out (RFC 9208 §4.2.1). */
    record Quota(String root, List<Limited> resources) {}

    /** Empty when there is no such root, or it is not to be told of. */
    Optional<Quota> quota(String root) throws IOException;

    /** The roots that a mailbox has, or would have if it were made. */
    List<String> roots(String mailbox) throws IOException;

    /** Gives a root these limits in place of all that it has (RFC 9208 §4.1.3). */
    void limit(String root, Map<Resource, Long> limits) throws IOException;

    /** Octets of the messages with \Deleted (RFC 9208 §4.1.4). */
    long deletedOctets(String mailbox) throws IOException;
}
