package waypost.protocol.login;

/** How a log-in to a node begins. */
public enum Opening {
    /** With the node's greeting, then the log-in: in clear, or TLS is there from the first byte. */
    GREETING,
    /** With the node's greeting, then STARTTLS and nothing else. */
    STARTTLS,
    /** Behind STARTTLS: with the log-in. */
    INSIDE_TLS
}
