package waypost.store;

import java.time.Instant;

/**
 * When what has happened to an item, and by whom it came.
 *
 * @param created modseq
 * @param content modseq of the last change of its content
 * @param read modseq of the last change of \Seen
 * @param saved when it came into its folder, in seconds since the epoch (RFC 8514 §3); 0 when that is not known
 * @param creator the principal who put it there; empty for the account itself
 * @param original number of the item whose copy it is, however many copies ago; 0 for one that is none
 * @param threading stays as it is, too
 */
record ItemHistory(
        long created, long content, long read, long saved, String creator, long original, Threading threading) {
    /** Of an item in a thread of its own. */
    ItemHistory(long created, long content, long read, long saved, String creator, long original) {
        this(created, content, read, saved, creator, original, Threading.NONE);
    }

    static ItemHistory begun(long modseq, Instant now, String creator, Threading threading) {
        return new ItemHistory(modseq, modseq, modseq, now.getEpochSecond(), creator, 0, threading);
    }

    /** Of a copy: it is in the thread of its source (RFC 8474 §5.2). */
    static ItemHistory copied(long modseq, Instant now, String creator, StateRecord.Item source) {
        Threading same = source.history().threading();
        return new ItemHistory(modseq, modseq, modseq, now.getEpochSecond(), creator, source.original(), same);
    }

    ItemHistory readAt(long modseq) {
        return new ItemHistory(created, content, modseq, saved, creator, original, threading);
    }

    ItemHistory changedAt(long modseq) {
        return new ItemHistory(created, modseq, read, saved, creator, original, threading);
    }

    ItemHistory savedAt(Instant now) {
        return new ItemHistory(created, content, read, now.getEpochSecond(), creator, original, threading);
    }

    ItemHistory copyOf(long originalNo) {
        return new ItemHistory(created, content, read, saved, creator, originalNo, threading);
    }

    ItemHistory with(Threading other) {
        return new ItemHistory(created, content, read, saved, creator, original, other);
    }

    void write(RecordWriter out) {
        out.number(content);
        out.number(read);
        out.number(saved);
        out.text(creator);
        out.number(original);
        threading.write(out);
    }

    static ItemHistory read(RecordReader in, long created) throws RecordReader.Malformed {
        long content = in.number();
        long read = in.number();
        long saved = in.number();
        String creator = in.text();
        long original = in.hasMore() ? in.number() : 0;
        return new ItemHistory(created, content, read, saved, creator, original, Threading.read(in));
    }

    /** Of an item that an earlier release has written. */
    static ItemHistory unknown(long created, long version) {
        return new ItemHistory(created, created, version, 0, "", 0);
    }
}
