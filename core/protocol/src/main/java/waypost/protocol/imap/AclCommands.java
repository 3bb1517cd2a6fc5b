package waypost.protocol.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The commands of RFC 4314 §3, and MYRIGHTS answers wherever they come from. Used by the session's thread. */
final class AclCommands {
    private final Mailboxes mailboxes;
    private final Enabled enabled;

    AclCommands(Mailboxes mailboxes, Enabled enabled) {
        this.mailboxes = mailboxes;
        this.enabled = enabled;
    }

    /** Answers what stands behind the tag. */
    String execute(AclCommand command, Replies out) throws IOException {
        return switch (command) {
            case AclCommand.Set(var mailbox, var identifier, var change, var rights) -> {
                port().set(mailbox, identifier, change, rights);
                yield "OK SETACL completed";
            }
            case AclCommand.Delete(var mailbox, var identifier) -> {
                port().delete(mailbox, identifier);
                yield "OK DELETEACL completed";
            }
            case AclCommand.Get(var mailbox) -> get(mailbox, out);
            case AclCommand.ListRights(var mailbox, var identifier) -> listRights(mailbox, identifier, out);
            case AclCommand.MyRights(var mailbox) -> {
                tellMine(mailbox, out);
                yield "OK MYRIGHTS completed";
            }
        };
    }

    private MailboxAcl port() {
        return mailboxes.acl().orElseThrow();
    }

    private String get(String mailbox, Replies out) throws IOException {
        ImapStrings line = line("ACL", mailbox);
        for (MailboxAcl.Entry entry : port().entries(mailbox)) {
            astring(entry.identifier(), line.ascii(' '));
            rights(entry.rights(), line.ascii(' '));
        }
        line.ascii("\r\n").drainTo(out);
        return "OK GETACL completed";
    }

    /** RFC 4314 §3.4: the identifier as the client has written it. */
    private String listRights(String mailbox, String identifier, Replies out) throws IOException {
        MailboxAcl.Grantable grantable = port().grantable(mailbox, identifier);
        ImapStrings line = line("LISTRIGHTS", mailbox);
        astring(identifier, line.ascii(' '));
        rights(grantable.always(), line.ascii(' '));
        for (char letter : grantable.optional().text().toCharArray()) {
            line.ascii(' ').ascii(letter);
        }
        line.ascii("\r\n").drainTo(out);
        return "OK LISTRIGHTS completed";
    }

    /** The answer of MYRIGHTS, and that belongs to a LIST (RFC 8440 §3). */
    void tellMine(String mailbox, Replies out) throws IOException {
        MailboxRights mine = port().mine(mailbox);
        ImapStrings line = line("MYRIGHTS", mailbox);
        rights(mine, line.ascii(' '));
        line.ascii("\r\n").drainTo(out);
    }

    private ImapStrings line(String name, String mailbox) {
        String spelled = MailboxName.astring(mailbox, enabled.spelling());
        return new ImapStrings().ascii("* ").ascii(name).ascii(' ').ascii(octets(spelled));
    }

    private static void rights(MailboxRights rights, ImapStrings line) {
        String text = rights.text();
        line.ascii(text.isEmpty() ? "\"\"" : text);
    }

    private static void astring(String identifier, ImapStrings line) {
        String octets = octets(identifier);
        if (Characters.ASTRING.holdAll(octets)) {
            line.ascii(octets);
        } else {
            line.string(octets);
        }
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
