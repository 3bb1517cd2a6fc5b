package waypost.message;

import java.util.List;
import java.util.Optional;

/**
 * The fields of RFC 3501 §7.4.2's envelope. Strings are raw octets as ISO-8859-1 characters, unfolded, not decoded; one
 * that is there but empty is not an absent one. References is no field of it, and here for who makes threads (RFC 5256 §BASE.6.4.THREAD). Sender and reply-to are as found: who needs RFC 3501's fall-back to From applies it.
 */
public record Envelope(
        Optional<String> date,
        Optional<String> subject,
        List<Address> from,
        List<Address> sender,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId,
        Optional<String> references) {

    /** The envelope of a message without a header. */
    public static final Envelope EMPTY = new Envelope(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** An address, or the begin or end of a group (RFC 5322 §3.4). */
    public sealed interface Address {
        /**
         * @param route the source route of RFC 5322 §4.4, {@code @} included
         * @param local without quotes
         * @param domain empty where missing
         */
        record Mailbox(Optional<String> name, Optional<String> route, String local, String domain) implements Address {}

        record GroupStart(String name) implements Address {}

        record GroupEnd() implements Address {}
    }
}
