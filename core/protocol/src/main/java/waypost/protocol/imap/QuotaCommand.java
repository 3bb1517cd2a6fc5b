package waypost.protocol.imap;

import java.util.List;

/** The commands of RFC 9208 §4.1. */
public sealed interface QuotaCommand {
    record Get(String root) implements QuotaCommand {}

    record GetRoot(String mailbox) implements QuotaCommand {}

    /** All limits that the root is to have; of a resource that is named twice the last one holds. */
    record Set(String root, List<Limit> limits) implements QuotaCommand {}

    /**
     * RFC 9208 §7, setquota-resource.
     *
     * @param resource in capitals
     */
    record Limit(String resource, long limit) {}
}
