package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.protocol.Output;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Reply;

/**
 * LMTP on an internal listener before log-in: greeting, LHLO, STARTTLS, AUTH; anything else waits for {@link LmtpSession}, which knows the
 * node that logged in. The client is told per transaction, so nothing is forwarded here.
 */
public final class LmtpLogin implements ClientLogin {
    private final SmtpSession machine;

    /** The service asks for a log-in and offers no {@link Extension#WAYPOST} yet. */
    public LmtpLogin(SmtpService service) {
        if (service.admission() != SmtpService.Admission.AFTER_LOGIN || service.offers(Extension.WAYPOST)) {
            throw new IllegalArgumentException("not a service before log-in: " + service);
        }
        machine = new SmtpSession(service);
    }

    @Override
    public void greet(Output out) throws IOException {
        machine.greet(out);
    }

    @Override
    public Step receive(ByteBuffer in, Output out) throws IOException {
        return step(machine.receive(in, out));
    }

    private static Step step(SmtpStep step) {
        return switch (step) {
            case SmtpStep.More() -> new Step.More();
            case SmtpStep.StartTls() -> new Step.StartTls();
            case SmtpStep.Authenticate(var credentials) -> new Step.Authenticate(credentials);
            case SmtpStep.Ask(var question) -> new Step.Ask(question);
            case SmtpStep.Close _ -> new Step.Close();
            case SmtpStep.Mail _,
                    SmtpStep.Rcpt _,
                    SmtpStep.DataBegins _,
                    SmtpStep.Content _,
                    SmtpStep.ContentEnds _,
                    SmtpStep.ContentRefused _,
                    SmtpStep.Reset _,
                    SmtpStep.Heard _,
                    SmtpStep.Keep _,
                    SmtpStep.Done _ -> throw new IllegalStateException("before log-in: " + step);
        };
    }

    @Override
    public Step refused(Refusal why, Output out) throws IOException {
        return step(machine.refused(why, out));
    }

    @Override
    public Step told(Optional<Reply> reply, Output out) throws IOException {
        return step(machine.told(reply, out));
    }

    /** Peers log in as themselves, so there is no account that could be elsewhere. */
    @Override
    public Step referred(Referral where, Output out) throws IOException {
        return refused(Refusal.UNAVAILABLE, out);
    }

    @Override
    public void succeeded(List<String> capabilities, Output out) throws IOException {
        machine.authenticated(out);
    }

    @Override
    public Forwarded forwarded() {
        return Forwarded.NONE;
    }

    @Override
    public void goodbye(Goodbye why, Output out) throws IOException {
        switch (why) {
            case IDLE -> SmtpReply.of(421, "4.4.2", "Idle for too long").write(out);
            case SHUTDOWN -> Replies.SHUTTING_DOWN.write(out);
            case LINE_TOO_LONG -> Replies.LINE_TOO_LONG.write(out);
            case OVERLOADED -> SmtpReply.of(421, "4.3.2", "Too busy").write(out);
            case REVOKED ->
                SmtpReply.of(421, "4.7.0", "Session ended by the server").write(out);
        }
    }
}
