package waypost.delivery;

import waypost.protocol.smtp.SmtpReply;
import waypost.store.Outcome;

/** The replies of this node to those who bring mail, with the enhanced codes of RFC 3463. */
final class Answers {
    static final SmtpReply SENDER = SmtpReply.of(250, "2.1.0", "Sender accepted");
    static final SmtpReply RECIPIENT = SmtpReply.of(250, "2.1.5", "Recipient accepted");
    static final SmtpReply HELD = SmtpReply.of(250, "2.1.5", "Recipient held");
    static final SmtpReply STORED = SmtpReply.of(250, "2.6.0", "Message stored");
    static final SmtpReply KEPT = SmtpReply.of(250, "2.6.0", "Recipients kept");
    static final SmtpReply NOTED = SmtpReply.of(250, "2.0.0", "OK");

    static final SmtpReply UNAVAILABLE = SmtpReply.of(451, "4.3.0", "Mailbox not available now");
    static final SmtpReply FULL = SmtpReply.of(452, "4.3.1", "Not enough space now");
    static final SmtpReply NOTHING_HELD = SmtpReply.of(451, "4.3.0", "Nothing is held of this transfer");
    static final SmtpReply UNKNOWN = SmtpReply.of(550, "5.1.1", "No such mailbox");
    static final SmtpReply DISABLED = SmtpReply.of(550, "5.2.1", "Mailbox takes no mail");
    static final SmtpReply GONE = SmtpReply.of(550, "5.1.6", "Mailbox has been deleted");
    static final SmtpReply LOOP = SmtpReply.of(554, "5.4.6", "Message goes in circles");

    private Answers() {}

    static SmtpReply of(Outcome.Reason reason) {
        return switch (reason) {
            case FULL -> FULL;
            case NO_SUCH_FOLDER, NOT_OWNER, UNAVAILABLE -> UNAVAILABLE;
            case FOLDER_EXISTS,
                    FOLDER_HAS_CHILDREN,
                    FOLDER_GREW,
                    ROLE_TAKEN,
                    INVALID_NAME,
                    SEARCH_FOLDER,
                    TOO_MANY_SEARCHES,
                    KEYWORD_LIMIT,
                    NO_SUCH_MESSAGE,
                    PROPERTY_LIMIT,
                    PROPERTY_TOO_LARGE,
                    TOO_MANY_MESSAGES,
                    OVER_QUOTA,
                    NO_RIGHT,
                    ACCOUNT_EXISTS -> throw new IllegalStateException("no delivery is refused for " + reason);
        };
    }
}
