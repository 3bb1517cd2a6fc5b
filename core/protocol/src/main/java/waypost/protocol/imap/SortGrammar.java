package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.List;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.ImapCommand.Thread.Algorithm;
import waypost.protocol.imap.SortCriterion.Direction;
import waypost.protocol.imap.SortCriterion.Key;

/** SORT and THREAD (RFC 5256 §5), SORT with the return options of RFC 5267 §3. */
final class SortGrammar {
    private SortGrammar() {}

    static ImapCommand sort(Numbering numbering, Tokens in) throws SyntaxError {
        SearchReturn returns = new SearchReturn.Plain();
        if (in.peek() != '(') {
            if (!in.word().equals("RETURN")) {
                throw new SyntaxError("expected sort criteria");
            }
            in.needs(ImapExtension.ESORT);
            in.space();
            returns = SearchReturnGrammar.ofSort(in);
            in.space();
        }
        List<SortCriterion> criteria = criteria(in);
        in.space();
        SearchReturn asked = returns;
        return SearchGrammar.criteria(asked, in, key -> {
            if (!key.fuzzy() && criteria.stream().anyMatch(criterion -> criterion.key() == Key.RELEVANCY)) {
                throw new SyntaxError("RELEVANCY needs FUZZY"); // RFC 6203 §6
            }
            return new ImapCommand.Sort(numbering, asked, criteria, key);
        });
    }

    static ImapCommand thread(Numbering numbering, Tokens in) throws SyntaxError {
        Algorithm algorithm = switch (in.word()) {
            case "ORDEREDSUBJECT" -> Algorithm.ORDEREDSUBJECT;
            case "REFERENCES" -> Algorithm.REFERENCES;
            case "REFS" -> Algorithm.REFS;
            default -> throw new SyntaxError("unknown threading algorithm");
        };
        in.needs(algorithm.extension());
        in.space();
        return SearchGrammar.criteria(
                new SearchReturn.Plain(), in, key -> new ImapCommand.Thread(numbering, algorithm, key));
    }

    private static List<SortCriterion> criteria(Tokens in) throws SyntaxError {
        List<SortCriterion> criteria = new ArrayList<>();
        in.expect('(');
        do {
            criteria.add(criterion(in));
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(criteria);
    }

    private static SortCriterion criterion(Tokens in) throws SyntaxError {
        String word = in.word();
        Direction direction = word.equals("REVERSE") ? Direction.REVERSE : Direction.ASCENDING;
        if (direction == Direction.REVERSE) {
            in.space();
            word = in.word();
        }
        for (Key key : Key.values()) {
            if (key.name().equals(word)) {
                in.needs(key.extension());
                return new SortCriterion(key, direction);
            }
        }
        throw new SyntaxError("unknown sort criterion");
    }
}
