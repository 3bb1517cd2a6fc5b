package waypost.protocol.imap;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.ImapCommand.Literal;

/** append-message of RFC 3502: what APPEND says of a message whose {@code size} octets follow and do not pass through the parser. */
public record AppendMessage(List<String> flags, Optional<OffsetDateTime> date, Data data, long size, Literal literal) {
    /** append-data: how the octets are wrapped. */
    public enum Data {
        /** Not at all. */
        LITERAL,
        /** {@code UTF8 (...)}, RFC 6855 §4. */
        UTF8
    }

    public AppendMessage(List<String> flags, Optional<OffsetDateTime> date, long size, Literal literal) {
        this(flags, date, Data.LITERAL, size, literal);
    }
}
