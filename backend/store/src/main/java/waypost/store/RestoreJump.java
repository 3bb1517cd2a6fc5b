package waypost.store;

import java.time.Duration;
import java.time.Instant;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.Member;

/**
 * How far the numbers of a volume jump when it is restored: beyond all that may have been given out since the backup was taken, as clients have seen those
 * numbers with other contents. Pure.
 *
 * @param numbers for items, modseqs, holds and queue entries
 * @param uids for the next UID of each folder
 * @param lives the volume has had since the backup was taken, the lost one included: what was restored before has jumped as well
 * @param second of the restore
 */
record RestoreJump(long numbers, long uids, int lives, long second) {
    /** No account commits so often: a whole volume does not. Powers of two, so that a jump is seen in a log. */
    private static final long NUMBERS_PER_SECOND = 1 << 16;

    private static final long UIDS_PER_SECOND = 1 << 6;

    /** At least, whatever the clocks say. */
    private static final long LEAST_NUMBERS = 1L << 32;

    private static final long LEAST_UIDS = 1 << 20;

    /** Folders and accounts are made by people. */
    private static final int FOLDERS = 1 << 20;

    private static final long UID_VALIDITIES = 1 << 16;

    /** A folder that comes so near the last UID gets a new UIDVALIDITY instead. */
    static final long LAST_UID = (1L << 32) - (1 << 24);

    /** A journal is not opened so often. */
    private static final long INCARNATIONS = 1 << 20;

    /** @param again how often the volume has been restored since the backup was taken */
    static RestoreJump between(Instant taken, Instant now, int again) {
        long seconds = Math.max(0, Duration.between(taken, now).toSeconds());
        int lives = again + 1;
        return new RestoreJump(
                lives * LEAST_NUMBERS + seconds * NUMBERS_PER_SECOND,
                lives * LEAST_UIDS + seconds * UIDS_PER_SECOND,
                lives,
                now.getEpochSecond());
    }

    static long incarnation(long before, int again) {
        return before + (again + 1) * INCARNATIONS;
    }

    /**
     * Whether a journal that was of the one incarnation has only been opened until it was of the other. If it was restored in between, then of a backup that may be
     * older than the one incarnation by some openings: so these are fewer than half of a jump.
     */
    static boolean sameLife(long before, long now) {
        return now >= before && now - before < INCARNATIONS / 2;
    }

    /** Which messages have left before is forgotten: whoever asks by a modseq of before the restore hears that it is too old. */
    Counters counters(Counters before) {
        long version = before.version() + numbers;
        return new Counters(
                before.account(),
                version,
                before.itemNo() + numbers,
                before.folderId() + lives * FOLDERS,
                before.account() == 0 ? 0 : firstUidValidity(before) + UID_VALIDITIES,
                version,
                before.forgotten());
    }

    /** Neither that of any folder ever, nor the second in which one was made. */
    private long firstUidValidity(Counters before) {
        return Math.max(before.uidValidity(), second) + (2L * lives - 1) * UID_VALIDITIES;
    }

    /**
     * UIDVALIDITY stays, so that clients keep what they have; unless the UIDs come to their end.
     *
     * @param account its counters before
     */
    FolderState folder(FolderState before, Counters account) {
        boolean room = before.uidNext() + uids < LAST_UID;
        return new FolderState(
                before.account(),
                account.version() + numbers,
                before.folderId(),
                before.parent(),
                before.name(),
                before.type(),
                room ? before.uidValidity() : firstUidValidity(account) + before.folderId() % UID_VALIDITIES,
                room ? before.uidNext() + uids : before.uidNext(),
                before.recentFrom());
    }

    /** Changes with its item. */
    Member member(Member before, Counters account) {
        return new Member(
                before.account(),
                account.version() + numbers,
                before.folderId(),
                before.itemNo(),
                before.uid(),
                before.waits());
    }

    /** A client may have seen its flags change, or the message go: it counts as changed now. */
    Item item(Item before, Counters account) {
        return before.versioned(account.version() + numbers);
    }
}
