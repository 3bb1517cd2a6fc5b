package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.List;

/** filter-mailboxes of RFC 5465 §8, with what RFC 7377 §4 adds and takes away. */
final class MailboxFilterGrammar {
    private MailboxFilterGrammar() {}

    /** The list behind IN. RFC 7377 §4 has a place for scope options and defines none. */
    static List<MailboxFilter> sources(Tokens in) throws SyntaxError {
        List<MailboxFilter> filters = new ArrayList<>();
        in.expect('(');
        do {
            filters.add(filter(in.word(), in));
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(filters);
    }

    /** @param kind the word that it begins with */
    static MailboxFilter filter(String kind, Tokens in) throws SyntaxError {
        return switch (kind) {
            case "SELECTED" -> new MailboxFilter.Selected();
            case "PERSONAL", "INBOXES" -> new MailboxFilter.Personal();
            case "SUBSCRIBED" -> new MailboxFilter.Subscribed();
            case "SUBTREE" -> new MailboxFilter.Subtree(mailboxes(in));
            case "SUBTREE-ONE" -> new MailboxFilter.SubtreeOne(mailboxes(in));
            case "MAILBOXES" -> new MailboxFilter.Named(mailboxes(in));
            default -> throw new SyntaxError("unknown kind of mailboxes");
        };
    }

    private static List<String> mailboxes(Tokens in) throws SyntaxError {
        in.space();
        if (!in.skip('(')) {
            return List.of(in.mailbox());
        }
        List<String> mailboxes = new ArrayList<>();
        do {
            mailboxes.add(in.mailbox());
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(mailboxes);
    }
}
