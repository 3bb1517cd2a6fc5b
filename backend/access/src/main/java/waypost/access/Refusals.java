package waypost.access;

import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.NoSuch;
import waypost.store.Account;
import waypost.store.Outcome;

/** What an IMAP client hears when the store refuses: response codes of RFC 5530 §3, HASCHILDREN of RFC 9051 §7.1. */
final class Refusals {
    private Refusals() {}

    /** The result; a refusal is thrown. */
    static <T> T done(Outcome<T> outcome, String mailbox) throws MailboxException {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Outcome.Reason reason) -> throw exception(reason, mailbox);
        };
    }

    /** A full volume is a condition of the server that passes, not a limit of the user: UNAVAILABLE, not LIMIT or OVERQUOTA. */
    static MailboxException exception(Outcome.Reason reason, String mailbox) {
        return switch (reason) {
            case NO_SUCH_FOLDER -> new NoSuch(mailbox);
            case FOLDER_EXISTS -> new MailboxException("ALREADYEXISTS", "Mailbox exists");
            case FOLDER_HAS_CHILDREN -> new MailboxException("HASCHILDREN", "Mailbox has mailboxes below it");
            case FOLDER_GREW -> new MailboxException("INUSE", "Mailbox has got new messages");
            case ROLE_TAKEN -> new MailboxException("USEATTR", "Another mailbox has this special use"); // RFC 6154 §3
            case INVALID_NAME -> new MailboxException("CANNOT", "Not a name for a mailbox");
            case KEYWORD_LIMIT -> new MailboxException("LIMIT", "Too many keywords, or one that is too long");
            case NO_SUCH_MESSAGE -> new MailboxException("EXPUNGEISSUED", "Message is gone");
            case PROPERTY_LIMIT, PROPERTY_TOO_LARGE -> new MailboxException("LIMIT", "Too much to keep");
            case OVER_QUOTA -> new MailboxException("OVERQUOTA", "Over quota");
            case SEARCH_FOLDER -> SearchNames.refusal();
            case TOO_MANY_SEARCHES -> new MailboxException("LIMIT", "Too many search folders");
            case NO_RIGHT -> new MailboxException("NOPERM", "No right to do that");
            case TOO_MANY_MESSAGES -> // RFC 9738 §3.1
                new MailboxException("MESSAGELIMIT " + Account.MOST_COPIED, "Too many messages at once");
            case FULL -> new MailboxException("UNAVAILABLE", "No room for new messages at present");
            case NOT_OWNER, ACCOUNT_EXISTS, UNAVAILABLE ->
                new MailboxException("UNAVAILABLE", "Mailboxes are not available at present");
        };
    }

    /** RFC 5530 §3. */
    static MailboxException messageGone() {
        return exception(Outcome.Reason.NO_SUCH_MESSAGE, "");
    }
}
