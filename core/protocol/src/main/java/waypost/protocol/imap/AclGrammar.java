package waypost.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** The commands of RFC 4314 §7. */
final class AclGrammar {
    /** RFC 4314 §5.1.1: those that {@code RIGHTS=} announces. */
    private static final String NEWER = "texk";

    private AclGrammar() {}

    static ImapCommand command(String verb, Tokens in) throws SyntaxError {
        in.space();
        String mailbox = in.mailbox();
        return new ImapCommand.Acl(
                switch (verb) {
                    case "SETACL" -> set(mailbox, in);
                    case "DELETEACL" -> new AclCommand.Delete(mailbox, identifier(in));
                    case "GETACL" -> new AclCommand.Get(mailbox);
                    case "LISTRIGHTS" -> new AclCommand.ListRights(mailbox, identifier(in));
                    case "MYRIGHTS" -> new AclCommand.MyRights(mailbox);
                    default -> throw new IllegalArgumentException(verb);
                });
    }

    /** RFC 4314 §3: one that cannot be prepared, or is empty then, is BAD. What it means is for the port to say, as for names at log-in. */
    private static String identifier(Tokens in) throws SyntaxError {
        in.space();
        String identifier = Tokens.decode(in.astring(), StandardCharsets.UTF_8);
        if (identifier.isBlank() || identifier.chars().anyMatch(Character::isISOControl)) {
            throw new SyntaxError("not an identifier");
        }
        return identifier;
    }

    private static AclCommand set(String mailbox, Tokens in) throws SyntaxError {
        String identifier = identifier(in);
        in.space();
        String text = in.astring();
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '+' -> new AclCommand.Set(mailbox, identifier, MailboxAcl.Change.ADD, rights(text.substring(1), in));
            case '-' ->
                new AclCommand.Set(mailbox, identifier, MailboxAcl.Change.REMOVE, rights(text.substring(1), in));
            default -> new AclCommand.Set(mailbox, identifier, MailboxAcl.Change.REPLACE, rights(text, in));
        };
    }

    /** RFC 4314 §3.1: "an unrecognized right MUST cause the command to return the BAD response". */
    private static MailboxRights rights(String letters, Tokens in) throws SyntaxError {
        Set<MailboxRight> rights = EnumSet.noneOf(MailboxRight.class);
        for (char letter : letters.toCharArray()) {
            if (NEWER.indexOf(letter) >= 0) {
                in.needs(ImapExtension.ACL_TEXK);
            }
            rights.addAll(MailboxRights.of(letter).orElseThrow(() -> new SyntaxError("not a right")));
        }
        return new MailboxRights(rights);
    }
}
