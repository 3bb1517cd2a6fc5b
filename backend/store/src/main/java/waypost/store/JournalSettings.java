package waypost.store;

/**
 * The sizes of one journal.
 *
 * @param segmentBytes length of a segment file before it is sealed
 * @param groupBytes records of one group, at most; also what one write and one sync carry
 * @param queueBytes records that wait for the committer, at most (one change always may)
 * @param flushBytes the index is flushed after so many bytes of journal, so that a start need not replay more
 */
public record JournalSettings(int segmentBytes, int groupBytes, long queueBytes, long flushBytes, Reserve reserve) {
    public static final JournalSettings STANDARD =
            new JournalSettings(64 << 20, Journal.MAX_CHANGE_BYTES, 32L << 20, 512L << 20, Reserve.STANDARD);

    public JournalSettings {
        if (groupBytes < 1 || segmentBytes < 2L * groupBytes) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes, groups of " + groupBytes);
        }
    }
}
