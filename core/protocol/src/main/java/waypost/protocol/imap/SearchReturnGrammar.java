package waypost.protocol.imap;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import waypost.protocol.imap.PartialRange.End;
import waypost.protocol.imap.SearchReturn.Item;
import waypost.protocol.imap.SearchReturn.Saving;

/** What follows RETURN in a SEARCH (RFC 4466 §2.6.1). Options that no extension here defines are BAD. */
final class SearchReturnGrammar {
    private final Tokens in;
    private final Set<Item> items = EnumSet.noneOf(Item.class);
    private Optional<PartialRange> partial = Optional.empty();
    private Saving saving = Saving.KEEP;

    private SearchReturnGrammar(Tokens in) {
        this.in = in;
    }

    static SearchReturn options(Tokens in) throws SyntaxError {
        return new SearchReturnGrammar(in).options();
    }

    private SearchReturn options() throws SyntaxError {
        in.expect('(');
        if (in.skip(')')) {
            return new SearchReturn.Extended(Set.of(Item.ALL), Saving.KEEP); // RFC 4731 §3.1
        }
        do {
            option();
        } while (in.skip(' '));
        in.expect(')');
        if (partial.isPresent() && items.contains(Item.ALL)) {
            throw new SyntaxError("PARTIAL or ALL, not both"); // RFC 9394 §3.1
        }
        return new SearchReturn.Extended(items, partial, saving);
    }

    private void option() throws SyntaxError {
        switch (in.word()) {
            case "MIN" -> items.add(Item.MIN);
            case "MAX" -> items.add(Item.MAX);
            case "COUNT" -> items.add(Item.COUNT);
            case "ALL" -> items.add(Item.ALL);
            case "SAVE" -> {
                in.needs(ImapExtension.SEARCHRES);
                saving = Saving.SAVE;
            }
            case "PARTIAL" -> {
                if (partial.isPresent()) {
                    throw new SyntaxError("one PARTIAL at most"); // RFC 9394 §3.1
                }
                partial = Optional.of(partial(in));
            }
            default -> throw new SyntaxError("unknown result option");
        }
    }

    /** modifier-partial of RFC 9394 §4, behind its first word. */
    static PartialRange partial(Tokens in) throws SyntaxError {
        in.needs(ImapExtension.PARTIAL);
        in.space();
        End end = in.skip('-') ? End.LAST : End.FIRST;
        long first = in.positiveNumber();
        in.expect(':');
        if (end == End.LAST) {
            in.expect('-');
        }
        return new PartialRange(end, first, in.positiveNumber());
    }
}
