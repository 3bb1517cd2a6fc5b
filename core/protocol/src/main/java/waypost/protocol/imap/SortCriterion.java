package waypost.protocol.imap;

/** One sort criterion of RFC 5256 §BASE.6.4.SORT, RFC 5957 §4 and RFC 6203 §6. */
public record SortCriterion(Key key, Direction direction) {
    public enum Key {
        ARRIVAL,
        CC,
        DATE,
        DISPLAYFROM,
        DISPLAYTO,
        FROM,
        /** RFC 6203 §6: the greatest first. */
        RELEVANCY,
        SIZE,
        SUBJECT,
        TO;

        /** Which one adds it. */
        ImapExtension extension() {
            return switch (this) {
                case ARRIVAL, CC, DATE, FROM, SIZE, SUBJECT, TO -> ImapExtension.SORT;
                case DISPLAYFROM, DISPLAYTO -> ImapExtension.SORT_DISPLAY;
                case RELEVANCY -> ImapExtension.SEARCH_FUZZY;
            };
        }
    }

    public enum Direction {
        ASCENDING,
        REVERSE
    }
}
