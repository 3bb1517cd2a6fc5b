package waypost.store;

/**
 * The flags of a message: the system flags of RFC 3501 §2.3.2 and the keywords of its account, one bit each. \Recent is no flag of a message but of
 * a session's view.
 */
public record Flags(long bits) {
    public static final Flags NONE = new Flags(0);
    public static final Flags SEEN = new Flags(1);
    public static final Flags ANSWERED = new Flags(2);
    public static final Flags FLAGGED = new Flags(4);
    public static final Flags DELETED = new Flags(8);
    public static final Flags DRAFT = new Flags(16);

    /** All of the system flags. */
    static final Flags SYSTEM = new Flags(0x1F);

    /** Whatever can be set. */
    static final Flags ALL = new Flags(~0xE0L);

    /** Keywords an account can have. */
    public static final int KEYWORDS = 56;

    /** Of the name of a keyword, at most. */
    public static final int KEYWORD_OCTETS = 100;

    private static final int FIRST_KEYWORD = 8;

    /** The keyword at this place in {@link Account#keywords}. */
    public static Flags keyword(int index) {
        if (index < 0 || index >= KEYWORDS) {
            throw new IllegalArgumentException("keyword " + index);
        }
        return new Flags(1L << (FIRST_KEYWORD + index));
    }

    public Flags with(Flags others) {
        return new Flags(bits | others.bits);
    }

    public Flags without(Flags others) {
        return new Flags(bits & ~others.bits);
    }

    /** Those that are in both. */
    public Flags and(Flags others) {
        return new Flags(bits & others.bits);
    }

    /** Whether all of these are set. */
    public boolean has(Flags others) {
        return (bits & others.bits) == others.bits;
    }

    int system() {
        return (int) bits & 0xFF;
    }

    long keywordBits() {
        return bits >>> FIRST_KEYWORD;
    }

    static Flags of(int system, long keywordBits) {
        return new Flags((keywordBits << FIRST_KEYWORD) | (system & 0xFF));
    }
}
