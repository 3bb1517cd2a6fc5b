package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTest {
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-03-01T09:05:06+01:00");

    @Test
    void writesOneFieldWhateverTheClientSays() {
        String field = Trace.received("x)\r\nEvil: y", "192.0.2.1:4711", "mx.example.net", "ESMTPS", "4f", AT);
        assertEquals(
                "Received: from [192.0.2.1] ([192.0.2.1])\r\n\tby mx.example.net with ESMTPS id 4f;\r\n"
                        + "\tSun, 1 Mar 2026 09:05:06 +0100\r\n",
                field);
        assertTrue(Trace.wellFormed(field + field));
    }

    /** RFC 5321 §4.4: Extended-Domain. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "client.example.org|192.0.2.1:25|client.example.org ([192.0.2.1])",
                "client.example.org|[2001:db8::1]:25|client.example.org ([IPv6:2001:db8::1])",
                "client.example.org|[fe80::1%eth0]:25|client.example.org ([IPv6:fe80::1])",
                "client.example.org|``|client.example.org",
                "client.example.org|host.example.org:25|client.example.org",
                "[192.0.2.7]|192.0.2.1:25|[192.0.2.7] ([192.0.2.1])",
                "[IPv6:2001:db8::7]|192.0.2.1:25|[IPv6:2001:db8::7] ([192.0.2.1])",
                "x(y|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "a;b|[2001:db8::1]:25|[IPv6:2001:db8::1] ([IPv6:2001:db8::1])",
                "\"foo\"|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "a..b|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "a_b|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "[1.2.3.4|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "[IPv6:zz]|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "b\u00fccher.example|192.0.2.1:25|[192.0.2.1] ([192.0.2.1])",
                "x(y|``|unknown",
                "``|``|unknown",
            })
    void namesTheClientByWhatMayStandThere(String helo, String client, String from) {
        String field = Trace.received(helo, client, "mx.example.net", "ESMTP", "4f", AT);
        assertEquals("Received: from " + from, field.substring(0, field.indexOf("\r\n")));
        assertTrue(Trace.wellFormed(field));
    }

    @Test
    void refusesForeignLinesAsTrace() {
        for (String bad : new String[] {
            "x",
            "X: y\r\n",
            "Received: y",
            "Received: y\n",
            "Received: y\r\n\r\n",
            "Received: y\r\nX: z\r\n",
            " Received: y\r\n",
            "Received: y\0\r\n",
            "Received: y\r\n \r\n"
        }) {
            assertFalse(Trace.wellFormed(bad), bad);
        }
    }

    @Test
    void namesTheProtocol() throws IOException {
        SmtpDriver plain = new SmtpDriver(SmtpDriver.reception());
        plain.feed("HELO x\r\n");
        assertEquals("SMTP", Trace.with(plain.session, Transaction.Encoding.ASCII, Trace.Channel.TLS));
        plain.feed("EHLO x\r\n");
        assertEquals("ESMTPS", Trace.with(plain.session, Transaction.Encoding.ASCII, Trace.Channel.TLS));
        assertEquals("UTF8SMTP", Trace.with(plain.session, Transaction.Encoding.SMTPUTF8, Trace.Channel.CLEAR));
        SmtpDriver submission = new SmtpDriver(SmtpDriver.submission());
        submission.feed("EHLO x\r\nAUTH PLAIN AHUAcmlnaHQ=\r\n");
        assertEquals("ESMTPSA", Trace.with(submission.session, Transaction.Encoding.ASCII, Trace.Channel.TLS));
    }

    @Test
    void countsHopsInTheHeaderOnly() {
        String header = "Received: a\r\n\tReceived: folded\r\nX-Received: b\r\nrECEIVED:c\r\nReceived\r\n";
        String message = header + "\r\nReceived: body\r\n";
        for (int cut = 0; cut <= message.length(); cut++) {
            ReceivedCount hops = new ReceivedCount();
            hops.scan(bytes(message.substring(0, cut)));
            hops.scan(bytes(message.substring(cut)));
            assertEquals(2, hops.count(), "cut at " + cut);
        }
        ReceivedCount loop = new ReceivedCount();
        loop.scan(bytes("Received: x\r\n".repeat(ReceivedCount.MAX_HOPS)));
        assertFalse(loop.loops());
        loop.scan(bytes("Received: x\r\n"));
        assertTrue(loop.loops());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
