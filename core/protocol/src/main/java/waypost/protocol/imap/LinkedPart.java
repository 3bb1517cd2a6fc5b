package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import waypost.message.Octets;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.Mailboxes.MailboxException;

/** The octets that a URL stands for, read from the user's mailboxes for a message that is put together (RFC 4469 §3). */
final class LinkedPart {
    private LinkedPart() {}

    /** Hands on what FETCH BODY.PEEK would answer. A URL without that is refused with BADURL (RFC 4469 §4.1). */
    static void read(String url, Mailboxes mailboxes, ImapExtensions extensions, Octets.Sink sink) throws IOException {
        try {
            ImapUrl parsed = ImapUrl.parse(url, extensions);
            try (SelectedMailbox mailbox = mailboxes.select(parsed.mailbox(), Access.EXAMINE, () -> {})) {
                read(parsed, mailbox, sink);
            }
        } catch (SyntaxError malformed) {
            throw bad(url, malformed.reason());
        } catch (Missing | Mailboxes.NoSuch missing) {
            throw bad(url, "There is no such message or part");
        }
    }

    private static void read(ImapUrl url, SelectedMailbox mailbox, Octets.Sink sink) throws IOException {
        int number = mailbox.number(url.uid());
        boolean stale = url.uidValidity().isPresent() && url.uidValidity().getAsLong() != mailbox.uidValidity();
        if (stale || number == 0) {
            throw new Missing();
        }
        FetchSource source = new FetchSource(mailbox, number);
        source.load(List.of(new BodySection(BodySection.Seen.PEEK, url.section(), url.partial())));
        Octets octets;
        long start;
        long end;
        switch (SectionText.of(source, url.section())) {
            case SectionText.Missing() -> throw new Missing();
            case SectionText.Range range -> {
                octets = source.octets();
                start = range.start();
                end = range.end();
            }
            case SectionText.Fields(byte[] fields) -> {
                octets = Octets.of(fields);
                start = 0;
                end = fields.length;
            }
        }
        if (url.partial().isPresent()) { // RFC 3501 §6.4.5, as FETCH cuts it off
            start += Math.min(url.partial().get().offset(), end - start);
            end = start + Math.min(url.partial().get().count(), end - start);
        }
        octets.read(start, end - start, sink);
    }

    /** What the code repeats of the URL has no bracket and no octet that ends it (RFC 4469 §5). */
    private static MailboxException bad(String url, String why) {
        return new MailboxException("BADURL " + Replies.plain(url).replace(']', '?'), why);
    }

    private static final class Missing extends IOException {
        private static final long serialVersionUID = 1;
    }
}
