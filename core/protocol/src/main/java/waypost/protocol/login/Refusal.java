package waypost.protocol.login;

/** Why a log-in fails. One table in each protocol turns it into the client's text; a node's own wording never reaches a client. */
public enum Refusal {
    /** Unknown user, wrong or empty password: never told apart. */
    CREDENTIALS,
    DISABLED,
    EXPIRED,
    /** The account may not use this service. */
    SERVICE,
    /** The password is right, and not enough: the user has a second factor. */
    SECOND_FACTOR,
    /** Too many sessions or failures. */
    LIMIT,
    /** From node to node: the account's name is another entry's now, and whoever hands a user over is to ask his directory again. To a client as the next. */
    STALE,
    /** Directory or node cannot answer now: [UNAVAILABLE], [SYS/TEMP], 454. Never counted against the client. */
    UNAVAILABLE
}
