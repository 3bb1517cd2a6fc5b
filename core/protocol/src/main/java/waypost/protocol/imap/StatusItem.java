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
    /** RFC 9208 §4.1.4. */
    DELETED_STORAGE,
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
            case DELETED_STORAGE -> Optional.of(ImapExtension.QUOTA_STORAGE);
            case APPENDLIMIT -> Optional.of(ImapExtension.APPENDLIMIT);
            case MAILBOXID -> Optional.of(ImapExtension.OBJECTID);
            case HIGHESTMODSEQ -> Optional.of(ImapExtension.CONDSTORE);
        };
    }

    /** As commands and answers have it. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
