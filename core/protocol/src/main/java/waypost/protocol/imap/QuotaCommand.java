package waypost.protocol.imap;

/** The commands of RFC 9208 §4.1. */
public sealed interface QuotaCommand {
    record Get(String root) implements QuotaCommand {}

    record GetRoot(String mailbox) implements QuotaCommand {}

    /** Without its limits: it is refused whatever they are. */
    record Set(String root) implements QuotaCommand {}
}
