package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;

/**
 * What a client knows of a mailbox that it opens again (RFC 7162 §3.2.5).
 *
 * @param modSeq of the last change that it was told of
 * @param uids the messages that it cares for; all when empty
 * @param samples messages whose numbers it knows
 */
public record Resync(long uidValidity, long modSeq, Optional<SequenceSet.Numbers> uids, Optional<Samples> samples) {
    /** Numbers and the UIDs they had, pair by pair; both grow and have no {@link SequenceSet#STAR} (RFC 7162 §3.2.5.2). */
    public record Samples(List<SequenceSet.Range> numbers, List<SequenceSet.Range> uids) {
        public Samples {
            numbers = List.copyOf(numbers);
            uids = List.copyOf(uids);
        }
    }
}
