package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.Outside;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.sasl.ScramExample;
import waypost.protocol.sasl.WordContext;

class SmtpSessionTest {
    private static final String HELLO = "EHLO client.example.org\r\n";
    private static final String WELCOME = """
            250-mx.example.net
            250-PIPELINING
            250-SIZE 1000
            250-8BITMIME
            250-CHUNKING
            250 ENHANCEDSTATUSCODES
            """.replace("\n", "\r\n");

    @Test
    void takesAMessageHoweverItIsCut() throws IOException {
        String input = HELLO + "MAIL FROM:<a@example.org> SIZE=10 BODY=8BITMIME\r\n"
                + "rcpt to:<@relay.example,@b:\"odd one\"@example.net>\r\nRCPT TO:<nobody@example.net>\r\nDATA\r\n"
                + "Subject: x\r\n\r\n..dot\r\n.\r\nNOOP\r\nQUIT\r\n";
        String expected = WELCOME + "250 2.1.0 OK\r\n250 2.1.5 OK\r\n550 5.1.1 Unknown\r\n"
                + "354 End with <CRLF>.<CRLF>\r\n250 2.6.0 Stored\r\n250 2.0.0 OK\r\n221 2.0.0 Bye\r\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            SmtpDriver driver = new SmtpDriver(SmtpDriver.reception());
            driver.feed(input.substring(0, cut), input.substring(cut));
            assertEquals(expected, driver.out.taken(), "cut at " + cut);
            driver.steps.remove("Heard");
            assertEquals(
                    List.of(
                            "MAIL <a@example.org>",
                            "RCPT \"odd one\"@example.net",
                            "RCPT nobody@example.net",
                            "CONTENT Subject: x\r\n\r\n.dot\r\n",
                            "Close"),
                    driver.steps);
        }
    }

    @Test
    void takesChunks() throws IOException {
        String input =
                HELLO + "MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nBDAT 4\r\na\r\n.BDAT 2 LAST\r\n\r\nBDAT 3\r\nRST";
        for (int cut = 0; cut <= input.length(); cut++) {
            SmtpDriver driver = new SmtpDriver(SmtpDriver.reception());
            driver.feed(input.substring(0, cut), input.substring(cut));
            assertEquals(
                    WELCOME + "250 2.1.0 OK\r\n250 2.1.5 OK\r\n250 2.0.0 OK\r\n250 2.6.0 Stored\r\n"
                            + "503 5.5.1 Bad sequence of commands\r\n",
                    driver.out.taken());
            assertTrue(driver.steps.contains("CONTENT a\r\n.\r\n"));
        }
    }

    @Test
    void refusesSmuggling() throws IOException {
        for (String end : new String[] {"\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r"}) {
            SmtpDriver driver = new SmtpDriver(SmtpDriver.reception());
            driver.feed(HELLO + "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nx" + end
                    + "MAIL FROM:<evil@b.c>\r\n\r\n.\r\nQUIT\r\n");
            assertEquals(List.of("MAIL <a@b.c>", "RCPT d@e.f", "REFUSED BARE_LINE_END", "Close"), driver.steps);
        }
    }

    /** RFC 2920 §3.1: what was pipelined behind the dot proves nothing. */
    @Test
    void hearsOnlyWhatCameLater() throws IOException {
        String message = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nx\r\n.\r\n";
        SmtpDriver pipelining = new SmtpDriver(SmtpDriver.reception());
        pipelining.feed(HELLO + message + "RSET\r\nMAIL FR", "OM:<x@y.z>\r\n");
        assertFalse(pipelining.steps.contains("Heard"), "MAIL began before the answer");
        pipelining.feed("NOOP\r\n");
        assertEquals("Heard", pipelining.steps.getLast());

        SmtpDriver waiting = new SmtpDriver(SmtpDriver.reception());
        waiting.feed(HELLO + message, "QUIT\r\n");
        assertEquals(List.of("Heard", "Close"), waiting.steps.subList(3, 5));
    }

    /** BDAT needs no answer before the next message goes out: where the buffer was full, still more may have been on its way. */
    @Test
    void hearsNothingOfWhoSentMoreAheadThanWasRead() throws IOException {
        String message = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nBDAT 1 LAST\r\nx";
        for (int content : new int[] {2000, SmtpDriver.reception().maxLine()}) {
            SmtpDriver driver = new SmtpDriver(SmtpDriver.reception());
            driver.feed(HELLO + message + "BDAT " + content + "\r\n" + "x".repeat(content), "NOOP\r\n");
            assertEquals(content == 2000, driver.steps.contains("Heard"), "content " + content);
        }
    }

    @Test
    void keepsTheOrder() throws IOException {
        check("MAIL FROM:<a@b.c>\r\n", "503 5.5.1 Say hello first\r\n");
        check("EHLO x\r\nRCPT TO:<a@b.c>\r\n", WELCOME + "503 5.5.1 Bad sequence of commands\r\n");
        check("HELO x\r\nVRFY a\r\n", "250 mx.example.net\r\n252 2.5.2 Send some mail, I will try my best\r\n");
        check("EHLO x\r\nSTARTTLSX\r\n", WELCOME + "500 5.5.1 Command not recognised\r\n");
        check("EXPN list\r\nTURN\r\n", "502 5.5.1 Command not implemented\r\n".repeat(2));
        check("EHLO x\r\nLHLO x\r\n", WELCOME + "500 5.5.1 Command not recognised\r\n");
        check("EHLO x\r\nDONE " + "0".repeat(32) + "\r\n", WELCOME + "500 5.5.1 Command not recognised\r\n");
        check("EHLO x\r\nMAIL FROM:<é@b.c>\r\n", WELCOME + "553 5.6.7 Address needs SMTPUTF8\r\n");
        check("EHLO x\r\nMAIL FROM:<a@b.c> SIZE=1001\r\n", WELCOME + "552 5.3.4 Message too big\r\n");
        for (String size : List.of("9".repeat(18), "9".repeat(19), "9".repeat(20))) { // RFC 1870 §6
            check("EHLO x\r\nMAIL FROM:<a@b.c> SIZE=" + size + "\r\n", WELCOME + "552 5.3.4 Message too big\r\n");
        }
        check("EHLO x\r\nMAIL FROM:<a@b.c> SIZE=" + "0".repeat(17) + "123\r\n", WELCOME + "250 2.1.0 OK\r\n");
        for (String size : List.of("9".repeat(21), "1x", "-1")) {
            check(
                    "EHLO x\r\nMAIL FROM:<a@b.c> SIZE=" + size + "\r\n",
                    WELCOME + "501 5.5.4 Syntax error in arguments\r\n");
        }
        check("EHLO x\r\nMAIL FROM:<a@b.c> RET=HDRS\r\n", WELCOME + "555 5.5.4 Parameter not recognised\r\n");
        check("EHLO x\r\nMAIL FROM:<a@b.c> SIZE=1 SIZE=1\r\n", WELCOME + "501 5.5.4 Syntax error in arguments\r\n");
        check("EHLO x\nNOOP\r\n", "500 5.5.2 Lines are UTF-8 and end with CRLF\r\n250 2.0.0 OK\r\n");
    }

    @Test
    void sendsBrowsersAway() throws IOException {
        check("POST / HTTP/1.1\r\nEHLO x\r\n", "421 4.7.0 This is a mail server\r\n");
    }

    @Test
    void losesPatience() throws IOException {
        SmtpDriver driver = new SmtpDriver(SmtpDriver.reception());
        driver.feed(HELLO + "FOO\r\n".repeat(50));
        assertTrue(driver.out.taken().endsWith("421 4.7.0 Too many errors\r\n"));
        assertEquals(List.of("Close"), driver.steps);
    }

    /** It brings the mail of many clients. */
    @Test
    void isPatientWithNodes() throws IOException {
        SmtpDriver driver = new SmtpDriver(SmtpDriver.reception(Extension.WAYPOST));
        driver.feed(HELLO + "FOO\r\n".repeat(50) + "NOOP\r\n".repeat(150) + "QUIT\r\n");
        assertTrue(driver.out.taken().endsWith("250 2.0.0 OK\r\n221 2.0.0 Bye\r\n"));
    }

    /** RFC 6531 §3.4: to a client it is an address, between nodes the name of an account. */
    @Test
    void takesNonAsciiRecipientsWithoutSmtpUtf8FromNodesOnly() throws IOException {
        String input = HELLO + "MAIL FROM:<a@b.c>\r\nRCPT TO:<jörg@example.net>\r\n";
        SmtpDriver node = new SmtpDriver(SmtpDriver.reception(Extension.SMTPUTF8, Extension.WAYPOST));
        node.feed(input);
        assertEquals(List.of("MAIL <a@b.c>", "RCPT jörg@example.net"), node.steps);
        SmtpDriver client = new SmtpDriver(SmtpDriver.reception(Extension.SMTPUTF8));
        client.feed(input);
        assertTrue(client.out.taken().endsWith("553 5.6.7 Address needs SMTPUTF8\r\n"));
    }

    @Test
    void letsSubmittersIn() throws IOException {
        SmtpDriver driver = new SmtpDriver(SmtpDriver.submission());
        driver.feed(HELLO);
        assertTrue(driver.out.taken().contains("250-AUTH PLAIN LOGIN\r\n"));
        driver.feed("MAIL FROM:<a@b.c>\r\nAUTH CRAM-MD5\r\nAUTH PLAIN AHUAd3Jvbmc=\r\nAUTH LOGIN\r\n*\r\n");
        assertEquals(
                "530 5.7.0 Authentication required\r\n504 5.5.4 Mechanism not offered\r\n"
                        + "535 5.7.8 Authentication credentials invalid\r\n334 VXNlcm5hbWU6\r\n"
                        + "501 5.7.0 Authentication cancelled\r\n",
                driver.out.taken());
        driver.feed("AUTH PLAIN\r\nAHUAcmlnaHQ=\r\nAUTH PLAIN AHUAcmlnaHQ=\r\nMAIL FROM:<a@b.c>\r\n");
        assertEquals(
                "334 \r\n235 2.7.0 Authentication successful\r\n503 5.5.1 Bad sequence of commands\r\n250 2.1.0 OK\r\n",
                driver.out.taken());
    }

    /** RFC 4954 §4, RFC 7677 §3. */
    @Test
    void letsSubmittersInWhoShowNoPassword() throws IOException {
        SmtpDriver driver = new SmtpDriver(SmtpDriver.submission(ScramExample.offer256()));
        driver.feed(HELLO);
        assertTrue(driver.out.taken().contains("250-AUTH SCRAM-SHA-256\r\n"));
        String begun = "AUTH SCRAM-SHA-256 " + ScramExample.FIRST + "\r\n";
        driver.feed("AUTH SCRAM-SHA-256 " + ScramExample.AWAY + "\r\n" + begun + ScramExample.WRONG_LAST + "\r\n");
        driver.feed(begun + ScramExample.LAST + "\r\n\r\nMAIL FROM:<a@b.c>\r\n");
        assertEquals(
                "454 4.7.0 Temporary authentication failure\r\n334 " + ScramExample.SERVER_FIRST + "\r\n"
                        + "535 5.7.8 Authentication credentials invalid\r\n334 " + ScramExample.SERVER_FIRST
                        + "\r\n334 "
                        + ScramExample.SERVER_LAST + "\r\n235 2.7.0 Authentication successful\r\n250 2.1.0 OK\r\n",
                driver.out.taken());
    }

    /** RFC 4954 §4, RFC 4422 appendix A. */
    @Test
    void letsSubmittersInByTheirCertificate() throws IOException {
        SmtpDriver nobody = new SmtpDriver(SmtpDriver.submission(SaslOffer.of(Mechanism.EXTERNAL)));
        nobody.feed(HELLO, "AUTH EXTERNAL =\r\n");
        assertTrue(nobody.out.taken().endsWith("502 5.5.1 Command not implemented\r\n"));
        SmtpDriver driver = new SmtpDriver(
                SmtpDriver.submission(SaslOffer.of(Mechanism.EXTERNAL).to(new Outside.User(List.of("anna")))));
        driver.feed(HELLO);
        assertTrue(driver.out.taken().contains("250-AUTH EXTERNAL\r\n"));
        driver.feed("AUTH EXTERNAL Ym9i\r\nAUTH EXTERNAL\r\n*\r\nAUTH EXTERNAL =\r\nMAIL FROM:<a@b.c>\r\n");
        assertEquals(
                "535 5.7.8 Authentication credentials invalid\r\n334 \r\n501 5.7.0 Authentication cancelled\r\n"
                        + "235 2.7.0 Authentication successful\r\n250 2.1.0 OK\r\n",
                driver.out.taken());
    }

    /** RFC 4954 §4, RFC 4752 §3.1. */
    @Test
    void letsSubmittersInByTheirTickets() throws IOException {
        SmtpDriver driver = new SmtpDriver(
                SmtpDriver.submission(SaslOffer.of(Mechanism.GSSAPI).with(WordContext::new)));
        driver.feed(HELLO);
        assertTrue(driver.out.taken().contains("250-AUTH GSSAPI\r\n"));
        driver.feed("AUTH GSSAPI c3RvbGVu\r\nAUTH GSSAPI YXdheQ==\r\nAUTH GSSAPI\r\ndGlja2V0\r\n*\r\n");
        driver.feed("AUTH GSSAPI dGlja2V0\r\n\r\nWwEAAABd\r\nMAIL FROM:<a@b.c>\r\n");
        assertEquals(
                "535 5.7.8 Authentication credentials invalid\r\n454 4.7.0 Temporary authentication failure\r\n"
                        + "334 \r\n334 YW5zd2Vy\r\n501 5.7.0 Authentication cancelled\r\n"
                        + "334 YW5zd2Vy\r\n334 WwEAAABd\r\n235 2.7.0 Authentication successful\r\n250 2.1.0 OK\r\n",
                driver.out.taken());
    }

    /** RFC 7628 §3.2.3. */
    @Test
    void explainsATokenThatIsRefused() throws IOException {
        SmtpDriver driver = new SmtpDriver(SmtpDriver.submission(SaslOffer.of(Mechanism.XOAUTH2)));
        driver.feed(HELLO);
        driver.out.taken();
        driver.feed(
                "AUTH XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIGJhZAEB\r\n\r\n",
                "AUTH XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIGdvb2QBAQ==\r\n");
        assertEquals(
                "334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=\r\n"
                        + "535 5.7.8 Authentication credentials invalid\r\n235 2.7.0 Authentication successful\r\n",
                driver.out.taken());
    }

    @Test
    void survivesMutation() throws IOException {
        String[] seeds = {
            HELLO,
            "MAIL FROM:<a@b.c> SIZE=3\r\n",
            "RCPT TO:<\"x\\\"y\"@[IPv6:::1]>\r\n",
            "DATA\r\n",
            "a\r\n.\r\n",
            "BDAT 3\r\n",
            "BDAT 1 LAST\r\n",
            "RSET\r\n",
            "AUTH PLAIN AHUAd3Jvbmc=\r\n",
            "NOOP\r\n",
            "VRFY x\r\n",
            "HELP\r\n"
        };
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 20_000; round++) {
            SmtpDriver driver = new SmtpDriver(random.nextBoolean() ? SmtpDriver.reception() : SmtpDriver.submission());
            StringBuilder input = new StringBuilder(HELLO);
            for (int i = 0; i < 4; i++) {
                input.append(seeds[random.nextInt(seeds.length)]);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                input.setCharAt(random.nextInt(input.length()), (char) random.nextInt(128));
            }
            driver.feed(input.toString());
            driver.out.taken().lines().forEach(line -> assertTrue(line.matches("[2-5][0-9]{2}[ -].*"), line));
        }
    }

    private static void check(String input, String expected) throws IOException {
        SmtpDriver driver = new SmtpDriver(SmtpDriver.reception());
        driver.feed(input);
        assertEquals(expected, driver.out.taken());
    }
}
