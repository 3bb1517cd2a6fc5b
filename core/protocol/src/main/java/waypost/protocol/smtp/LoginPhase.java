package waypost.protocol.smtp;

import java.io.IOException;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.protocol.Output;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;
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

        record Ask(SaslExchange exchange, Question question) implements Progress {}

        record Proved(SaslExchange exchange, Credentials credentials) implements Progress {}

        /** To be answered with this; it is no more than a bad command. */
        record Refused(SmtpReply reply) implements Progress {}

        /** To be answered with this; it counts as a wrong password. */
        record Failed(SmtpReply reply) implements Progress {}
    }

    Progress start(SmtpCommand.Auth auth, Output out) throws IOException {
        if (service.sasl().isEmpty()) {
            boolean tls = service.offers(Extension.STARTTLS);
            return new Progress.Refused(tls ? Replies.TLS_FIRST : Replies.NOT_IMPLEMENTED);
        }
        Optional<SaslExchange> begun = service.sasl().begin(auth.mechanism());
        if (begun.isEmpty()) {
            return new Progress.Refused(Replies.NO_MECHANISM);
        }
        SaslExchange exchange = begun.get();
        return proceed(exchange, exchange.start(auth.initialResponse().map(Secret::value)), out);
    }

    Progress respond(SaslExchange exchange, String line, Output out) throws IOException {
        return proceed(exchange, exchange.respond(line), out);
    }

    Progress told(SaslExchange exchange, Optional<Reply> reply, Output out) throws IOException {
        return proceed(exchange, exchange.told(reply), out);
    }

    /** The credentials of the exchange are refused: it may have something to say first. */
    Progress refused(SaslExchange exchange, Refusal why, Output out) throws IOException {
        Optional<SaslStep.Challenge> told = why == Refusal.CREDENTIALS ? exchange.refused() : Optional.empty();
        return told.isPresent() ? proceed(exchange, told.get(), out) : failed(why);
    }

    private static Progress failed(Refusal why) {
        SmtpReply reply = Replies.refused(why);
        return reply.temporary() ? new Progress.Refused(reply) : new Progress.Failed(reply);
    }

    private static Progress proceed(SaslExchange exchange, SaslStep step, Output out) throws IOException {
        return switch (step) {
            case SaslStep.Challenge(var base64) -> {
                out.text("334 " + base64 + "\r\n");
                yield new Progress.Asked(exchange);
            }
            case SaslStep.Ask(var question) -> new Progress.Ask(exchange, question);
            case SaslStep.Proved(var credentials) -> new Progress.Proved(exchange, credentials);
            case SaslStep.Failed(var why) ->
                switch (why) {
                    case CANCELLED -> new Progress.Refused(Replies.AUTH_CANCELLED);
                    case MALFORMED -> new Progress.Refused(Replies.AUTH_MALFORMED);
                    case CREDENTIALS -> failed(Refusal.CREDENTIALS);
                    case UNAVAILABLE -> failed(Refusal.UNAVAILABLE);
                };
        };
    }
}
