package waypost.delivery;

import java.nio.charset.StandardCharsets;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.ReversePath;
import waypost.protocol.smtp.Trace;
import waypost.store.NewMessage;

/** The lines that stand before the body in one recipient's copy (RFC 5321 §4.4). */
final class ItemPrefix {
    private static final String EMPTY_LINE = "\r\n";

    private ItemPrefix() {}

    /** Whether the body begins with a header that our lines can join. */
    enum Header {
        PRESENT,
        /** The body begins with text: without an empty line it would become part of our header. */
        MISSING
    }

    /** @param received fields of all hops, newest first; the oldest are left out when there is no room for all */
    static String of(ReversePath sender, Mailbox recipient, String received, Header header) {
        StringBuilder prefix = new StringBuilder(Trace.delivered(sender, recipient));
        String end = header == Header.MISSING ? EMPTY_LINE : "";
        int room = NewMessage.PREFIX_OCTETS - octets(prefix.toString()) - octets(end);
        for (String field : received.split("(?<=\r\n)(?![ \t])")) {
            room -= octets(field);
            if (room < 0) {
                break;
            }
            prefix.append(field);
        }
        return prefix.append(end).toString();
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
