package waypost.config;

/** Where in a certificate the name of its user may be. */
public enum UserNameForm {
    /** An alternative name of the kind rfc822Name (RFC 5280 §4.2.1.6). */
    EMAIL,
    /** A user principal name, as Active Directory writes it: an alternative name of the kind otherName. */
    UPN,
    /** The common name of the subject. */
    COMMON_NAME
}
