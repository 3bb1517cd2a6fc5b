package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.List;

/** The commands of RFC 9208 §7. Our roots are called as mailboxes are, so their names are written like those. */
final class QuotaGrammar {
    private QuotaGrammar() {}

    static ImapCommand command(String verb, Tokens in) throws SyntaxError {
        in.space();
        return new ImapCommand.Quota(
                switch (verb) {
                    case "GETQUOTA" -> new QuotaCommand.Get(in.mailbox());
                    case "GETQUOTAROOT" -> new QuotaCommand.GetRoot(in.mailbox());
                    case "SETQUOTA" -> set(in);
                    default -> throw new IllegalArgumentException(verb);
                });
    }

    private static QuotaCommand set(Tokens in) throws SyntaxError {
        String root = in.mailbox();
        in.space();
        in.expect('(');
        List<QuotaCommand.Limit> limits = new ArrayList<>();
        while (!in.skip(')')) {
            if (!limits.isEmpty()) {
                in.space();
            }
            String resource = in.word();
            in.space();
            limits.add(new QuotaCommand.Limit(resource, in.number63()));
        }
        return new QuotaCommand.Set(root, List.copyOf(limits));
    }
}
