package waypost.protocol.imap;

import java.util.EnumSet;
import java.util.Set;
import waypost.protocol.imap.SearchReturn.Item;

/** What follows RETURN in a SEARCH (RFC 4466 §2.6.1). Options that no extension here defines are BAD. */
final class SearchReturnGrammar {
    private SearchReturnGrammar() {}

    static SearchReturn options(Tokens in) throws SyntaxError {
        in.expect('(');
        Set<Item> items = EnumSet.noneOf(Item.class);
        if (in.skip(')')) {
            return new SearchReturn.Extended(Set.of(Item.ALL)); // RFC 4731 §3.1
        }
        do {
            items.add(item(in.word()));
        } while (in.skip(' '));
        in.expect(')');
        return new SearchReturn.Extended(items);
    }

    private static Item item(String word) throws SyntaxError {
        return switch (word) {
            case "MIN" -> Item.MIN;
            case "MAX" -> Item.MAX;
            case "COUNT" -> Item.COUNT;
            case "ALL" -> Item.ALL;
            default -> throw new SyntaxError("unknown result option");
        };
    }
}
