package waypost.protocol.imap;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a client has switched on by asking for it, until its connection ends (RFC 5161 §3.1, RFC 7162 §3.1). One session's thread. */
final class Enabled {
    private static final List<ImapExtension> BY_COMMAND = List.of(
            ImapExtension.CONDSTORE,
            ImapExtension.QRESYNC,
            ImapExtension.UTF8_ACCEPT,
            ImapExtension.IMAP4REV2,
            ImapExtension.METADATA,
            ImapExtension.UIDONLY);

    private final Set<ImapExtension> on = EnumSet.noneOf(ImapExtension.class);

    /** Those that ENABLE can switch on, of the ones with these names; the names are in capitals. */
    static List<ImapExtension> named(List<String> capabilities, ImapExtensions offered) {
        return BY_COMMAND.stream()
                .filter(extension -> capabilities.contains(extension.inCapitals()) && offered.has(extension))
                .toList();
    }

    /** False when it was enabled before. */
    boolean add(ImapExtension extension) {
        return on.add(extension);
    }

    boolean has(ImapExtension extension) {
        return on.contains(extension);
    }

    /** Whether the client is told mod-sequences. */
    boolean condstore() {
        return has(ImapExtension.CONDSTORE);
    }

    /** Whether the client is told what has gone by UID, and may ask for it (RFC 7162 §3.2.3). */
    boolean qresync() {
        return has(ImapExtension.QRESYNC);
    }

    /**
     * Whether it is RFC 9051 that answers keep to. What a client asks for by name it gets though that RFC has dropped it: CHECK, LSUB, STATUS
     * (RECENT), SEARCH NEW, RFC822 (RFC 9051 appendix A: "unless explicitly requested").
     */
    boolean rev2() {
        return has(ImapExtension.IMAP4REV2);
    }

    /** Whether strings and names in either direction are UTF-8 (RFC 6855 §3, RFC 9051 appendix A). */
    boolean utf8() {
        return has(ImapExtension.UTF8_ACCEPT) || rev2();
    }

    /** Whether messages are called by their UIDs in all that is said, and by nothing else (RFC 9586 §3). */
    boolean uidOnly() {
        return has(ImapExtension.UIDONLY);
    }

    /** Whether messages that go are told by their UIDs (RFC 7162 §3.2.10, RFC 9586 §3.4). */
    boolean vanished() {
        return qresync() || uidOnly();
    }

    /** Whether each answer that tells of a change has the UID among its items (RFC 7162 §3.2.4, RFC 9051 appendix E 21). */
    boolean uidOfChanges() {
        return (condstore() || rev2()) && !uidOnly();
    }

    /** How mailbox names are written. */
    MailboxName.Spelling spelling() {
        return utf8() ? MailboxName.Spelling.UTF8 : MailboxName.Spelling.MODIFIED_UTF7;
    }
}
