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

    /** Without the flags no message can have: flag-extension is reserved (RFC 3501 §9) and ignored, as §7.1 PERMANENTFLAGS allows. */
    static List<String> storable(List<String> flags) {
        return flags.stream()
                .filter(flag -> !flag.startsWith("\\") || SYSTEM.contains(flag))
                .distinct()
                .toList();
    }
}
