package waypost.protocol.smtp;

import java.io.IOException;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.protocol.Output;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslExchange;
import waypost.protocol.sasl.SaslStep;

/** AUTH (RFC 4954) of one connection, once its place in the order of commands was found right. */
final class LoginPhase {
    private final SmtpService service;

    LoginPhase(SmtpService service) {
        this.service = service;
    }

    /** How far an exchange has come. */
    sealed interface Progress {
        /** A challenge is written. */
        record Asked(SaslExchange exchange) implements Progress {}

        record Proved(Credentials credentials) implements Progress {}

        /** To be answered with this; it is no more than a bad command. */
        record Refused(SmtpReply reply) implements Progress {}

        /** To be answered as a wrong password is. */
        record Failed() implements Progress {}
    }

    Progress start(SmtpCommand.Auth auth, Output out) throws IOException {
        if (service.mechanisms().isEmpty()) {
            boolean tls = service.offers(Extension.STARTTLS);
            return new Progress.Refused(tls ? Replies.TLS_FIRST : Replies.NOT_IMPLEMENTED);
        }
        Optional<Mechanism> mechanism = Mechanism.named(auth.mechanism()).filter(service.mechanisms()::contains);
        if (mechanism.isEmpty()) {
            return new Progress.Refused(Replies.NO_MECHANISM);
        }
        SaslExchange exchange = new SaslExchange(mechanism.get());
        return proceed(exchange, exchange.start(auth.initialResponse().map(Secret::value)), out);
    }

    Progress respond(SaslExchange exchange, String line, Output out) throws IOException {
        return proceed(exchange, exchange.respond(line), out);
    }

    private static Progress proceed(SaslExchange exchange, SaslStep step, Output out) throws IOException {
        return switch (step) {
            case SaslStep.Challenge(var base64) -> {
                out.text("334 " + base64 + "\r\n");
                yield new Progress.Asked(exchange);
            }
            case SaslStep.Proved(var credentials) -> new Progress.Proved(credentials);
            case SaslStep.Failed(var why) ->
                switch (why) {
                    case CANCELLED -> new Progress.Refused(Replies.AUTH_CANCELLED);
                    case MALFORMED -> new Progress.Refused(Replies.AUTH_MALFORMED);
                    case CREDENTIALS -> new Progress.Failed();
                };
        };
    }
}
