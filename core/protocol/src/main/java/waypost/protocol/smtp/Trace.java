package waypost.protocol.smtp;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The lines that servers put before a message (RFC 5321 §4.4). */
public final class Trace {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final String FIELD = "Received:";

    private Trace() {}

    /**
     * The field of one hop. A client that calls itself by no name a field may have stands there by its address.
     *
     * @param helo what the client called itself
     * @param client its address and port, as {@link waypost.protocol.login.Forwarded} has it; empty if unknown
     * @param by our name
     * @param with the protocol: {@link #with}
     * @param id that our log knows the transaction by
     */
    public static String received(String helo, String client, String by, String with, String id, OffsetDateTime at) {
        Optional<String> literal = literal(client);
        String name = named(helo) ? helo : literal.orElse("unknown");
        String from = literal.isEmpty() ? name : name + " (" + literal.get() + ")";
        return FIELD + " from " + from + "\r\n\tby " + word(by) + " with " + with + " id " + word(id) + ";\r\n\t"
                + DATE.format(at) + "\r\n";
    }

    /** The protocol as registered for Received fields (RFC 3848, RFC 6531 §4.3), of a session and its transaction. */
    public static String with(SmtpSession session, Transaction.Encoding encoding, Channel channel) {
        String base = session.lmtp() ? "LMTP" : "SMTP";
        String extended = session.lmtp() || session.extended() ? (session.lmtp() ? base : "ESMTP") : base;
        if (encoding == Transaction.Encoding.SMTPUTF8) {
            extended = "UTF8" + base;
        }
        boolean suffixes = !extended.equals("SMTP");
        return extended + (suffixes && channel == Channel.TLS ? "S" : "") + (suffixes && session.loggedIn() ? "A" : "");
    }

    /** What the final node puts before the body of one item: Return-Path first, then Delivered-To against loops. */
    public static String delivered(ReversePath sender, Mailbox recipient) {
        return "Return-Path: " + sender + "\r\nDelivered-To: " + recipient + "\r\n";
    }

    /** Whether a text consists of nothing or of whole Received fields: it will stand in front of a header. */
    static boolean wellFormed(String fields) {
        if (fields.isEmpty()) {
            return true;
        }
        if (!fields.endsWith("\r\n") || !isField(fields)) {
            return false;
        }
        for (String line : fields.substring(0, fields.length() - 2).split("\r\n", -1)) {
            boolean folded = line.startsWith("\t") || line.startsWith(" ");
            boolean clean = line.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t');
            if (!clean || line.isBlank() || !folded && !isField(line)) {
                return false;
            }
        }
        return true;
    }

    /** A Domain or address-literal of RFC 5321 §4.1.2; in ASCII, as not every message may have more in its header (RFC 6531 §3.7.3). */
    private static boolean named(String helo) {
        return helo.chars().allMatch(c -> c < 0x80) && PathParser.host(helo);
    }

    /** RFC 5321 §4.1.3. */
    private static Optional<String> literal(String client) {
        String host = client.substring(0, Math.max(0, client.lastIndexOf(':')));
        boolean six = host.startsWith("[");
        String address = six ? host.substring(1, host.length() - 1) : host;
        int scope = address.indexOf('%');
        String literal = (six ? "[IPv6:" : "[") + (scope < 0 ? address : address.substring(0, scope)) + "]";
        return Optional.of(literal).filter(PathParser::host);
    }

    private static boolean isField(String line) {
        return line.regionMatches(true, 0, FIELD, 0, FIELD.length());
    }

    /** Keeps what may stand in a domain or an id, so that nothing can end a field. */
    private static String word(String text) {
        StringBuilder word = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            word.append(c < 0x80 && (Octet.alphaDigit(c) || ".-_:[]".indexOf(c) >= 0) ? c : '?');
        }
        return word.isEmpty() ? "unknown" : word.toString();
    }

    /** What the session runs on. */
    public enum Channel {
        CLEAR,
        TLS
    }
}
