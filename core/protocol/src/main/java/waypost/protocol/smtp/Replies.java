package waypost.protocol.smtp;

import waypost.protocol.login.Refusal;

/** The replies that the protocol itself gives, with the enhanced codes of RFC 3463, RFC 4954 §6 and RFC 6531 §3.6.1. */
final class Replies {
    static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "OK");
    static final SmtpReply BYE = SmtpReply.of(221, "2.0.0", "Bye");
    static final SmtpReply CANNOT_VRFY = SmtpReply.of(252, "2.5.2", "Send some mail, I will try my best");
    static final SmtpReply HELP = SmtpReply.of(214, "2.0.0", "See RFC 5321");
    static final SmtpReply START_TLS = SmtpReply.of(220, "2.0.0", "Ready to start TLS");
    static final SmtpReply AUTHENTICATED = SmtpReply.of(235, "2.7.0", "Authentication successful");
    static final SmtpReply SEND_DATA = SmtpReply.of(354, "", "End with <CRLF>.<CRLF>");

    static final SmtpReply UNKNOWN = SmtpReply.of(500, "5.5.1", "Command not recognised");
    static final SmtpReply FOUL_LINE = SmtpReply.of(500, "5.5.2", "Lines are UTF-8 and end with CRLF");
    static final SmtpReply LINE_TOO_LONG = SmtpReply.of(500, "5.5.6", "Line too long");
    static final SmtpReply SYNTAX = SmtpReply.of(501, "5.5.4", "Syntax error in arguments");
    static final SmtpReply BAD_ADDRESS = SmtpReply.of(501, "5.1.3", "Bad address syntax");
    static final SmtpReply BAD_SENDER = SmtpReply.of(501, "5.1.7", "Bad sender address syntax");
    static final SmtpReply NOT_IMPLEMENTED = SmtpReply.of(502, "5.5.1", "Command not implemented");
    static final SmtpReply HELLO_FIRST = SmtpReply.of(503, "5.5.1", "Say hello first");
    static final SmtpReply OUT_OF_ORDER = SmtpReply.of(503, "5.5.1", "Bad sequence of commands");
    static final SmtpReply NO_RECIPIENTS = SmtpReply.of(503, "5.5.1", "No valid recipients");
    static final SmtpReply UNKNOWN_PARAMETER = SmtpReply.of(555, "5.5.4", "Parameter not recognised");
    static final SmtpReply NEEDS_SMTPUTF8 = SmtpReply.of(553, "5.6.7", "Address needs SMTPUTF8");
    static final SmtpReply NODE_WITHOUT_SMTPUTF8 =
            SmtpReply.of(553, "5.6.7", "The mailbox's node does not take SMTPUTF8");
    static final SmtpReply NODE_WITHOUT_8BITMIME =
            SmtpReply.of(555, "5.6.3", "The mailbox's node does not take 8BITMIME");
    static final SmtpReply OTHER_ENCODING =
            SmtpReply.of(452, "4.5.3", "Send it to this recipient in a transaction of its own");
    static final SmtpReply TOO_MANY_RECIPIENTS = SmtpReply.of(452, "4.5.3", "Too many recipients");

    static final SmtpReply MESSAGE_TOO_BIG = SmtpReply.of(552, "5.3.4", "Message too big");
    static final SmtpReply BARE_LINE_END =
            SmtpReply.of(550, "5.6.0", "Message has a CR or LF that is not part of CRLF");
    static final SmtpReply NUL = SmtpReply.of(550, "5.6.0", "Message has a NUL octet");
    static final SmtpReply TEXT_LINE_TOO_LONG = SmtpReply.of(550, "5.6.0", "Message has a line longer than 1 MB");

    static final SmtpReply LOGIN_FIRST = SmtpReply.of(530, "5.7.0", "Authentication required");
    static final SmtpReply TLS_FIRST = SmtpReply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    static final SmtpReply NO_MECHANISM = SmtpReply.of(504, "5.5.4", "Mechanism not offered");
    static final SmtpReply AUTH_CANCELLED = SmtpReply.of(501, "5.7.0", "Authentication cancelled");
    static final SmtpReply AUTH_MALFORMED = SmtpReply.of(501, "5.5.2", "Cannot decode response");
    static final SmtpReply SHUTTING_DOWN = SmtpReply.of(421, "4.3.2", "Shutting down");
    static final SmtpReply NOT_SMTP = SmtpReply.of(421, "4.7.0", "This is a mail server");
    static final SmtpReply TOO_MANY_ERRORS = SmtpReply.of(421, "4.7.0", "Too many errors");
    static final SmtpReply TOO_MANY_LOGINS = SmtpReply.of(421, "4.7.0", "Too many failed log-ins");

    private Replies() {}

    /** What a client hears of a failed log-in (RFC 4954 §6); never why it failed beyond what it may know. */
    static SmtpReply refused(Refusal why) {
        return switch (why) {
            case CREDENTIALS -> SmtpReply.of(535, "5.7.8", "Authentication credentials invalid");
            case DISABLED, EXPIRED -> SmtpReply.of(535, "5.7.8", "Account is not available");
            case SERVICE -> SmtpReply.of(535, "5.7.1", "Account may not use this service");
            case SECOND_FACTOR -> SmtpReply.of(534, "5.7.9", "App password needed, or the password and a code");
            case LIMIT -> SmtpReply.of(454, "4.7.0", "Too many sessions or failures");
            case STALE, UNAVAILABLE -> SmtpReply.of(454, "4.7.0", "Temporary authentication failure");
        };
    }
}
