package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SequenceSet.Range;

/**
 * The messages of an open mailbox that a sequence set names (RFC 3501 §6.4.8, §9). Remembers what the last search has saved (RFC 5182
 * §2.1); that is empty at first, as it must be when a mailbox has just been selected.
 */
final class MessageNumbers {
    private final SelectedMailbox mailbox;

    /** UIDs. They are not used again, so what is expunged goes from a range, and nothing comes into it. */
    private List<Range> saved = List.of();

    MessageNumbers(SelectedMailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Whether message sequence numbers are in a command, which are refused where UIDONLY is enabled (RFC 9586 §3.2, §3.5, §3.7, §3.8). */
    static boolean usedBy(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Fetch fetch -> fetch.numbering() == Numbering.SEQUENCE;
            case ImapCommand.Store store -> store.numbering() == Numbering.SEQUENCE;
            case ImapCommand.Copy copy -> copy.numbering() == Numbering.SEQUENCE;
            case ImapCommand.Move move -> move.numbering() == Numbering.SEQUENCE;
            case ImapCommand.Replace replace -> replace.numbering() == Numbering.SEQUENCE;
            case ImapCommand.Search search ->
                search.numbering() == Numbering.SEQUENCE || search.key().usesNumbers();
            case ImapCommand.Sort sort ->
                sort.numbering() == Numbering.SEQUENCE || sort.key().usesNumbers();
            case ImapCommand.Thread thread ->
                thread.numbering() == Numbering.SEQUENCE || thread.key().usesNumbers();
            case ImapCommand.MultiSearch search -> search.key().usesNumbers();
            case ImapCommand.Select select ->
                select.known().flatMap(Resync::samples).isPresent();
            case ImapCommand _ -> false;
        };
    }

    /** Puts these messages, their numbers ascending, in the place of those that were saved before. */
    void save(List<Integer> numbers) {
        List<Range> ranges = new ArrayList<>();
        int at = 0;
        while (at < numbers.size()) {
            int first = numbers.get(at);
            int last = first;
            while (++at < numbers.size() && numbers.get(at) == last + 1) {
                last++;
            }
            ranges.add(new Range(mailbox.uid(first), mailbox.uid(last)));
        }
        saved = List.copyOf(ranges);
    }

    /** The UIDs that a set names, whether there is a message or not; a star is the last that was given, of a message that may be gone (RFC 7162 §3.2.6). */
    UidRanges uids(SequenceSet set) {
        return switch (set) {
            case SequenceSet.Numbers(var ranges) -> UidRanges.of(ranges, mailbox.uidNext() - 1);
            case SequenceSet.SearchResult() -> new UidRanges(saved);
        };
    }

    /** The UIDs of what {@code $} stands for. */
    List<Range> saved() {
        return saved;
    }

    /**
     * The numbers, ascending. Nothing when a sequence number names no message: that is an error of the client; a unique identifier without
     * a message is not.
     */
    Optional<List<Integer>> of(Numbering numbering, SequenceSet set) {
        return switch (set) {
            case SequenceSet.Numbers(var ranges) -> of(numbering, ranges);
            case SequenceSet.SearchResult() ->
                of(Numbering.UID, saved); // RFC 5182 §2.1: in a command of either numbering
        };
    }

    private Optional<List<Integer>> of(Numbering numbering, List<Range> ranges) {
        int size = mailbox.size();
        long largest = numbering == Numbering.SEQUENCE || size == 0 ? size : mailbox.uid(size);
        BitSet numbers = new BitSet(size + 1);
        for (Range range : ranges) {
            long one = range.first() == SequenceSet.STAR ? largest : range.first();
            long other = range.last() == SequenceSet.STAR ? largest : range.last();
            long first = Math.min(one, other);
            long last = Math.max(one, other);
            if (numbering == Numbering.UID) {
                numbers.set(firstFrom(mailbox, first), firstFrom(mailbox, last + 1));
            } else if (first < 1 || last > size) {
                return Optional.empty();
            } else {
                numbers.set((int) first, (int) last + 1);
            }
        }
        return Optional.of(numbers.stream().boxed().toList());
    }

    /** The first number whose identifier is not below the given one; one more than the last where there is none. */
    static int firstFrom(SelectedMailbox mailbox, long uid) {
        int low = 1;
        int high = mailbox.size() + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (mailbox.uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
