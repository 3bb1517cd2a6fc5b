package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The only truth of a volume: entries in order, each one or more changes. One owner at a time; any thread may append and read. Once it is opened the index has
 * all that is known here; nothing more comes to it, and nothing can be appended, before the journal is {@link #start started}.
 */
public interface Journal extends Bodies, Closeable {
    /** No record is longer. A longer body is appended in parts before the change that names it. */
    int MAX_RECORD_BYTES = 1 << 20;

    /** The records of one change together; less where a group is smaller. */
    int MAX_CHANGE_BYTES = 4 << 20;

    /** The records of one change. */
    int MAX_CHANGE_RECORDS = 4096;

    /** No term: this node is not the owner. */
    long NO_TERM = 0;

    /** From now on the index is fed whatever is stored, here or elsewhere, and the owner is told. Once. A journal that has no other nodes is gained before this returns. */
    void start(Owner owner);

    /** Since when this node is the owner, as a number that grows with each change of owner; {@link #NO_TERM} when it is not. */
    long term();

    /** Lets another node be the owner; completes when this one has ceased to be. */
    CompletableFuture<Void> handOver(String node);

    /**
     * Stores a change. Completes, in journal order and on the applier's thread, with the position of record 0 when the change is durable and
     * the index has it; or fails with a {@link JournalFailure}. Blocks while too much is queued.
     *
     * @param term in which it was prepared; in any other it is refused, as others may have changed since what it was prepared on
     */
    CompletableFuture<Position> append(long term, Change change);

    /** Whether what {@link Change.Growth#GROWS} would be taken now. */
    boolean hasRoom();

    /**
     * Stores a part of a body, or of an operation, that a later change of the same term will name. Completes as {@link #append} does; the index does not
     * see it before that change, and never if none comes.
     */
    CompletableFuture<Position> appendPart(long term, long account, ByteBuffer part, Change.Growth growth);

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

    /**
     * Who may append: this node, for a term, or not. Told by one thread at a time, each term gained before it is lost and lost before the next is gained; what it is
     * told it has to take quickly.
     */
    interface Owner {
        /** Has no need to know: nobody is served. */
        Owner ALONE = new Owner() {
            @Override
            public void gained(long term) {}

            @Override
            public void lost(long term) {}
        };

        /** The index has all that was stored before this term; commits may be prepared. */
        void gained(long term);

        /**
         * Every append of the term has ended, stored, refused or unresolved, and no other will be stored. Another owner may change everything from now on: who was
         * shown what this node has must not be shown more of it.
         */
        void lost(long term);
    }

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
