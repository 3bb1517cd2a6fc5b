package waypost.protocol.imap;

import waypost.protocol.imap.SelectedMailbox.Expunges;

/** Whether a client may hear of messages that are gone while one of its commands is done. */
final class ExpungesDuring {
    private ExpungesDuring() {}

    /** RFC 3501 §7.4.1: no EXPUNGE while numbers of the client are on their way; UID commands have none. */
    static Expunges of(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Fetch fetch -> of(fetch.numbering());
            case ImapCommand.Store store -> of(store.numbering());
            case ImapCommand.Search search -> of(search.numbering(), search.key());
            case ImapCommand.Sort sort -> of(sort.numbering(), sort.key());
            case ImapCommand.Thread thread -> of(thread.numbering(), thread.key());
            case ImapCommand.MultiSearch search -> of(ImapCommand.Numbering.UID, search.key());
            case ImapCommand.UnknownCharset _, ImapCommand.Malformed _, ImapCommand.Unnamable _ ->
                Expunges.KEEP; // may have been one of them
            case ImapCommand _ -> Expunges.TELL;
        };
    }

    /** RFC 7162 §3.2.10.2: nor while they are in what is looked for. */
    private static Expunges of(ImapCommand.Numbering numbering, SearchKey key) {
        return key.usesNumbers() ? Expunges.KEEP : of(numbering);
    }

    private static Expunges of(ImapCommand.Numbering numbering) {
        return numbering == ImapCommand.Numbering.UID ? Expunges.TELL : Expunges.KEEP;
    }
}
