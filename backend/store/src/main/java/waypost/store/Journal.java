package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The only truth of a volume: entries in order, each one or more changes. One owner at a time; any thread may append and read. */
public interface Journal extends Bodies, Closeable {
    /** No record is longer. A longer body is appended in parts before the change that names it. */
    int MAX_RECORD_BYTES = 1 << 20;

    /** The records of one change together; less where a group is smaller. */
    int MAX_CHANGE_BYTES = 4 << 20;

    /** The records of one change. */
    int MAX_CHANGE_RECORDS = 4096;

    /**
     * Stores a change. Completes, in journal order and on the applier's thread, with the position of record 0 when the change is durable and
     * the index has it; or fails with a {@link JournalFailure}. Blocks while too much is queued.
     */
    CompletableFuture<Position> append(Change change);

    /** Whether what {@link Change.Growth#GROWS} would be taken now. */
    boolean hasRoom();

    /**
     * Stores a part of a body, or of an operation, that a later change will name. Completes as {@link #append} does; the index does not see it
     * before that change, and never if none comes.
     */
    CompletableFuture<Position> appendPart(long account, ByteBuffer part, Change.Growth growth);

    /** An operation with more octets goes ahead in parts. */
    default int operationBytes() {
        return MAX_RECORD_BYTES;
    }

    /** The last entry that is durable and applied. */
    long appliedThrough();

    /** Keeps all that is appended from now on, named or not, from being cleaned. */
    Pins.Pin pin();

    /** Its files. */
    Segments segments();

    /** Takes nothing more, ends what is queued, flushes the index. */
    @Override
    void close() throws IOException;

    /** What the journal feeds: the state that can be derived from it. Called by one thread at a time, the applier's. */
    interface Index {
        /** The last entry that would survive a crash now: a replay begins behind it. 0 when there is none. */
        long appliedThrough();

        /**
         * Takes the changes of an entry, in order. The same entries give the same index, whatever the times of flushes and replays: an entry
         * may come again after a crash. Never fails because of what a change says; a failure stops the volume.
         *
         * @param earlier for the parts that the changes name
         */
        void apply(long entry, List<Applied> changes, Bodies earlier) throws IOException;

        /** Makes all that was applied survive a crash. Any thread. */
        void flush() throws IOException;

        /**
         * Copies the index into a folder that is not there yet, whole and durable, while it may go on being applied to; what it can it links instead of
         * copying. Any thread.
         *
         * @return the last entry that the copy has: an index that {@link #restore restores} it is as after a replay of all entries up to this one
         */
        long checkpoint(Path into) throws IOException;

        /** Becomes what a checkpoint is, whatever it was: a replay begins behind the checkpoint's entry. Before a journal feeds it. */
        void restore(Path from) throws IOException;
    }
}
