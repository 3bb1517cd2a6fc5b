package waypost.protocol.imap;

import java.util.List;

/** The messages that a command names: RFC 3501 §9 sequence-set. */
public sealed interface SequenceSet {
    /** The largest number in use. */
    long STAR = -1;

    /** Both ends included. Numbers are 1 to 2^32-1, or {@link #STAR}. */
    record Range(long first, long last) {}

    /** As written: ranges may overlap and run backwards. */
    record Numbers(List<Range> ranges) implements SequenceSet {
        public Numbers {
            ranges = List.copyOf(ranges);
        }
    }

    /** {@code $}, what the last search has saved (RFC 5182 §3). */
    record SearchResult() implements SequenceSet {}
}
