package waypost.store;

/** What a commit does to a property. */
public sealed interface PropertyChange {
    PropertyKey key();

    record Set(PropertyKey key, PropertyValue value) implements PropertyChange {}

    /** Nothing happens when it is not there. */
    record Remove(PropertyKey key) implements PropertyChange {}
}
