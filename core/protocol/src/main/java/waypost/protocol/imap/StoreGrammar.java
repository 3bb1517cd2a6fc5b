package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.ImapCommand.Store.Echo;

/** What follows the numbers of STORE (RFC 3501 §6.4.6), and the flags that APPEND shares with it. */
final class StoreGrammar {
    private StoreGrammar() {}

    static ImapCommand store(Numbering numbering, SequenceSet set, Tokens in) throws SyntaxError {
        in.space();
        OptionalLong unchangedSince = OptionalLong.empty();
        if (in.skip('(')) { // RFC 4466 §2.5
            in.needs(ImapExtension.CONDSTORE);
            in.word("UNCHANGEDSINCE");
            in.space();
            unchangedSince = OptionalLong.of(in.number63());
            in.expect(')');
            in.space();
        }
        Change change = in.skip('+') ? Change.ADD : in.skip('-') ? Change.REMOVE : Change.REPLACE;
        Echo echo = switch (in.word()) {
            case "FLAGS" -> Echo.REPORT;
            case "FLAGS.SILENT" -> Echo.SILENT;
            default -> throw new SyntaxError("expected FLAGS");
        };
        in.space();
        List<String> flags = in.peek() == '(' ? flagList(in) : flags(in);
        return new ImapCommand.Store(numbering, set, unchangedSince, change, echo, flags);
    }

    static List<String> flagList(Tokens in) throws SyntaxError {
        in.expect('(');
        List<String> flags = in.peek() == ')' ? List.of() : flags(in);
        in.expect(')');
        return flags;
    }

    private static List<String> flags(Tokens in) throws SyntaxError {
        List<String> flags = new ArrayList<>();
        do {
            flags.add(flag(in));
        } while (in.skip(' '));
        return List.copyOf(flags);
    }

    /** A flag that a client may set: not \Recent (RFC 3501 §2.3.2). */
    private static String flag(Tokens in) throws SyntaxError {
        if (!in.skip('\\')) {
            return in.atom();
        }
        String flag = Flags.canonical("\\" + in.atom());
        if (flag.equals(Flags.RECENT)) {
            throw new SyntaxError("\\Recent cannot be set");
        }
        return flag;
    }
}
