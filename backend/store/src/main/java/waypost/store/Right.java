package waypost.store;

/** Something that a principal may be allowed to do in a folder. Each protocol shows those of them that it can express. */
public enum Right {
    /** To read messages. RFC 4314: r. */
    READ(0x1),
    /** To put messages into it. RFC 4314: i. */
    CREATE(0x2),
    /** To change flags of what he has put there himself. */
    EDIT_OWN(0x8),
    /** To mark as deleted, and to remove, what he has put there himself. */
    DELETE_OWN(0x10),
    /** RFC 4314: w. */
    EDIT_ANY(0x20),
    /** To mark as deleted. RFC 4314: t. */
    DELETE_ANY(0x40),
    /** To make folders below it. RFC 4314: k. */
    CREATE_SUB(0x80),
    /** To say who may do what. RFC 4314: a. */
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
    VIEW_PRIVATE(0x10000),
    /** To have an own \Seen for each message. RFC 4314: s. */
    SEEN(0x20000),
    /** To send mail to it. RFC 4314: p. */
    POST(0x40000),
    /** To remove messages for ever. RFC 4314: e. */
    EXPUNGE(0x80000),
    /** To rename and delete the folder itself. RFC 4314: x. */
    DELETE_FOLDER(0x100000);

    private final int bit;

    Right(int bit) {
        this.bit = bit;
    }

    /** How records spell it: the bits of MS-OXCPERM where it has one. Those from SEEN on it gives together with READ, CREATE, DELETE_ANY and OWNER. */
    int bit() {
        return bit;
    }
}
