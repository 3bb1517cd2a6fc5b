package waypost.protocol.imap;

import java.io.IOException;
import java.util.Collection;
import java.util.StringJoiner;

/** STATUS answers (RFC 3501 §7.2.4), whatever they are for. */
final class StatusAnswer {
    private final Mailboxes mailboxes;
    private final Enabled enabled;

    StatusAnswer(Mailboxes mailboxes, Enabled enabled) {
        this.mailboxes = mailboxes;
        this.enabled = enabled;
    }

    String of(String mailbox, Collection<StatusItem> items) throws IOException {
        return of(mailbox, mailboxes.status(mailbox), items);
    }

    /** @param counts as they were read before */
    String of(String mailbox, Mailboxes.Counts counts, Collection<StatusItem> items) throws IOException {
        StringJoiner values = new StringJoiner(" ");
        for (StatusItem item : items) {
            values.add(item + " " + value(mailbox, counts, item));
        }
        return "STATUS " + MailboxName.astring(mailbox, enabled.spelling()) + " (" + values + ")";
    }

    private String value(String mailbox, Mailboxes.Counts counts, StatusItem item) throws IOException {
        return switch (item) {
            case MESSAGES -> String.valueOf(counts.messages());
            case RECENT -> String.valueOf(counts.recent());
            case UIDNEXT -> String.valueOf(counts.uidNext());
            case UIDVALIDITY -> String.valueOf(counts.uidValidity());
            case UNSEEN -> String.valueOf(counts.unseen());
            case HIGHESTMODSEQ -> String.valueOf(counts.highestModSeq());
            case SIZE -> String.valueOf(mailboxes.totals(mailbox).size());
            case DELETED -> String.valueOf(mailboxes.totals(mailbox).deleted());
            case DELETED_STORAGE ->
                String.valueOf(mailboxes.quotas().orElseThrow().deletedOctets(mailbox));
            case APPENDLIMIT -> String.valueOf(mailboxes.appendLimit().octets());
            case MAILBOXID -> "(" + mailboxes.mailboxId(mailbox) + ")";
        };
    }
}
