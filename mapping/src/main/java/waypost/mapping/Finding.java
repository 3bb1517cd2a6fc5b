package waypost.mapping;

/** What one user map says of one name. */
sealed interface Finding {
    record Found(Account account) implements Finding {}

    /** The map could look, and does not have the name. */
    record None() implements Finding {}

    record WrongPassword() implements Finding {}

    /** The map cannot say. */
    record Failed(String reason) implements Finding {}
}
