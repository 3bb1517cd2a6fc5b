package waypost.store;

import java.nio.ByteBuffer;

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

    /** As the index has it. What is no mail is longer by its kind. */
    static byte[] bytes(StateRecord.Item item) {
        boolean mail = item.kind() == ItemKind.MAIL;
        ByteBuffer out = ByteBuffer.allocate(mail ? OCTETS : OCTETS + 1)
                .putLong(item.itemNo())
                .putLong(item.flags().bits())
                .putLong(item.version())
                .putLong(item.size())
                .putLong(item.receivedAt().packed());
        return mail ? out.array() : out.put((byte) item.kind().code()).array();
    }

    /** Whether mail protocols know of it. */
    static boolean isMail(byte[] value) {
        return value.length == OCTETS;
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
