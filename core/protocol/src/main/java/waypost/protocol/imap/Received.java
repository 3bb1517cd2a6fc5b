package waypost.protocol.imap;

import java.nio.ByteBuffer;
import java.util.List;
import waypost.protocol.imap.ImapCommand.Tagged;

/** What {@link ImapReceiver} has made of the bytes so far. */
public sealed interface Received {
    /** The bytes are used up. */
    record More() implements Received {}

    /** The client waits for a continuation request before it sends a literal (RFC 3501 §7.5). */
    record GoAhead() implements Received {}

    /** A whole command; malformed ones as well. After an APPEND the receiver waits to be told what to do with the message. */
    record Command(Tagged tagged) implements Received {}

    /** A line that is no command, as asked for by {@link ImapReceiver#expectLine}; octets as ISO-8859-1 characters. */
    record Line(String text) implements Received {}

    /** Such a line, but beyond the limit. It is gone. */
    record OverlongLine() implements Received {}

    /** A slice of an APPEND's message, valid until the next call. */
    record Message(ByteBuffer slice) implements Received {}

    /** What follows such octets in their command. When octets follow again, the receiver waits as it did for the first. */
    record MoreOfMessage(List<AppendStep> steps) implements Received {}
}
