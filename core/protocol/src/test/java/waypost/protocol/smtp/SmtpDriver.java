package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import waypost.identity.Secret;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.sasl.ScramExample;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;

/** A driver that says yes to all but recipients called "nobody" and passwords other than "right", and writes down what it was asked. */
final class SmtpDriver {
    final SmtpSession session;
    final Collected out = new Collected();
    final List<String> steps = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();

    SmtpDriver(SmtpService service) {
        session = new SmtpSession(service);
    }

    static SmtpService reception(Extension... extensions) {
        return new SmtpService(
                "mx.example.net", Dialect.SMTP, Admission.ANYONE, 1000, Set.of(extensions), SaslOffer.NOTHING);
    }

    static SmtpService submission() {
        return submission(SaslOffer.of(Mechanism.PLAIN, Mechanism.LOGIN));
    }

    static SmtpService submission(SaslOffer offer) {
        return new SmtpService("mx.example.net", Dialect.SMTP, Admission.AFTER_LOGIN, 1000, Set.of(), offer);
    }

    /** Feeds the text as it would arrive in these parts, what is not taken staying in front of the next. */
    void feed(String... parts) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(0);
        for (String part : parts) {
            byte[] octets = part.getBytes(StandardCharsets.UTF_8);
            ByteBuffer in = ByteBuffer.allocate(rest.remaining() + octets.length)
                    .put(rest)
                    .put(octets)
                    .flip();
            while (answer(session.receive(in, out))) {
                // as long as it asks
            }
            rest = in;
        }
    }

    private boolean answer(SmtpStep step) throws IOException {
        switch (step) {
            case SmtpStep.More() -> {
                return false;
            }
            case SmtpStep.StartTls(), SmtpStep.Close _ -> {
                steps.add(step.getClass().getSimpleName());
                return false;
            }
            case SmtpStep.Ask(var question) -> answer(session.told(ScramExample.reply(question), out));
            case SmtpStep.Authenticate(var credentials) -> login(credentials);
            case SmtpStep.Mail(var transaction) -> {
                steps.add("MAIL " + transaction.sender());
                session.mailAnswered(SmtpReply.of(250, "2.1.0", "OK"), out);
            }
            case SmtpStep.Rcpt(var recipient) -> {
                steps.add("RCPT " + recipient.address());
                SmtpReply reply = recipient.address().local().equals("nobody")
                        ? SmtpReply.of(550, "5.1.1", "Unknown")
                        : SmtpReply.of(250, "2.1.5", "OK");
                session.recipientAnswered(reply, out);
            }
            case SmtpStep.DataBegins() -> session.dataAccepted(out);
            case SmtpStep.Content(var slice) -> content.append(StandardCharsets.UTF_8.decode(slice));
            case SmtpStep.ContentEnds() -> {
                steps.add("CONTENT " + content);
                content.setLength(0);
                session.contentAnswered(List.of(SmtpReply.of(250, "2.6.0", "Stored")), out);
            }
            case SmtpStep.ContentRefused(var fault) -> {
                content.setLength(0);
                steps.add("REFUSED " + fault);
            }
            case SmtpStep.Reset(), SmtpStep.Heard() -> steps.add(step.getClass().getSimpleName());
            case SmtpStep.Keep _, SmtpStep.Done _ -> throw new IllegalStateException("not offered");
        }
        return true;
    }

    private void login(Credentials credentials) throws IOException {
        boolean right = switch (credentials) {
            case Credentials.Password(var _, var _, Secret(var password)) -> password.equals("right");
            case Credentials.Token(var _, Secret(var token)) -> token.equals("good");
            case Credentials.Vouched(var _, var authorize) -> authorize.isEmpty();
            case Credentials.Proven _ -> true;
            case Credentials.Digest _, Credentials.Disproven _, Credentials.External _ -> false;
        };
        if (right) {
            session.authenticated(out);
        } else {
            answer(session.refused(Refusal.CREDENTIALS, out));
        }
    }
}
