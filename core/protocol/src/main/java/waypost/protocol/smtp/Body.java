package waypost.protocol.smtp;

/** What MAIL says of the content (RFC 6152 §3). BINARYMIME is not offered. */
public enum Body {
    SEVEN_BIT,
    EIGHT_BIT_MIME
}
