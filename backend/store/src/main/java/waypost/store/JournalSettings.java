package waypost.store;

/**
 * The sizes of one journal.
 *
 * @param segmentBytes length of a segment file before it is sealed
 * @param groupBytes a group at most, its head included: what one write and one sync carry
 * @param queueBytes what waits for the committer, at most (one change always may)
 * @param flushBytes the index is flushed after so many bytes of journal, so that a start need not replay more
 */
public record JournalSettings(int segmentBytes, int groupBytes, long queueBytes, long flushBytes, Reserve reserve) {
    private static final int STANDARD_GROUP = Journal.MAX_CHANGE_BYTES + GroupHead.bytes(1, Journal.MAX_CHANGE_RECORDS);

    public static final JournalSettings STANDARD =
            new JournalSettings(64 << 20, STANDARD_GROUP, 32L << 20, 512L << 20, Reserve.STANDARD);

    public JournalSettings {
        if (groupBytes < 1024 || groupBytes > segmentBytes - SegmentHeader.BYTES) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes, groups of " + groupBytes);
        }
    }
}
