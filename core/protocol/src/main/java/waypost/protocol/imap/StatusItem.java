package waypost.protocol.imap;

import java.util.Optional;

/** RFC 3501 §6.3.10; SIZE of RFC 8438 §3, DELETED of RFC 9051 §6.3.11, APPENDLIMIT of RFC 7889 §3. */
public enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    SIZE,
    DELETED,
    APPENDLIMIT,
    /** RFC 8474 §4.3. */
    MAILBOXID,
    /** RFC 7162 §3.1.7. */
    HIGHESTMODSEQ;

    /** Which one adds it. */
    Optional<ImapExtension> extension() {
        return switch (this) {
            case MESSAGES, RECENT, UIDNEXT, UIDVALIDITY, UNSEEN, DELETED -> Optional.empty();
            case SIZE -> Optional.of(ImapExtension.STATUS_SIZE);
            case APPENDLIMIT -> Optional.of(ImapExtension.APPENDLIMIT);
            case MAILBOXID -> Optional.of(ImapExtension.OBJECTID);
            case HIGHESTMODSEQ -> Optional.of(ImapExtension.CONDSTORE);
        };
    }
}
