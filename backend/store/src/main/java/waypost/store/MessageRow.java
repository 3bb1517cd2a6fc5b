package waypost.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What an open folder knows of a message without reading more. The index has it under the UID.
 *
 * @param octets of the whole message (RFC822.SIZE of RFC 3501 §6.4.5)
 */
public record MessageRow(long uid, long itemNo, Flags flags, long modseq, long octets, ReceivedAt receivedAt) {
    private static final int OCTETS = 40;

    static MessageRow of(StateRecord.Item item) {
        return new MessageRow(item.uid(), item.itemNo(), item.flags(), item.version(), item.size(), item.receivedAt());
    }

    /** As a search folder shows it. Whoever has not been told of one of the two has not seen it. */
    static MessageRow of(StateRecord.Item item, StateRecord.Member member) {
        long modseq = Math.max(item.version(), member.version());
        return new MessageRow(member.uid(), item.itemNo(), item.flags(), modseq, item.size(), item.receivedAt());
    }

    /** As the index has it. What is no mail is longer by its kind. */
    static byte[] bytes(StateRecord.Item item) {
        byte[] mail = of(item).bytes();
        if (item.kind() == ItemKind.MAIL) {
            return mail;
        }
        byte[] other = Arrays.copyOf(mail, OCTETS + 1);
        other[OCTETS] = (byte) item.kind().code();
        return other;
    }

    /** Whether mail protocols know of it. */
    static boolean isMail(byte[] value) {
        return value.length == OCTETS;
    }

    /** Of mail, as the index has it. */
    byte[] bytes() {
        return ByteBuffer.allocate(OCTETS)
                .putLong(itemNo)
                .putLong(flags.bits())
                .putLong(modseq)
                .putLong(octets)
                .putLong(receivedAt.packed())
                .array();
    }

    static MessageRow read(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new MessageRow(
                Keys.uidOf(key),
                in.getLong(),
                new Flags(in.getLong()),
                in.getLong(),
                in.getLong(),
                ReceivedAt.unpacked(in.getLong()));
    }
}
