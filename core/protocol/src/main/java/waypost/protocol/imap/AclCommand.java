package waypost.protocol.imap;

/** A command on the access control list of a mailbox (RFC 4314 §3). */
public sealed interface AclCommand {
    String mailbox();

    record Set(String mailbox, String identifier, MailboxAcl.Change change, MailboxRights rights)
            implements AclCommand {}

    record Delete(String mailbox, String identifier) implements AclCommand {}

    record Get(String mailbox) implements AclCommand {}

    record ListRights(String mailbox, String identifier) implements AclCommand {}

    record MyRights(String mailbox) implements AclCommand {}
}
