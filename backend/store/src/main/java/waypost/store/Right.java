package waypost.store;

/** Something that a principal may be allowed to do in a folder. Each protocol shows those of them that it can express. */
public enum Right {
    /** To read messages, and to have an own \Seen for each. RFC 4314: r, s. */
    READ(0x1),
    /** To put messages into it. RFC 4314: i, p. */
    CREATE(0x2),
    /** To change flags of what he has put there himself. */
    EDIT_OWN(0x8),
    /** To remove what he has put there himself. */
    DELETE_OWN(0x10),
    /** RFC 4314: w. */
    EDIT_ANY(0x20),
    /** RFC 4314: t, e. */
    DELETE_ANY(0x40),
    /** To make folders below it. RFC 4314: k. */
    CREATE_SUB(0x80),
    /** To rename and delete it, and to say who may do what. RFC 4314: a, x. */
    OWNER(0x100),
    /** To be told of as the one to ask. */
    CONTACT(0x200),
    /** To see that it is there. RFC 4314: l. */
    VISIBLE(0x400),
    /** To see when its owner is free. */
    FREE_BUSY_TIME(0x800),
    /** To see with what its owner is busy. */
    FREE_BUSY_DETAIL(0x1000),
    /** To see what is marked as private. */
    VIEW_PRIVATE(0x10000);

    private final int bit;

    Right(int bit) {
        this.bit = bit;
    }

    /** How records spell it: the bits of MS-OXCPERM where it has one. */
    int bit() {
        return bit;
    }
}
