package waypost.protocol.imap;

import java.util.List;
import java.util.stream.Stream;

/** The system flags of RFC 3501 §2.3.2. */
final class Flags {
    static final String SEEN = "\\Seen";
    static final String DELETED = "\\Deleted";
    static final String RECENT = "\\Recent";

    /** Those a client may change. */
    static final List<String> SYSTEM = List.of("\\Answered", "\\Flagged", DELETED, SEEN, "\\Draft");

    private Flags() {}

    /** System flags in their usual spelling; anything else as it is. */
    static String canonical(String flag) {
        return Stream.concat(SYSTEM.stream(), Stream.of(RECENT))
                .filter(flag::equalsIgnoreCase)
                .findFirst()
                .orElse(flag);
    }

    /** What is needed to set and clear it (RFC 4314 §4). */
    static MailboxRight right(String flag) {
        return switch (flag) {
            case SEEN -> MailboxRight.SEEN;
            case DELETED -> MailboxRight.DELETE_MESSAGES;
            default -> MailboxRight.WRITE;
        };
    }

    /** Without the flags no message can have: flag-extension is reserved (RFC 3501 §9) and ignored, as §7.1 PERMANENTFLAGS allows. */
    static List<String> storable(List<String> flags) {
        return flags.stream()
                .filter(flag -> !flag.startsWith("\\") || SYSTEM.contains(flag))
                .distinct()
                .toList();
    }
}
