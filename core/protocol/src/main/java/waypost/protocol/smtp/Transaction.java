package waypost.protocol.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import waypost.protocol.login.Xclient;

/**
 * What one node tells another at MAIL; in {@link LmtpClient} to be said, in {@link Reception} as heard.
 *
 * @param transfer empty when the peer is a foreign one
 * @param size of the content, if the client said it (RFC 1870)
 * @param client on whose behalf; {@link Xclient#NONE} from or towards foreign peers
 * @param trace Received fields, newest first, each with its CRLF, to stand before the content but no part of it: the same content is the
 *     same bytes whichever way it took
 */
public record Transaction(
        Optional<Transfer> transfer,
        ReversePath sender,
        OptionalLong size,
        Body body,
        Encoding encoding,
        Xclient client,
        String trace) {

    /** The same with internationalised addresses. */
    Transaction withSmtpUtf8() {
        return new Transaction(transfer, sender, size, body, Encoding.SMTPUTF8, client, trace);
    }

    /** Whether header or addresses are internationalised (RFC 6531). */
    public enum Encoding {
        ASCII,
        SMTPUTF8
    }
}
