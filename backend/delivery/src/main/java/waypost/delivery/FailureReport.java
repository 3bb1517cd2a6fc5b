package waypost.delivery;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import waypost.protocol.smtp.Mailbox;

/**
 * Tells the sender of a message that a recipient did not get it (RFC 3464, in the multipart/report of RFC 6522).
 *
 * @param host that reports
 * @param sender of the message, to whom the report goes
 * @param diagnosis the reply that ended it
 * @param status its enhanced code, 5.y.z
 * @param header of the message, as far as it is returned; with CRLF line ends
 */
record FailureReport(
        String host, String id, Mailbox sender, Mailbox recipient, String diagnosis, String status, String header) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    byte[] message(OffsetDateTime now) {
        String boundary = "report-" + id;
        String status = status(now);
        String parts = part(boundary, "text/plain; charset=utf-8", explanation())
                + part(boundary, statusType(status), status)
                + part(boundary, "text/rfc822-headers", header);
        String text = "From: Mail delivery <postmaster@" + host + ">\r\n"
                + "To: <" + sender + ">\r\n"
                + "Subject: Message not delivered\r\n"
                + "Date: " + DATE.format(now) + "\r\n"
                + "Message-ID: <report." + id + "@" + host + ">\r\n"
                + "Auto-Submitted: auto-replied\r\n" // RFC 3834 §5
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" + boundary + "\"\r\n"
                + encoding(parts)
                + "\r\n"
                + parts
                + "--" + boundary + "--\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String part(String boundary, String type, String content) {
        return "--" + boundary + "\r\n"
                + "Content-Type: " + type + "\r\n"
                + encoding(content)
                + "\r\n"
                + content + "\r\n";
    }

    /** RFC 3464 §2.1: a message/delivery-status is 7bit; one with more than ASCII is of the type of RFC 6533 §4. */
    private static String statusType(String status) {
        return ascii(status) ? "message/delivery-status" : "message/global-delivery-status";
    }

    /** RFC 2045 §6.1: 7bit goes without saying. */
    private static String encoding(String content) {
        return ascii(content) ? "" : "Content-Transfer-Encoding: 8bit\r\n";
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private String explanation() {
        return "Your message could not be delivered to\r\n\r\n    " + recipient + "\r\n\r\n"
                + "The reason:\r\n\r\n    " + oneLine(diagnosis) + "\r\n\r\n"
                + "It will not be tried again. The header of your message follows.\r\n";
    }

    /** RFC 3464 §2.2, §2.3. */
    private String status(OffsetDateTime now) {
        return "Reporting-MTA: dns; " + host + "\r\n"
                + "\r\n"
                + "Final-Recipient: " + addressType() + "; " + recipient + "\r\n"
                + "Action: failed\r\n"
                + "Status: " + status + "\r\n"
                + "Diagnostic-Code: smtp; " + oneLine(diagnosis) + "\r\n"
                + "Last-Attempt-Date: " + DATE.format(now) + "\r\n";
    }

    /** RFC 6533 §3 for addresses beyond ASCII. */
    private String addressType() {
        return recipient.ascii() ? "rfc822" : "utf-8";
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > 400 ? line.substring(0, 400) : line;
    }
}
