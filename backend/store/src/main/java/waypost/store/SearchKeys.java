package waypost.store;

import java.nio.ByteBuffer;

/** The keys of {@link Family#TERMS}: account, kind, and where there are several, segment and bucket. Big-endian. */
final class SearchKeys {
    private static final byte HEAD = 1;
    private static final byte ITEMS = 2;
    private static final byte BUCKET = 3;

    private SearchKeys() {}

    static byte[] head(long account) {
        return ByteBuffer.allocate(9).putLong(account).put(HEAD).array();
    }

    /** Which items a segment has. */
    static byte[] items(long account, int segment) {
        return ByteBuffer.allocate(13)
                .putLong(account)
                .put(ITEMS)
                .putInt(segment)
                .array();
    }

    static byte[] buckets(long account) {
        return ByteBuffer.allocate(9).putLong(account).put(BUCKET).array();
    }

    static byte[] bucket(long account, int segment, int bucket) {
        return ByteBuffer.allocate(17)
                .putLong(account)
                .put(BUCKET)
                .putInt(segment)
                .putInt(bucket)
                .array();
    }
}
