package waypost.protocol.imap;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SequenceSet.Range;

/** A search whose client hears what comes into its result and what leaves it (RFC 5267 §4.3), and that result as numbers of the view. */
final class SearchContext {
    private final SelectedMailbox mailbox;
    private final String tag;
    private final Numbering numbering;
    private final SearchKey key;
    private final SearchPlan plan;
    private final List<FetchItem> items;
    private BitSet result = new BitSet();

    /** @param found the result now */
    SearchContext(
            SelectedMailbox mailbox, String tag, ImapCommand.Search search, SearchPlan plan, List<Integer> found) {
        this.mailbox = mailbox;
        this.tag = tag;
        this.numbering = search.numbering();
        this.key = fixed(search.key());
        this.plan = plan;
        this.items = search.returns() instanceof SearchReturn.Extended extended
                        && extended.updating() instanceof SearchReturn.Updating.Update(List<FetchItem> wanted)
                ? wanted
                : List.of();
        found.forEach(result::set);
    }

    /** What messages have come into the result and left it. */
    record Change(BitSet come, BitSet left) {
        static final Change NONE = new Change(new BitSet(), new BitSet());
    }

    /** What is told of a message that comes into the result as it comes into the mailbox (RFC 5465 §7). */
    List<FetchItem> items() {
        return items;
    }

    String tag() {
        return tag;
    }

    Numbering numbering() {
        return numbering;
    }

    /** RFC 5267 §4.3: sequence numbers are those of messages that had them when the command came. */
    private SearchKey fixed(SearchKey searched) {
        return switch (searched) {
            case SearchKey.Sequence(Numbering by, SequenceSet.Numbers(var ranges))
            when by == Numbering.SEQUENCE ->
                new SearchKey.Sequence(
                        Numbering.UID,
                        new SequenceSet.Numbers(ranges.stream()
                                .flatMap(range -> uids(range).stream())
                                .toList()));
            case SearchKey.And(var keys) ->
                new SearchKey.And(keys.stream().map(this::fixed).toList());
            case SearchKey.Or(var left, var right) -> new SearchKey.Or(fixed(left), fixed(right));
            case SearchKey.Fuzzy(var loose) -> new SearchKey.Fuzzy(fixed(loose));
            case SearchKey.Not(var negated) -> new SearchKey.Not(fixed(negated));
            case SearchKey other -> other;
        };
    }

    private Optional<Range> uids(Range numbers) {
        int size = mailbox.size();
        long one = numbers.first() == SequenceSet.STAR ? size : numbers.first();
        long other = numbers.last() == SequenceSet.STAR ? size : numbers.last();
        long first = Math.min(one, other);
        long last = Math.min(size, Math.max(one, other));
        return first < 1 || first > last
                ? Optional.empty()
                : Optional.of(new Range(mailbox.uid((int) first), mailbox.uid((int) last)));
    }

    /** Takes expunged messages out; the text that tells the client so, ahead of the EXPUNGE answers. */
    Optional<String> expunge(Expunged expunged) {
        List<Long> left = IntStream.range(0, expunged.size())
                .filter(i -> result.get(expunged.number(i)))
                .mapToObj(i -> numbering == Numbering.UID ? expunged.uid(i) : (long) expunged.number(i))
                .toList();
        result = expunged.outOf(result);
        return left.isEmpty() ? Optional.empty() : Optional.of(begun() + item("REMOVEFROM", left));
    }

    /** Looks at messages that have come or changed. When one cannot be read, the result stays as it was: the next SEARCH will say so. */
    Change look(BitSet numbers) {
        BitSet holds;
        try {
            holds = new Searcher(mailbox, plan, Progress.untold()).among(numbers, key);
        } catch (IOException unreadable) {
            return Change.NONE;
        }
        BitSet left = (BitSet) numbers.clone();
        left.andNot(holds);
        left.and(result);
        BitSet come = (BitSet) holds.clone();
        come.andNot(result);
        result.andNot(left);
        result.or(come);
        return new Change(come, left);
    }

    /** The text that tells the client of it. */
    Optional<String> text(Change change) {
        return change.left().isEmpty() && change.come().isEmpty()
                ? Optional.empty()
                : Optional.of(begun()
                        + item("REMOVEFROM", identifiers(change.left()))
                        + item("ADDTO", identifiers(change.come())));
    }

    private List<Long> identifiers(BitSet numbers) {
        return numbers.stream()
                .mapToObj(number -> numbering.identifier(mailbox, number))
                .toList();
    }

    private StringBuilder begun() {
        return SearchAnswer.begun(tag, numbering);
    }

    /** RFC 5267 §4.3.3: position 0, as the result is in the order of the mailbox. */
    private static String item(String name, List<Long> identifiers) {
        return identifiers.isEmpty() ? "" : " " + name + " (0 " + Answers.uidSet(identifiers) + ")";
    }
}
