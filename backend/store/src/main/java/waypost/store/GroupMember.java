package waypost.store;

import java.util.concurrent.CompletableFuture;

/** A change on its way into a group, and who waits for it. */
record GroupMember(Change change, Kind kind, CompletableFuture<Position> outcome) {
    enum Kind {
        CHANGE,
        /** A part of a body: durable, but no business of the index. */
        PART
    }

    /** Its share of a group. */
    long bytes() {
        long sum = GroupHead.memberBytes(change.records());
        for (int i = 0; i < change.records(); i++) {
            sum += change.record(i).remaining();
        }
        return sum;
    }

    /** A change that cannot be stored however empty the volume is, is a fault of the caller. */
    void requireFits(int groupBytes) {
        if (change.records() > Journal.MAX_CHANGE_RECORDS || bytes() > groupBytes - GroupHead.FIXED_BYTES) {
            throw new IllegalArgumentException("a change of " + change.records() + " records, " + bytes() + " bytes");
        }
        for (int i = 0; i < change.records(); i++) {
            if (change.record(i).remaining() > Journal.MAX_RECORD_BYTES) {
                throw new IllegalArgumentException(
                        "a record of " + change.record(i).remaining() + " bytes");
            }
        }
    }
}
