package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import waypost.mapping.Answer;
import waypost.protocol.Output;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.Refusal;
import waypost.protocol.pop3.Pop3Login;
import waypost.protocol.pop3.Pop3Service;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.SmtpSession;
import waypost.protocol.smtp.SmtpStep;

/** What a client hears for each reason for which the mapping refuses a log-in (RFC 5530 §3, RFC 3206 §4, RFC 4954 §6). */
class RefusalsTest {
    private static final SaslOffer OFFER = SaslOffer.of(Mechanism.PLAIN);
    private static final String PLAIN =
            Base64.getEncoder().encodeToString("\0anna\0secret".getBytes(StandardCharsets.UTF_8));

    private static final String TABLE = """
            ADDRESS       | NO [AUTHENTICATIONFAILED] Authentication failed | -ERR [AUTH] Authentication failed | 535 5.7.8 Authentication credentials invalid
            NO_MAILBOX    | NO [AUTHENTICATIONFAILED] Authentication failed | -ERR [AUTH] Authentication failed | 535 5.7.8 Authentication credentials invalid
            CREDENTIALS   | NO [AUTHENTICATIONFAILED] Authentication failed | -ERR [AUTH] Authentication failed | 535 5.7.8 Authentication credentials invalid
            DISABLED      | NO [CONTACTADMIN] Account is disabled | -ERR [AUTH] Account is not available | 535 5.7.8 Account is not available
            LOCKED        | NO [CONTACTADMIN] Account is disabled | -ERR [AUTH] Account is not available | 535 5.7.8 Account is not available
            EXPIRED       | NO [EXPIRED] Password has expired | -ERR [AUTH] Account is not available | 535 5.7.8 Account is not available
            MUST_CHANGE   | NO [EXPIRED] Password has expired | -ERR [AUTH] Account is not available | 535 5.7.8 Account is not available
            HOURS         | NO [CONTACTADMIN] Account is disabled | -ERR [AUTH] Account is not available | 535 5.7.8 Account is not available
            SERVICE       | NO [AUTHORIZATIONFAILED] Account may not use IMAP | -ERR [AUTH] Account may not use this service | 535 5.7.1 Account may not use this service
            SECOND_FACTOR | NO [AUTHORIZATIONFAILED] App password needed, or the password and a code | -ERR [AUTH] App password needed, or the password and a code | 534 5.7.9 App password needed, or the password and a code
            """;

    private static final class Written implements Output {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(ByteBuffer bytes) {
            text.append(StandardCharsets.UTF_8.decode(bytes));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        String last() {
            return text.toString().lines().reduce("", (_, line) -> line);
        }
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hears(ClientLogin login, String script, Refusal why) throws IOException {
        Written out = new Written();
        assertInstanceOf(ClientLogin.Step.Authenticate.class, login.receive(octets(script), out));
        login.refused(why, out);
        return out.last();
    }

    private static String imap(Refusal why) throws IOException {
        ClientLogin login = new ImapLogin(new ImapLogin.Options(Set.of(ImapLogin.Trait.SECURE), OFFER, 10));
        return hears(login, "a LOGIN anna secret\r\n", why).substring("a ".length());
    }

    private static String pop3(Refusal why) throws IOException {
        ClientLogin login = new Pop3Login(new Pop3Service("mail.example", Set.of(), OFFER));
        return hears(login, "USER anna\r\nPASS secret\r\n", why);
    }

    private static String submission(Refusal why) throws IOException {
        SmtpSession session = new SmtpSession(new SmtpService(
                "mail.example", SmtpService.Dialect.SMTP, SmtpService.Admission.AFTER_LOGIN, 1000, Set.of(), OFFER));
        Written out = new Written();
        SmtpStep step = session.receive(octets("EHLO x\r\nAUTH PLAIN " + PLAIN + "\r\n"), out);
        assertInstanceOf(SmtpStep.Authenticate.class, step);
        session.refused(why, out);
        return out.last();
    }

    @Test
    void whatClientsHear() throws IOException {
        StringBuilder heard = new StringBuilder();
        for (Answer.Kind kind : Answer.Kind.values()) {
            Refusal why = Frontdoor.refusal(kind);
            heard.append(String.join(" | ", kind.name(), imap(why), pop3(why), submission(why)))
                    .append('\n');
        }
        assertEquals(
                TABLE.lines().map(line -> line.replaceFirst(" +\\|", " |")).collect(Collectors.joining("\n", "", "\n")),
                heard.toString());
        assertEquals(
                Answer.Kind.values().length, Arrays.stream(TABLE.split("\n")).count());
    }
}
