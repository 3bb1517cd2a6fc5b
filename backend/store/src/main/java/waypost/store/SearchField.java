package waypost.store;

/** A text of a message that is searched by itself. */
public enum SearchField {
    /** The parts that are text, and the headers of enclosed messages. */
    BODY,
    /** The message's header and those of its MIME parts, names included. */
    HEADER,
    /** What the Subject fields of the message hold. */
    SUBJECT,
    /** What its From fields hold. */
    FROM,
    /** What its To, Cc and Bcc fields hold. */
    TO
}
