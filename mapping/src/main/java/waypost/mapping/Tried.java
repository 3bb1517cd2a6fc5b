package waypost.mapping;

/** What is known of a password that is shown for an entry. */
public enum Tried {
    /** The directory has not said, or cannot say: it is to be asked. */
    OPEN,
    RIGHT,
    WRONG
}
