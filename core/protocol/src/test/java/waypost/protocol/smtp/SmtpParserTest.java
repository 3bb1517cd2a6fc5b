package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.Xtext;
import waypost.protocol.smtp.SmtpCommand.Parameter;

class SmtpParserTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "<a@b.c>|a|b.c|a@b.c",
                "<A.B+t@Ex-1.example>|A.B+t|Ex-1.example|A.B+t@Ex-1.example",
                "<@r1.example,@r2:a@b>|a|b|a@b",
                "<\"a b\"@c>|a b|c|\"a b\"@c",
                "<\"a\\\"\\\\b\"@c>|a\"\\b|c|\"a\\\"\\\\b\"@c",
                "<\"plain\"@c>|plain|c|plain@c",
                "<a@[192.0.2.1]>|a|[192.0.2.1]|a@[192.0.2.1]",
                "<a@[IPv6:2001:db8::1]>|a|[IPv6:2001:db8::1]|a@[IPv6:2001:db8::1]",
                "<jürgen@bücher.example>|jürgen|bücher.example|jürgen@bücher.example",
            })
    void readsPaths(String path, String local, String domain, String written) {
        Mailbox mailbox = new Mailbox(local, domain);
        assertEquals(new SmtpCommand.Rcpt(mailbox, List.of()), SmtpParser.parse("RCPT TO:" + path));
        assertEquals(new SmtpCommand.Mail(ReversePath.of(mailbox), List.of()), SmtpParser.parse("mail from: " + path));
        assertEquals(written, mailbox.toString());
        assertEquals(Optional.of(mailbox), EnvelopeReader.mailbox(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "<a@b",
                "<a>",
                "<>",
                "<@b>",
                "<a@>",
                "<a..b@c>",
                "<.a@c>",
                "<a.@c>",
                "<a b@c>",
                "<a@-b>",
                "<a@b->",
                "<a@b..c>",
                "<a@b.>",
                "<a@b_c>",
                "<\"a@b>",
                "<\"a\"b@c>",
                "<a@[1.2.3]>",
                "<a@[1.2.3.256]>",
                "<a@[IPv6:g::]>",
                "<a@[IPv6:::1%lo]>",
                "<a@[x:y]>",
                "<@r a@b>",
                "<a@b>>",
                "<a@b>x",
                "<a@b> =",
                "<a@b> X=",
                "<a@b> X=a=b"
            })
    void refusesPaths(String path) {
        assertInstanceOf(SmtpCommand.Malformed.class, SmtpParser.parse("RCPT TO:" + path));
    }

    /** RFC 5321 §4.5.3.1: 64 octets of local part are what everybody has to take, no bound. */
    @Test
    void readsLongLocalParts() {
        Mailbox list = new Mailbox("bounces+" + "x".repeat(300) + "=example.org", "lists.example");
        assertEquals(
                new SmtpCommand.Mail(ReversePath.of(list), List.of()), SmtpParser.parse("MAIL FROM:<" + list + ">"));
        assertEquals(new SmtpCommand.Rcpt(list, List.of()), SmtpParser.parse("RCPT TO:<" + list + ">"));
    }

    @Test
    void readsTheRest() {
        assertEquals(new SmtpCommand.Mail(ReversePath.NULL, List.of()), SmtpParser.parse("MAIL FROM:<>"));
        assertEquals(
                new SmtpCommand.Mail(
                        ReversePath.NULL,
                        List.of(new Parameter("SIZE", Optional.of("5")), new Parameter("SMTPUTF8", Optional.empty()))),
                SmtpParser.parse("MAIL FROM:<>  size=5 SMTPUTF8 "));
        assertEquals(
                new SmtpCommand.Rcpt(new Mailbox("PostMaster", ""), List.of()),
                SmtpParser.parse("RCPT TO:<PostMaster>"));
        assertEquals(new SmtpCommand.Bdat(7, SmtpCommand.Chunk.LAST), SmtpParser.parse("BDAT 7 last"));
        for (String lost :
                List.of("BDAT", "BDAT -1", "BDAT x", "BDAT 1 LASTX", "BDAT 1 LAST 2", "BDAT 9999999999999999999")) {
            assertInstanceOf(SmtpCommand.Lost.class, SmtpParser.parse(lost));
        }
        assertInstanceOf(SmtpCommand.Malformed.class, SmtpParser.parse("DATA now"));
        assertInstanceOf(SmtpCommand.Malformed.class, SmtpParser.parse("EHLO"));
        for (String declined : List.of("EXPN", "EXPN list", "turn", "ETRN example.net")) {
            assertEquals(new SmtpCommand.Declined(), SmtpParser.parse(declined));
        }
        assertInstanceOf(SmtpCommand.Unknown.class, SmtpParser.parse("EXPNS list"));
        assertFalse(SmtpParser.parse("AUTH PLAIN c2VjcmV0").toString().contains("c2VjcmV0"));
    }

    /** RFC 5321 §4.1.2, RFC 3461 §4, for all octets. */
    @Test
    void knowsTheCharacterClasses() {
        String alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (int c = 0; c < 256; c++) {
            boolean beyond = c > 127;
            assertEquals(beyond || (alnum + "!#$%&'*+-/=?^_`{|}~").indexOf(c) >= 0, Octet.atext(c), "atext " + c);
            assertEquals(
                    beyond || c == 32 || c == 33 || c >= 35 && c <= 91 || c >= 93 && c <= 126,
                    Octet.qtext(c),
                    "qtext " + c);
            assertEquals(c >= 32 && c <= 126, Octet.quotable(c), "quotable " + c);
            assertEquals(beyond || alnum.indexOf(c) >= 0, Octet.letDig(c), "let-dig " + c);
            assertEquals(beyond || c >= 33 && c <= 60 || c >= 62 && c <= 126, Octet.parameterValue(c), "value " + c);
            String text = Character.toString(c);
            boolean plain = c >= 33 && c <= 42 || c >= 44 && c <= 60 || c >= 62 && c <= 126;
            assertEquals(plain, Xtext.encode(text).equals(text), "xchar " + c);
            assertEquals(Optional.of(text), Xtext.decode(Xtext.encode(text)));
        }
        for (String bad : List.of("+", "+4", "+4g", "a=b", "+ff", "é", "+C3")) {
            assertEquals(Optional.empty(), Xtext.decode(bad), bad);
        }
        assertTrue(Xtext.decode("+C3+A9").isPresent());
    }
}
