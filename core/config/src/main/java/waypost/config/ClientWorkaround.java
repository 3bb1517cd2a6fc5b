package waypost.config;

/**
 * Something that is done for clients that do not keep to a standard, or that a standard leaves alone with the network they are in. {@link
 * WorkaroundsSection} has a switch for each; docs/standards.md says which clients need it and how they go wrong.
 */
public enum ClientWorkaround {
    SHORT_DAY,
    BLANK_LINES,
    UTF8_CHARSET,
    XLIST,
    KEEP_ALIVE
}
