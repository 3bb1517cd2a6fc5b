package waypost.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import waypost.identity.TransferId;

/**
 * The keys of the index, all big-endian so that their order is the order of the numbers in them. One byte array a key: account, kind, and what
 * tells the things of a kind apart.
 */
final class Keys {
    private static final byte OWNED = 1;
    private static final byte COUNTERS = 2;
    private static final byte KEYWORDS = 3;
    private static final byte SUBSCRIPTIONS = 4;
    private static final byte FOLDER = 5;
    private static final byte ITEM = 6;
    private static final byte UID = 7;
    private static final byte TRANSFER = 8;
    private static final byte DIGEST = 9;
    private static final byte HORIZON = 10;
    private static final byte HELD = 11;
    private static final byte KEPT = 12;
    private static final byte COUNTS = 13;
    private static final byte DEPARTED = 14;
    private static final byte PROPERTY = 15;
    private static final byte SEEN = 16;
    private static final byte MARK = 17;
    private static final byte THREADED = 18;
    private static final byte GONE = 20;
    private static final byte MEMBER = 21;

    private static final int DIGEST_OCTETS = 16;
    private static final int RECIPIENT_OCTETS = 8;
    private static final int POSITION_OCTETS = 12;

    /** In the family of the volume: how far the index is. */
    static final byte[] APPLIED = {1};

    private Keys() {}

    /** Where the entry of the thing is that the record is of. */
    static byte[] thing(StateRecord state) {
        long account = state.account();
        return switch (state) {
            case StateRecord.Owned _ -> owned(account);
            case StateRecord.Counters _ -> counters(account);
            case StateRecord.Keywords _ -> keywords(account);
            case StateRecord.Subscriptions _ -> subscriptions(account);
            case StateRecord.FolderState folder -> folder(account, folder.folderId());
            case StateRecord.FolderGone gone -> folder(account, gone.folderId());
            case StateRecord.Item item -> item(account, item.itemNo());
            case StateRecord.ItemGone gone -> item(account, gone.itemNo());
            case StateRecord.Transferred done -> transfer(account, done.transfer(), done.recipient());
            case StateRecord.Horizon _ -> kind(account, HORIZON);
            case StateRecord.Held held -> numbered(HELD, held.number());
            case StateRecord.HeldGone gone -> numbered(HELD, gone.number());
            case StateRecord.Kept kept -> numbered(KEPT, kept.number());
            case StateRecord.KeptGone gone -> numbered(KEPT, gone.number());
            case StateRecord.Departed departed -> departed(account, departed.folderId(), departed.version());
            case StateRecord.PropertyState property -> property(account, property.key());
            case StateRecord.PropertyGone gone -> property(account, gone.key());
            case StateRecord.SeenBy mark -> seen(account, mark.folderId(), mark.principal(), mark.itemNo());
            case StateRecord.Member member -> member(account, member.folderId(), member.itemNo());
            case StateRecord.MemberGone gone -> member(account, gone.folderId(), gone.itemNo());
        };
    }

    /** Whether this key of an account leads to a thing, not to another key. */
    static boolean isThing(byte[] key) {
        byte kind = key[Long.BYTES];
        return kind != UID && kind != DIGEST && kind != COUNTS && kind != MARK && kind != THREADED && kind != GONE;
    }

    /** Whose key it is; 0 for the volume's own. */
    static long account(Family family, byte[] key) {
        return switch (family) {
            case ACCOUNTS, TERMS -> ByteBuffer.wrap(key).getLong(0);
            case BODIES -> ByteBuffer.wrap(key).getLong(POSITION_OCTETS);
            case VOLUME, DERIVED -> 0;
        };
    }

    static byte[] account(long account) {
        return buffer(8).putLong(account).array();
    }

    static byte[] owned(long account) {
        return kind(account, OWNED);
    }

    static byte[] counters(long account) {
        return kind(account, COUNTERS);
    }

    static byte[] keywords(long account) {
        return kind(account, KEYWORDS);
    }

    static byte[] subscriptions(long account) {
        return kind(account, SUBSCRIPTIONS);
    }

    static byte[] horizon() {
        return kind(0, HORIZON);
    }

    static byte[] folders(long account) {
        return kind(account, FOLDER);
    }

    static byte[] folder(long account, int folderId) {
        return buffer(13).putLong(account).put(FOLDER).putInt(folderId).array();
    }

    static byte[] items(long account) {
        return kind(account, ITEM);
    }

    static byte[] item(long account, long itemNo) {
        return buffer(17).putLong(account).put(ITEM).putLong(itemNo).array();
    }

    static byte[] uids(long account, int folderId) {
        return buffer(13).putLong(account).put(UID).putInt(folderId).array();
    }

    static byte[] uid(long account, int folderId, long uid) {
        return buffer(17)
                .putLong(account)
                .put(UID)
                .putInt(folderId)
                .putInt((int) uid)
                .array();
    }

    static boolean isCounts(byte[] key) {
        return key[Long.BYTES] == COUNTS;
    }

    static int folderOfCounts(byte[] key) {
        return ByteBuffer.wrap(key).getInt(9);
    }

    static byte[] counts(long account) {
        return kind(account, COUNTS);
    }

    static byte[] counts(long account, int folderId) {
        return buffer(13).putLong(account).put(COUNTS).putInt(folderId).array();
    }

    /** All that has left folders of the account. */
    static byte[] departed(long account) {
        return kind(account, DEPARTED);
    }

    static byte[] departed(long account, int folderId) {
        return buffer(13).putLong(account).put(DEPARTED).putInt(folderId).array();
    }

    static byte[] departed(long account, int folderId, long modseq) {
        return buffer(21)
                .putLong(account)
                .put(DEPARTED)
                .putInt(folderId)
                .putLong(modseq)
                .array();
    }

    /** The tombstones of an account, in the order in which what they are of went. */
    static byte[] gone(long account) {
        return kind(account, GONE);
    }

    /** Where those begin that are younger than this modseq. */
    static byte[] gone(long account, long modseq) {
        return buffer(17).putLong(account).put(GONE).putLong(modseq + 1).array();
    }

    /** Names the thing whose key it ends with. */
    static byte[] gone(StateRecord tombstone) {
        byte[] thing = thing(tombstone);
        return buffer(17 + thing.length - Long.BYTES)
                .putLong(tombstone.account())
                .put(GONE)
                .putLong(tombstone.version())
                .put(thing, Long.BYTES, thing.length - Long.BYTES)
                .array();
    }

    static long modseqOfGone(byte[] key) {
        return ByteBuffer.wrap(key).getLong(9);
    }

    static byte[] thingOfGone(byte[] key) {
        return buffer(key.length - 9)
                .put(key, 0, Long.BYTES)
                .put(key, 17, key.length - 17)
                .array();
    }

    static byte[] properties(long account, PropertyKind kind) {
        return buffer(10).putLong(account).put(PROPERTY).put((byte) kind.code()).array();
    }

    static byte[] properties(long account, PropertyKind kind, int folderId) {
        return concat(properties(account, kind), buffer(4).putInt(folderId).array());
    }

    static byte[] property(long account, PropertyKey key) {
        return concat(
                properties(account, key.kind(), key.folderId()), key.name().getBytes(StandardCharsets.UTF_8));
    }

    /** All that anybody has marked in a folder. */
    static byte[] seen(long account, int folderId) {
        return buffer(13).putLong(account).put(SEEN).putInt(folderId).array();
    }

    /** All that a principal has marked in a folder. */
    static byte[] seen(long account, int folderId, String principal) {
        byte[] text = principal.getBytes(StandardCharsets.UTF_8);
        return buffer(14 + text.length)
                .putLong(account)
                .put(SEEN)
                .putInt(folderId)
                .put(text)
                .put((byte) 0)
                .array();
    }

    static byte[] seen(long account, int folderId, String principal, long itemNo) {
        return concat(
                seen(account, folderId, principal), buffer(8).putLong(itemNo).array());
    }

    /** All that principals have marked of an item, wherever it was. Each key names a place, a UID and a principal. */
    static byte[] marks(long account, long itemNo) {
        return buffer(17).putLong(account).put(MARK).putLong(itemNo).array();
    }

    static byte[] mark(StateRecord.SeenBy mark) {
        return concat(
                marks(mark.account(), mark.itemNo()),
                concat(place(mark.folderId(), mark.uid()), mark.principal().getBytes(StandardCharsets.UTF_8)));
    }

    /** The part of a mark's key that tells where the item was. */
    static byte[] place(int folderId, long uid) {
        return buffer(8).putInt(folderId).putInt((int) uid).array();
    }

    static byte[] placeOfMark(byte[] key) {
        return Arrays.copyOfRange(key, 17, 25);
    }

    /** The thing that a mark's key leads to. */
    static byte[] thingOfMark(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        String principal = new String(key, 25, key.length - 25, StandardCharsets.UTF_8);
        return seen(in.getLong(0), in.getInt(17), principal, in.getLong(9));
    }

    static long modseqOfDeparted(byte[] key) {
        return ByteBuffer.wrap(key).getLong(13);
    }

    static long uidOf(byte[] key) {
        return ByteBuffer.wrap(key).getInt(13) & 0xFFFF_FFFFL;
    }

    /** All that a search folder shows or waits for. */
    static byte[] members(long account, int folderId) {
        return buffer(13).putLong(account).put(MEMBER).putInt(folderId).array();
    }

    static byte[] members(long account) {
        return kind(account, MEMBER);
    }

    static byte[] member(long account, int folderId, long itemNo) {
        return concat(members(account, folderId), buffer(8).putLong(itemNo).array());
    }

    static byte[] threaded(long account) {
        return kind(account, THREADED);
    }

    /** All items that have a link of threads. */
    static byte[] threaded(long account, long link) {
        return concat(threaded(account), buffer(8).putLong(link).array());
    }

    static byte[] threaded(long account, long link, long itemNo) {
        return concat(threaded(account, link), buffer(8).putLong(itemNo).array());
    }

    static byte[] helds() {
        return kind(0, HELD);
    }

    static byte[] kepts() {
        return kind(0, KEPT);
    }

    static byte[] transfer(long account, TransferId transfer, String recipient) {
        return buffer(9 + 16 + RECIPIENT_OCTETS)
                .putLong(account)
                .put(TRANSFER)
                .putLong(transfer.high())
                .putLong(transfer.low())
                .put(recipient(recipient))
                .array();
    }

    /** All transfers of these bytes to the account. */
    static byte[] digests(long account, TransferDigest digest) {
        return buffer(9 + DIGEST_OCTETS)
                .putLong(account)
                .put(DIGEST)
                .put(digest.bytes(), 0, DIGEST_OCTETS)
                .array();
    }

    /** Names the transfer whose key it ends with. */
    static byte[] digest(StateRecord.Transferred done) {
        byte[] transfer = thing(done);
        return concat(digests(done.account(), done.seen().digest()), Arrays.copyOfRange(transfer, 9, transfer.length));
    }

    static byte[] transferOfDigest(byte[] key) {
        return buffer(9 + 16 + RECIPIENT_OCTETS)
                .put(key, 0, 8)
                .put(TRANSFER)
                .put(key, 9 + DIGEST_OCTETS, 16 + RECIPIENT_OCTETS)
                .array();
    }

    static byte[] body(Position id) {
        return buffer(12).putLong(id.entry()).putInt(id.record()).array();
    }

    /** Where the preview of a body is, beside what else was derived from it. */
    static byte[] preview(Position body) {
        return buffer(13).put(body(body)).put((byte) 1).array();
    }

    /** Says that the item (or, of account 0, the numbered thing of the volume) needs the body. */
    static byte[] reference(Position body, long account, long number) {
        return concat(body(body), buffer(16).putLong(account).putLong(number).array());
    }

    /** The first key behind those that begin so. */
    static byte[] behind(byte[] prefix) {
        int end = prefix.length;
        while (end > 1 && prefix[end - 1] == (byte) 0xFF) {
            end--;
        }
        byte[] behind = Arrays.copyOf(prefix, end);
        behind[end - 1]++;
        return behind;
    }

    /** The body of a {@link #reference}, or of what was derived. */
    static Position referred(byte[] reference) {
        ByteBuffer in = ByteBuffer.wrap(reference);
        return new Position(in.getLong(), in.getInt());
    }

    private static byte[] numbered(byte kind, long number) {
        return buffer(17).putLong(0).put(kind).putLong(number).array();
    }

    private static byte[] kind(long account, byte kind) {
        return buffer(9).putLong(account).put(kind).array();
    }

    private static byte[] recipient(String recipient) {
        byte[] digest = TransferDigest.sha256().digest(recipient.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest, RECIPIENT_OCTETS);
    }

    static byte[] concat(byte[] one, byte[] other) {
        return buffer(one.length + other.length).put(one).put(other).array();
    }

    static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length);
    }
}
