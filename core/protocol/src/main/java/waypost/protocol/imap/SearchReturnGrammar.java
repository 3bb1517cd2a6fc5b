package waypost.protocol.imap;

import java.util.EnumSet;
import java.util.Set;
import waypost.protocol.imap.SearchReturn.Item;
import waypost.protocol.imap.SearchReturn.Saving;

/** What follows RETURN in a SEARCH (RFC 4466 §2.6.1). Options that no extension here defines are BAD. */
final class SearchReturnGrammar {
    private SearchReturnGrammar() {}

    static SearchReturn options(Tokens in) throws SyntaxError {
        in.expect('(');
        if (in.skip(')')) {
            return new SearchReturn.Extended(Set.of(Item.ALL), Saving.KEEP); // RFC 4731 §3.1
        }
        Set<Item> items = EnumSet.noneOf(Item.class);
        Saving saving = Saving.KEEP;
        do {
            switch (in.word()) {
                case "MIN" -> items.add(Item.MIN);
                case "MAX" -> items.add(Item.MAX);
                case "COUNT" -> items.add(Item.COUNT);
                case "ALL" -> items.add(Item.ALL);
                case "SAVE" -> {
                    in.needs(ImapExtension.SEARCHRES);
                    saving = Saving.SAVE;
                }
                default -> throw new SyntaxError("unknown result option");
            }
        } while (in.skip(' '));
        in.expect(')');
        return new SearchReturn.Extended(items, saving);
    }
}
