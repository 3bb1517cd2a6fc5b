package waypost.protocol.imap;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.protocol.imap.ImapCommand.Literal;

/**
 * What the lines of an APPEND or REPLACE say, in their order (RFC 3501 §6.3.11, RFC 3502, RFC 4469, RFC 6855 §4). The octets of messages come between the
 * lines and do not pass through the parser.
 */
public sealed interface AppendStep {
    /**
     * A message begins.
     *
     * @param size octets; empty when it is put together from parts (RFC 4469)
     */
    record Message(List<String> flags, Optional<OffsetDateTime> date, OptionalLong size) implements AppendStep {}

    /** A part that is here already: an IMAP URL as it is written (RFC 4469 §3). */
    record Url(String url) implements AppendStep {}

    /** The line ends, and so many octets of the message follow. */
    record Octets(long size, Literal literal, Wrapping wrapping) implements AppendStep {}

    /** The last message is complete, and the command with it. */
    record End() implements AppendStep {}

    /** What stands around the octets, and so what has to come behind them. */
    enum Wrapping {
        NOTHING,
        /** The tilde of a literal8, which may have NULs (RFC 3516 §4.4). */
        BINARY,
        /** {@code UTF8 (...)} of RFC 6855 §4. */
        UTF8,
        /** {@code TEXT}, one of several parts (RFC 4469 §5). */
        PART,
        /** {@code UTF8 (...)} as one of several parts. */
        UTF8_PART
    }

    /** Whether octets follow the line. */
    static boolean announceOctets(List<AppendStep> steps) {
        return steps.getLast() instanceof Octets;
    }
}
