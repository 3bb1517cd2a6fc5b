package waypost.store;

/**
 * A named value of an account or of one of its folders.
 *
 * @param modseq of its last change
 */
public record Property(PropertyKey key, long modseq, PropertyValue value) {}
