package waypost.protocol.imap;

import java.nio.charset.StandardCharsets;

/** The commands of RFC 9208 §7. */
final class QuotaGrammar {
    private QuotaGrammar() {}

    static ImapCommand command(String verb, Tokens in) throws SyntaxError {
        in.space();
        return new ImapCommand.Quota(
                switch (verb) {
                    case "GETQUOTA" -> new QuotaCommand.Get(root(in));
                    case "GETQUOTAROOT" -> new QuotaCommand.GetRoot(in.mailbox());
                    case "SETQUOTA" -> set(in);
                    default -> throw new IllegalArgumentException(verb);
                });
    }

    private static QuotaCommand set(Tokens in) throws SyntaxError {
        String root = root(in);
        in.space();
        in.expect('(');
        boolean first = true;
        while (!in.skip(')')) {
            if (!first) {
                in.space();
            }
            first = false;
            in.atom();
            in.space();
            in.number63();
        }
        return new QuotaCommand.Set(root);
    }

    private static String root(Tokens in) throws SyntaxError {
        return Tokens.decode(in.astring(), StandardCharsets.UTF_8);
    }
}
