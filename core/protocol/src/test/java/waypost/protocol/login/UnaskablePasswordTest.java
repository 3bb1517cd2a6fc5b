package waypost.protocol.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.pop3.Pop3Login;
import waypost.protocol.pop3.Pop3Service;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.Collected;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.SmtpSession;
import waypost.protocol.smtp.SmtpStep;

/**
 * No password or token that is empty or has a NUL gets as far as to those who would ask a directory (RFC 4513 §5.1.2, RFC 4616 §2), by whatever
 * protocol and mechanism it comes; each way is first shown to let a password through.
 */
class UnaskablePasswordTest {
    private static final SaslOffer OFFER =
            SaslOffer.of(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.OAUTHBEARER, Mechanism.XOAUTH2);
    private static final List<String> UNASKABLE =
            List.of("", "\0", "\0\0\0", "\0secret", "secret\0", "sec\0ret", "secret\0\0", "\0anna\0secret");

    /** How a password is sent, with a password in place of {@code P}, in base64 in place of {@code B}, a whole PLAIN message of {@code M}, one with a token of {@code O} or {@code X}. */
    private enum Way {
        IMAP_LOGIN_ATOM(Protocol.IMAP, "a LOGIN anna P\r\n", "a NO", "a BAD"),
        IMAP_LOGIN_QUOTED(Protocol.IMAP, "a LOGIN anna \"P\"\r\n", "a NO", "a BAD"),
        IMAP_LOGIN_LITERAL(Protocol.IMAP, "a LOGIN anna {L+}\r\nP\r\n", "a NO", "a BAD"),
        IMAP_LOGIN_BINARY_LITERAL(Protocol.IMAP, "a LOGIN anna ~{L+}\r\nP\r\n", "a NO", "a BAD"),
        IMAP_PLAIN(Protocol.IMAP, "a AUTHENTICATE PLAIN\r\nM\r\n", "a NO", "a BAD"),
        IMAP_PLAIN_INITIAL(Protocol.IMAP, "a AUTHENTICATE PLAIN M\r\n", "a NO", "a BAD"),
        IMAP_SASL_LOGIN(Protocol.IMAP, "a AUTHENTICATE LOGIN\r\nYW5uYQ==\r\nB\r\n", "a NO", "a BAD"),
        IMAP_SASL_LOGIN_INITIAL(Protocol.IMAP, "a AUTHENTICATE LOGIN YW5uYQ==\r\nB\r\n", "a NO", "a BAD"),
        POP3_PASS(Protocol.POP3, "USER anna\r\nPASS P\r\n", "-ERR"),
        POP3_PASS_ALONE(Protocol.POP3, "USER anna\r\nPASSP\r\n", "-ERR"),
        POP3_PLAIN(Protocol.POP3, "AUTH PLAIN\r\nM\r\n", "-ERR"),
        POP3_PLAIN_INITIAL(Protocol.POP3, "AUTH PLAIN M\r\n", "-ERR"),
        POP3_SASL_LOGIN(Protocol.POP3, "AUTH LOGIN\r\nYW5uYQ==\r\nB\r\n", "-ERR"),
        POP3_SASL_LOGIN_INITIAL(Protocol.POP3, "AUTH LOGIN YW5uYQ==\r\nB\r\n", "-ERR"),
        SMTP_PLAIN(Protocol.SMTP, "EHLO x\r\nAUTH PLAIN\r\nM\r\n", "5"),
        SMTP_PLAIN_INITIAL(Protocol.SMTP, "EHLO x\r\nAUTH PLAIN M\r\n", "5"),
        SMTP_SASL_LOGIN(Protocol.SMTP, "EHLO x\r\nAUTH LOGIN\r\nYW5uYQ==\r\nB\r\n", "5"),
        SMTP_SASL_LOGIN_INITIAL(Protocol.SMTP, "EHLO x\r\nAUTH LOGIN YW5uYQ==\r\nB\r\n", "5"),
        IMAP_OAUTHBEARER(Protocol.IMAP, "a AUTHENTICATE OAUTHBEARER O\r\n", "a NO", "a BAD"),
        IMAP_XOAUTH2(Protocol.IMAP, "a AUTHENTICATE XOAUTH2\r\nX\r\n", "a NO", "a BAD"),
        POP3_OAUTHBEARER(Protocol.POP3, "AUTH OAUTHBEARER\r\nO\r\n", "-ERR"),
        POP3_XOAUTH2(Protocol.POP3, "AUTH XOAUTH2 X\r\n", "-ERR"),
        SMTP_OAUTHBEARER(Protocol.SMTP, "EHLO x\r\nAUTH OAUTHBEARER O\r\n", "5"),
        SMTP_XOAUTH2(Protocol.SMTP, "EHLO x\r\nAUTH XOAUTH2 X\r\n", "5");

        private final Protocol protocol;
        private final String script;
        private final List<String> refusals;

        Way(Protocol protocol, String script, String... refusals) {
            this.protocol = protocol;
            this.script = script;
            this.refusals = List.of(refusals);
        }

        String with(String password) {
            return script.replace("{L+}", "{" + password.length() + "+}")
                    .replaceFirst("P(?=\"?\r\n)", "\1")
                    .replaceFirst("\\bM(?=\r\n)", base64("\0anna\0" + password))
                    .replaceFirst("\\bB(?=\r\n)", base64(password))
                    .replaceFirst("\\bO(?=\r\n)", base64("n,a=anna,\1auth=Bearer " + password + "\1\1"))
                    .replaceFirst("\\bX(?=\r\n)", base64("user=anna\1auth=Bearer " + password + "\1\1"))
                    .replace("\1", password);
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private enum Protocol {
        IMAP,
        POP3,
        SMTP;

        /** What came to be asked, and what the client was told. */
        Heard hear(String script) throws IOException {
            return switch (this) {
                case IMAP ->
                    hear(new ImapLogin(new ImapLogin.Options(Set.of(ImapLogin.Trait.SECURE), OFFER, 10)), script);
                case POP3 -> hear(new Pop3Login(new Pop3Service("mail.example", Set.of(), OFFER)), script);
                case SMTP -> submission(script);
            };
        }

        private static Heard hear(ClientLogin login, String script) throws IOException {
            var out = new Collected();
            ByteBuffer in = ByteBuffer.wrap(script.getBytes(StandardCharsets.UTF_8));
            List<Credentials> asked = new ArrayList<>();
            if (login.receive(in, out) instanceof ClientLogin.Step.Authenticate(Credentials credentials)) {
                asked.add(credentials);
            }
            return new Heard(asked, out.taken());
        }

        private static Heard submission(String script) throws IOException {
            var session = new SmtpSession(new SmtpService(
                    "mail.example",
                    SmtpService.Dialect.SMTP,
                    SmtpService.Admission.AFTER_LOGIN,
                    1000,
                    Set.of(),
                    OFFER));
            var out = new Collected();
            ByteBuffer in = ByteBuffer.wrap(script.getBytes(StandardCharsets.UTF_8));
            List<Credentials> asked = new ArrayList<>();
            if (session.receive(in, out) instanceof SmtpStep.Authenticate(Credentials credentials)) {
                asked.add(credentials);
            }
            return new Heard(asked, out.taken());
        }
    }

    private record Heard(List<Credentials> asked, String told) {
        String last() {
            return told.lines().reduce("", (_, line) -> line);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedBeforeAnybodyIsAsked(Way way) throws IOException {
        boolean alone = way == Way.POP3_PASS_ALONE;
        if (way != Way.IMAP_LOGIN_BINARY_LITERAL && !alone) {
            Heard right = way.protocol.hear(way.with("secret"));
            assertEquals(1, right.asked().size(), right::told);
        }
        for (String password : alone ? List.of("") : UNASKABLE) {
            Heard heard = way.protocol.hear(way.with(password));
            String shown = password.replace('\0', '0');
            assertEquals(List.of(), heard.asked(), way + " with " + shown);
            assertTrue(way.refusals.stream().anyMatch(heard.last()::startsWith), way + " with " + shown + ": " + heard);
        }
    }

    @Test
    void isNotAskedWithoutAnything() throws IOException {
        for (String script :
                List.of("AUTH PLAIN =\r\n", "AUTH PLAIN\r\n\r\n", "AUTH LOGIN =\r\n", "AUTH LOGIN\r\n\r\n")) {
            for (Heard heard : List.of(
                    Protocol.SMTP.hear("EHLO x\r\n" + script),
                    Protocol.POP3.hear(script),
                    Protocol.IMAP.hear("a " + script.replace("AUTH ", "AUTHENTICATE ")))) {
                assertEquals(List.of(), heard.asked(), script);
                assertFalse(
                        heard.told().contains("OK Logged in") || heard.told().contains("235 "), heard::told);
            }
        }
    }
}
