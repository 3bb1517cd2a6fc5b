package waypost.protocol.imap;

import java.nio.charset.StandardCharsets;

/** The commands of RFC 9208 §7. */
final class QuotaGrammar {
    private QuotaGrammar() {}

    static ImapCommand get(Tokens in) throws SyntaxError {
        return new ImapCommand.Quota(new QuotaCommand.Get(root(in)));
    }

    static ImapCommand getRoot(Tokens in) throws SyntaxError {
        in.space();
        return new ImapCommand.Quota(new QuotaCommand.GetRoot(in.mailbox()));
    }

    static ImapCommand set(Tokens in) throws SyntaxError {
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
            in.modSeq(); // number64
        }
        return new ImapCommand.Quota(new QuotaCommand.Set(root));
    }

    private static String root(Tokens in) throws SyntaxError {
        in.space();
        return Tokens.decode(in.astring(), StandardCharsets.UTF_8);
    }
}
