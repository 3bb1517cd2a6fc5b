package waypost.net;

/** What a listener does about clients that do not show a user's certificate which is believed. */
public enum ClientCertificate {
    /** It speaks with them, as with a client that is not known. */
    OPTIONAL,
    /** It ends the handshake. */
    REQUIRED
}
