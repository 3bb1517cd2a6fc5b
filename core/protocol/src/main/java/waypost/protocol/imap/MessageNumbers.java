package waypost.protocol.imap;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.ImapCommand.Numbering;

/** The messages of an open mailbox that a sequence set names (RFC 3501 §6.4.8, §9). */
final class MessageNumbers {
    private MessageNumbers() {}

    /**
     * The numbers, ascending. Nothing when a sequence number names no message: that is an error of the client; a unique identifier without
     * a message is not.
     */
    static Optional<List<Integer>> of(SelectedMailbox mailbox, Numbering numbering, SequenceSet set) {
        int size = mailbox.size();
        long largest = numbering == Numbering.SEQUENCE || size == 0 ? size : mailbox.uid(size);
        BitSet numbers = new BitSet(size + 1);
        for (SequenceSet.Range range : set.ranges()) {
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
    private static int firstFrom(SelectedMailbox mailbox, long uid) {
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
