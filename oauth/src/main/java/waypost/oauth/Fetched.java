package waypost.oauth;

/** What came of asking an issuer. */
sealed interface Fetched {
    record Content(String text) implements Fetched {}

    /** @param why for the log */
    record Failed(String why) implements Fetched {}
}
