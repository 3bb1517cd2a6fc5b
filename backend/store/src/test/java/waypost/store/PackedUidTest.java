package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PackedUidTest {
    private static final long[] UIDS = {1, 2, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFEL};

    @Test
    void eachUidIsFoundWhereItIsAndOthersWhereTheyWouldBe() {
        int[] packed = new int[UIDS.length + 3];
        for (int i = 0; i < UIDS.length; i++) {
            packed[i] = PackedUid.of(UIDS[i]);
            assertEquals(UIDS[i], PackedUid.uid(packed[i]));
        }
        for (int i = 0; i < UIDS.length; i++) {
            assertEquals(i, PackedUid.indexOf(packed, UIDS.length, UIDS[i]));
        }
        assertEquals(-3, PackedUid.indexOf(packed, UIDS.length, 3));
        assertEquals(-4, PackedUid.indexOf(packed, 3, 0x8000_0000L));
        assertEquals(-6, PackedUid.indexOf(packed, UIDS.length, 0xFFFF_FFFFL));
        assertEquals(-6, PackedUid.indexOf(packed, UIDS.length, 0x1_0000_0001L), "a next UID may be beyond 32 bits");
    }
}
