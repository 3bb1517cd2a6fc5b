package waypost.mapping;

/** What the maps say of an account whose sessions are looked at again. */
sealed interface Standing {
    record Is(Account account) implements Standing {}

    /** A finding: the entry is there no more, or nobody can log in by it. */
    record Gone() implements Standing {}

    /** The entry says what cannot be meant: new log-ins are put off, and those that stand do. */
    record Faulty() implements Standing {}

    /** Nobody can say now. */
    record Unsaid() implements Standing {}
}
