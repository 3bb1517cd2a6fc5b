package waypost.store;

/**
 * The messages of a folder at one modseq, in UID order, as compact arrays: 44 octets a message.
 *
 * @see OpenFolder#snapshot
 * @see OpenFolder#read
 */
public final class FolderSnapshot {
    private final long modseq;
    private final long uidNext;
    private final MessageArray messages;

    FolderSnapshot(long modseq, long uidNext, MessageArray messages) {
        this.modseq = modseq;
        this.uidNext = uidNext;
        this.messages = messages;
    }

    /** One that nothing changes any more. */
    FolderSnapshot copy() {
        return new FolderSnapshot(modseq, uidNext, messages.copy());
    }

    public long modseq() {
        return modseq;
    }

    public long uidNext() {
        return uidNext;
    }

    public int size() {
        return messages.size();
    }

    /** Index from 0. */
    public long uid(int index) {
        return messages.uid(index);
    }

    public long itemNo(int index) {
        return messages.itemNo(index);
    }

    public Flags flags(int index) {
        return new Flags(messages.flags(index));
    }

    /** Of the last change of the message. */
    public long modseq(int index) {
        return messages.modseq(index);
    }

    /** Of the whole message. */
    public long octets(int index) {
        return messages.octets(index);
    }

    /** Of all messages. */
    public long octets() {
        long octets = 0;
        for (int i = 0; i < size(); i++) {
            octets += octets(i);
        }
        return octets;
    }

    public MessageRow row(int index) {
        return messages.row(index);
    }

    /** Index of the message with this UID; if there is none, {@code -(where it would be) - 1}. */
    public int indexOf(long uid) {
        return messages.indexOf(uid);
    }

    public MessageRef ref(int index) {
        return new MessageRef(itemNo(index), uid(index));
    }

    public int count(Flags flags) {
        int count = 0;
        for (int i = 0; i < size(); i++) {
            count += flags(i).has(flags) ? 1 : 0;
        }
        return count;
    }
}
