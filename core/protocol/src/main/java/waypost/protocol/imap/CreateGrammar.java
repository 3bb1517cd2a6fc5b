package waypost.protocol.imap;

import java.util.LinkedHashSet;
import java.util.Set;

/** What follows the mailbox of CREATE: the parameters of RFC 4466 §2.2, of which USE (RFC 6154 §6) is known. */
final class CreateGrammar {
    private CreateGrammar() {}

    static ImapCommand create(String mailbox, Tokens in) throws SyntaxError {
        Set<String> uses = new LinkedHashSet<>();
        if (in.skip(' ')) {
            in.needs(ImapExtension.CREATE_SPECIAL_USE);
            in.expect('(');
            if (!in.word().equals("USE")) {
                throw new SyntaxError("unknown CREATE parameter");
            }
            in.space();
            in.expect('(');
            while (!in.skip(')')) {
                if (!uses.isEmpty()) {
                    in.space();
                }
                in.expect('\\');
                uses.add("\\" + in.word());
            }
            in.expect(')');
        }
        return new ImapCommand.Create(mailbox, Set.copyOf(uses));
    }
}
