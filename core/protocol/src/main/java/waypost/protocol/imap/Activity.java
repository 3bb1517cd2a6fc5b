package waypost.protocol.imap;

/** What the next octets of a client are to its session. */
sealed interface Activity {
    record Commands() implements Activity {}

    record Idle(String tag) implements Activity {}

    record Append(Appending appending) implements Activity {}

    /** UNAUTHENTICATE is read; the end of what the client compresses is not. */
    record Leaving(String tag) implements Activity {}

    /** No affair of the session's: the client is not logged in any more. */
    record Released() implements Activity {}

    /** Nothing: the connection ends. */
    record Over() implements Activity {}

    /** Whether no command is among them. */
    default boolean over() {
        return switch (this) {
            case Commands _, Idle _, Append _ -> false;
            case Leaving _, Released _, Over _ -> true;
        };
    }
}
