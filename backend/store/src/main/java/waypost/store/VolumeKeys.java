package waypost.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import waypost.identity.TransferId;

/** The keys of the volume's own family: they lead to things of its accounts. Begin with what they lead by, and are big-endian as {@link Keys}. */
final class VolumeKeys {
    private VolumeKeys() {}

    /** The keys of one transfer in all accounts. */
    static byte[] byTransfer(TransferId transfer) {
        return Keys.buffer(17)
                .put((byte) 2)
                .putLong(transfer.high())
                .putLong(transfer.low())
                .array();
    }

    static byte[] byTransfer(StateRecord.Transferred done) {
        return Keys.concat(byTransfer(done.transfer()), Keys.thing(done));
    }

    static byte[] thingByTransfer(byte[] key) {
        return Arrays.copyOfRange(key, 17, key.length);
    }

    /** Transfers in the order in which they began. */
    static byte[] byAge() {
        return new byte[] {3};
    }

    /** Where those that began at this tick begin. */
    static byte[] byAge(long tick) {
        return Keys.buffer(9).put((byte) 3).putLong(tick).array();
    }

    static byte[] byAge(StateRecord.Transferred done) {
        return Keys.concat(byAge(done.seen().began()), Keys.thing(done));
    }

    static long beganByAge(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    static byte[] thingByAge(byte[] key) {
        return Arrays.copyOfRange(key, 9, key.length);
    }

    /** Its accounts. */
    static byte[] byAccount() {
        return new byte[] {4};
    }

    static byte[] byAccount(long account) {
        return Keys.buffer(9).put((byte) 4).putLong(account).array();
    }

    static long accountByAccount(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /** The folders in which a principal has been given something. */
    static byte[] granted(String principal) {
        byte[] text = principal.getBytes(StandardCharsets.UTF_8);
        return Keys.buffer(2 + text.length)
                .put((byte) 5)
                .put(text)
                .put((byte) 0)
                .array();
    }

    static byte[] granted(StateRecord.PropertyState entry) {
        return Keys.concat(
                granted(entry.key().name()),
                Keys.buffer(12)
                        .putLong(entry.account())
                        .putInt(entry.key().folderId())
                        .array());
    }

    /** What search folders have to look at. */
    static byte[] sought() {
        return new byte[] {6};
    }

    /** @param itemNo whose text has to be read; 0 when all items are to be looked at */
    static byte[] sought(long account, int folderId, long itemNo) {
        return Keys.buffer(21)
                .put((byte) 6)
                .putLong(account)
                .putInt(folderId)
                .putLong(itemNo)
                .array();
    }

    static long accountOfSought(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    static int folderOfSought(byte[] key) {
        return ByteBuffer.wrap(key).getInt(9);
    }

    static long itemOfSought(byte[] key) {
        return ByteBuffer.wrap(key).getLong(13);
    }

    static long accountOfGranted(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - 12);
    }
}
