package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waypost.message.MessageScanner;
import waypost.message.MessageStructure.Part;
import waypost.protocol.smtp.Mailbox;

class FailureReportTest {
    private static final Mailbox SENDER = new Mailbox("bob", "example.org");
    private static final Mailbox ANN = new Mailbox("ann", "example.net");

    /** RFC 3464 §2.1: message/delivery-status MUST be 7bit. */
    @Test
    void asciiIsSevenBit() {
        assertEquals(
                List.of(
                        "multipart/report 7BIT",
                        "text/plain 7BIT",
                        "message/delivery-status 7BIT",
                        "text/rfc822-headers 7BIT"),
                parts(ANN, "Subject: hello\r\n"));
    }

    @Test
    void onlyTheHeaderThatNeedsItIsEightBit() {
        assertEquals(
                List.of(
                        "multipart/report 8bit",
                        "text/plain 7BIT",
                        "message/delivery-status 7BIT",
                        "text/rfc822-headers 8bit"),
                parts(ANN, "Subject: gr\u00fc\u00dfe\r\n"));
    }

    /** RFC 6533 §4. */
    @Test
    void anAddressBeyondAsciiMakesAGlobalReport() {
        assertEquals(
                List.of(
                        "multipart/report 8bit",
                        "text/plain 8bit",
                        "message/global-delivery-status 8bit",
                        "text/rfc822-headers 7BIT"),
                parts(new Mailbox("j\u00fcrgen", "example.net"), "Subject: hello\r\n"));
    }

    private static List<String> parts(Mailbox recipient, String header) {
        FailureReport report =
                new FailureReport("mx.example.net", "1", SENDER, recipient, "550 5.1.1 No such user", "5.1.1", header);
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(report.message(OffsetDateTime.parse("2026-03-01T09:05:06+01:00"))));
        Part root = scanner.finish().structure().root();
        return Stream.concat(Stream.of(root), root.parts().stream())
                .map(part -> part.fields().type() + "/" + part.fields().subtype() + " "
                        + part.fields().encoding())
                .toList();
    }
}
