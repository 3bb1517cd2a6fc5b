package waypost.protocol.smtp;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The lines that servers put before a message (RFC 5321 §4.4). */
public final class Trace {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final String FIELD = "Received:";

    private Trace() {}

    /**
     * The field of one hop.
     *
     * @param helo what the client called itself
     * @param client its address, as {@code [192.0.2.1]}; empty if unknown
     * @param by our name
     * @param with the protocol: {@link #with}
     * @param id that our log knows the transaction by
     */
    public static String received(String helo, String client, String by, String with, String id, OffsetDateTime at) {
        String from = client.isEmpty() ? word(helo) : word(helo) + " (" + word(client) + ")";
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

    private static boolean isField(String line) {
        return line.regionMatches(true, 0, FIELD, 0, FIELD.length());
    }

    /** Keeps what may stand in a domain, a literal or an id, so that nothing a client says can end a comment or a field. */
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
