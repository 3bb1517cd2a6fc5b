package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.protocol.imap.PartialRange.End;
import waypost.protocol.imap.SearchReturn.Item;
import waypost.protocol.imap.SearchReturn.Saving;
import waypost.protocol.imap.SearchReturn.Updating;

/** What follows RETURN in a SEARCH (RFC 4466 §2.6.1). Options that no extension here defines are BAD. */
final class SearchReturnGrammar {
    private final Tokens in;
    private final Set<Item> items = EnumSet.noneOf(Item.class);
    private Optional<PartialRange> partial = Optional.empty();
    private Saving saving = Saving.KEEP;
    private Updating updating = new Updating.Once();
    private boolean context;

    private SearchReturnGrammar(Tokens in) {
        this.in = in;
    }

    static SearchReturn ofSearch(Tokens in) throws SyntaxError {
        return new SearchReturnGrammar(in).options();
    }

    static SearchReturn ofSort(Tokens in) throws SyntaxError {
        SearchReturnGrammar grammar = new SearchReturnGrammar(in);
        SearchReturn options = grammar.options();
        if (grammar.context) {
            throw new SyntaxError("CONTEXT=SORT is not offered"); // RFC 5267 §4.1
        }
        return options;
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
        return new SearchReturn.Extended(items, partial, saving, updating);
    }

    private void option() throws SyntaxError {
        switch (in.word()) {
            case "MIN" -> items.add(Item.MIN);
            case "MAX" -> items.add(Item.MAX);
            case "COUNT" -> items.add(Item.COUNT);
            case "ALL" -> items.add(Item.ALL);
            case "RELEVANCY" -> {
                in.needs(ImapExtension.SEARCH_FUZZY);
                items.add(Item.RELEVANCY);
            }
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
            case "UPDATE" -> {
                context();
                updating = new Updating.Update(fetched());
            }
            case "CONTEXT" -> context(); // RFC 5267 §4.2: a hint, which is not needed
            default -> throw new SyntaxError("unknown result option");
        }
    }

    /** RFC 5465 §8 has no space there, and its §7 has one. */
    private List<FetchItem> fetched() throws SyntaxError {
        return in.offers(ImapExtension.NOTIFY) && (in.skip('(') || in.skip(" ("))
                ? FetchGrammar.restOfItems(in)
                : List.of();
    }

    private void context() throws SyntaxError {
        in.needs(ImapExtension.CONTEXT_SEARCH);
        context = true;
    }

    /** CANCELUPDATE of RFC 5267 §5. */
    static ImapCommand cancelUpdate(Tokens in) throws SyntaxError {
        List<String> tags = new ArrayList<>();
        do {
            in.space();
            if (in.peek() != '"') {
                throw new SyntaxError("expected a tag in quotes");
            }
            tags.add(in.string());
        } while (in.peek() == ' ');
        return new ImapCommand.CancelUpdate(List.copyOf(tags));
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
