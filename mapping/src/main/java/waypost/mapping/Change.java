package waypost.mapping;

/** What became of an order to change the directory. */
public sealed interface Change {
    record Done() implements Change {}

    /** The address or domain is in the directory already. */
    record Exists() implements Change {}

    record Missing() implements Change {}

    /** The order makes no sense, or the directory declines it. */
    record Declined(String why) implements Change {}
}
