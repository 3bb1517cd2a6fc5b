package waypost.protocol.smtp;

import java.util.Set;
import java.util.stream.Collectors;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslExchange;
import waypost.protocol.sasl.SaslOffer;

/**
 * What one connection is offered. Made by the driver, which knows the listener and whether TLS is on.
 *
 * @param host our name, in greeting and replies
 * @param maxSize of a message, in octets
 * @param sasl mechanisms of AUTH
 */
public record SmtpService(
        String host, Dialect dialect, Admission admission, long maxSize, Set<Extension> extensions, SaslOffer sasl) {

    /** RFC 5321 §4.5.3.1.8 wants 100. */
    public static final int MAX_RECIPIENTS = 1000;

    /** RFC 5321 §4.5.3.1.4 wants 512; the addresses of RFC 6531 and the initial response of AUTH need more. */
    public static final int MAX_COMMAND = 2048;

    /** Trace fields of all hops travel in MAIL. */
    static final int MAX_TRUSTED_COMMAND = 16_384;

    public SmtpService {
        extensions = Set.copyOf(extensions);
    }

    boolean offers(Extension extension) {
        return extensions.contains(extension);
    }

    int maxCommand() {
        return offers(Extension.WAYPOST) ? MAX_TRUSTED_COMMAND : MAX_COMMAND;
    }

    /** The longest line of any kind, for a driver that must bound its buffer: what {@link SmtpSession#receive} leaves is shorter. */
    public int maxLine() {
        return Math.max(maxCommand(), SaslExchange.MAX_LINE + 2);
    }

    /** The lines of the answer to EHLO or LHLO. */
    String hello() {
        StringBuilder lines = new StringBuilder()
                .append("250-")
                .append(host)
                .append("\r\n")
                .append("250-PIPELINING\r\n")
                .append("250-SIZE ")
                .append(maxSize)
                .append("\r\n")
                .append("250-8BITMIME\r\n");
        extensions.stream()
                .sorted()
                .forEach(extension ->
                        lines.append("250-").append(extension.announced()).append("\r\n"));
        if (!sasl.isEmpty()) {
            String names = sasl.announced().stream().map(Mechanism::toString).collect(Collectors.joining(" "));
            lines.append("250-AUTH ").append(names).append("\r\n");
        }
        return lines.append("250-CHUNKING\r\n250 ENHANCEDSTATUSCODES\r\n").toString();
    }

    /** SMTP (port 25, submission) or LMTP (RFC 2033). */
    public enum Dialect {
        SMTP,
        LMTP
    }

    /** Who may send. */
    public enum Admission {
        ANYONE,
        /** Submission (RFC 6409 §4.3), and nodes on an internal listener. */
        AFTER_LOGIN
    }
}
