package waypost.protocol.pop3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.protocol.LineReader;
import waypost.protocol.LineReader.Line;
import waypost.protocol.Output;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.CredentialText;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.Reply;
import waypost.protocol.sasl.SaslExchange;
import waypost.protocol.sasl.SaslStep;

/** The AUTHORIZATION state of POP3 (RFC 1939 §4, RFC 5034). On the connection's event loop. */
public final class Pop3Login implements ClientLogin {
    private static final int MAX_FAILED_LOGINS = 3;
    private static final int MAX_ERRORS = 10;
    private static final int MAX_LINE = SaslExchange.MAX_LINE + 2;
    private static final Step MORE = new Step.More();

    private final Pop3Service service;
    private final LineReader lines = new LineReader();
    private Expected expected = new Expected.Anything();
    private Forwarded forwarded = Forwarded.NONE;
    private boolean spoken;
    private int errors;
    private int failedLogins;

    /** What the next line is. */
    private sealed interface Expected {
        record Anything() implements Expected {}

        record Password(String user) implements Expected {}

        record Response(SaslExchange exchange) implements Expected {}

        /** Nothing, until there is an answer to what it asks. */
        record Nothing(SaslExchange exchange) implements Expected {}

        /** Nothing, until the credentials of an AUTH are decided on. */
        record Verdict(SaslExchange exchange) implements Expected {}
    }

    public Pop3Login(Pop3Service service) {
        this.service = service;
    }

    @Override
    public void greet(Output out) throws IOException {
        out.text("+OK " + service.host() + " ready\r\n");
    }

    @Override
    public Step receive(ByteBuffer in, Output out) throws IOException {
        while (true) {
            Line line = lines.next(in, MAX_LINE);
            if (line instanceof Line.Partial) {
                return MORE;
            }
            Step step = line(line, out);
            if (!(step instanceof Step.More)) {
                return step;
            }
        }
    }

    private Step line(Line line, Output out) throws IOException {
        return switch (line) {
            case Line.Partial() -> MORE;
            case Line.TooLong(), Line.Foul() -> {
                expected = new Expected.Anything();
                yield error("Not a command line", out);
            }
            case Line.Text(var text) ->
                expected instanceof Expected.Response(var exchange)
                        ? proceed(exchange, exchange.respond(text), out)
                        : command(Pop3Parser.parse(text), out);
        };
    }

    private Step command(Pop3Command command, Output out) throws IOException {
        boolean first = !spoken;
        spoken = true;
        Expected before = expected;
        expected = new Expected.Anything();
        return switch (command) {
            case Pop3Command.User(var name) -> user(name, out);
            case Pop3Command.Pass(var password) -> pass(before, password, out);
            case Pop3Command.Auth auth -> auth(auth, out);
            case Pop3Command.Stls() -> stls(out);
            case Pop3Command.Capa() -> {
                service.capabilities(out);
                yield MORE;
            }
            case Pop3Command.Client(var client)
            when service.offers().contains(Pop3Service.Offer.XCLIENT) -> {
                forwarded = client.forwarded();
                out.text("+OK\r\n");
                yield MORE;
            }
            case Pop3Command.Quit() -> {
                out.text("+OK Bye\r\n");
                yield new Step.Close();
            }
            // not POP3 at all: a browser, made to speak for an attacker, gets no second line
            case Pop3Command.Unknown() when first -> close("This is a mail server", out);
            case Pop3Command.Malformed() -> error("Syntax error", out);
            case Pop3Command.Stat _,
                    Pop3Command.ListSizes _,
                    Pop3Command.Uidl _,
                    Pop3Command.Retr _,
                    Pop3Command.Top _,
                    Pop3Command.Dele _,
                    Pop3Command.Rset _,
                    Pop3Command.Noop _ -> error("Log in first", out);
            case Pop3Command.Client _, Pop3Command.Unknown _ -> error("Unknown command", out);
        };
    }

    private Step error(String text, Output out) throws IOException {
        if (++errors >= MAX_ERRORS) {
            return close("Too many errors", out);
        }
        out.text("-ERR " + text + "\r\n");
        return MORE;
    }

    private static Step close(String text, Output out) throws IOException {
        out.text("-ERR " + text + "\r\n");
        return new Step.Close();
    }

    private Step user(String name, Output out) throws IOException {
        if (!service.sasl().has(Mechanism.PLAIN)) {
            return inClear(out);
        }
        Optional<String> user = CredentialText.user(name.getBytes(StandardCharsets.UTF_8));
        if (user.isEmpty()) {
            return failed(Refusal.CREDENTIALS, out);
        }
        expected = new Expected.Password(user.get());
        out.text("+OK\r\n"); // RFC 1939 §13: whether there is such a user is not said
        return MORE;
    }

    private Step pass(Expected before, Secret password, Output out) throws IOException {
        if (!(before instanceof Expected.Password(var user))) {
            return error("USER first", out);
        }
        return CredentialText.password(password.value().getBytes(StandardCharsets.UTF_8))
                        .isPresent()
                ? new Step.Authenticate(new Credentials.Password("", user, password))
                : failed(Refusal.CREDENTIALS, out);
    }

    private Step inClear(Output out) throws IOException {
        return error(service.offers().contains(Pop3Service.Offer.STLS) ? "STLS first" : "Not offered", out);
    }

    private Step auth(Pop3Command.Auth auth, Output out) throws IOException {
        if (service.sasl().isEmpty()) {
            return inClear(out);
        }
        Optional<SaslExchange> begun = service.sasl().begin(auth.mechanism());
        if (begun.isEmpty()) {
            return error("Mechanism not offered", out);
        }
        SaslExchange exchange = begun.get();
        return proceed(exchange, exchange.start(auth.initialResponse().map(Secret::value)), out);
    }

    private Step proceed(SaslExchange exchange, SaslStep step, Output out) throws IOException {
        expected = new Expected.Anything();
        return switch (step) {
            case SaslStep.Challenge(var base64) -> {
                expected = new Expected.Response(exchange);
                out.text("+ " + base64 + "\r\n");
                yield MORE;
            }
            case SaslStep.Ask(var question) -> {
                expected = new Expected.Nothing(exchange);
                yield new Step.Ask(question);
            }
            case SaslStep.Proved(var credentials) -> {
                expected = new Expected.Verdict(exchange);
                yield new Step.Authenticate(credentials);
            }
            case SaslStep.Failed(var why) ->
                switch (why) {
                    case CANCELLED -> error("Cancelled", out);
                    case MALFORMED -> error("Cannot decode response", out);
                    case CREDENTIALS -> failed(Refusal.CREDENTIALS, out);
                    case UNAVAILABLE -> failed(Refusal.UNAVAILABLE, out);
                };
        };
    }

    @Override
    public Step told(Optional<Reply> reply, Output out) throws IOException {
        if (!(expected instanceof Expected.Nothing(var exchange))) {
            throw new IllegalStateException("nobody asks");
        }
        return proceed(exchange, exchange.told(reply), out);
    }

    private Step stls(Output out) throws IOException {
        if (!service.offers().contains(Pop3Service.Offer.STLS)) {
            return error("Not offered", out);
        }
        out.text("+OK Begin TLS\r\n");
        return new Step.StartTls();
    }

    private Step failed(Refusal why, Output out) throws IOException {
        out.text("-ERR " + text(why) + "\r\n");
        boolean counts = why != Refusal.UNAVAILABLE && why != Refusal.STALE && why != Refusal.LIMIT;
        return counts && ++failedLogins >= MAX_FAILED_LOGINS ? new Step.Close() : MORE;
    }

    /** RFC 2449 §8.1, RFC 3206. */
    private static String text(Refusal why) {
        return switch (why) {
            case CREDENTIALS -> "[AUTH] Authentication failed";
            case DISABLED, EXPIRED -> "[AUTH] Account is not available";
            case SERVICE -> "[AUTH] Account may not use this service";
            case SECOND_FACTOR -> "[AUTH] App password needed, or the password and a code";
            case LIMIT -> "[IN-USE] Too many sessions or failures";
            case STALE -> "[STALE] Temporarily unavailable";
            case UNAVAILABLE -> "[SYS/TEMP] Temporarily unavailable";
        };
    }

    @Override
    public Step refused(Refusal why, Output out) throws IOException {
        Expected before = expected;
        expected = new Expected.Anything();
        if (why == Refusal.CREDENTIALS && before instanceof Expected.Verdict(var exchange)) {
            Optional<SaslStep.Challenge> told = exchange.refused();
            return told.isPresent() ? proceed(exchange, told.get(), out) : failed(why, out);
        }
        return failed(why, out);
    }

    @Override
    public Step referred(Referral where, Output out) throws IOException {
        expected = new Expected.Anything();
        out.text("-ERR [" + where.text() + "] Account is on another node\r\n");
        return MORE;
    }

    @Override
    public void succeeded(List<String> capabilities, Output out) throws IOException {
        out.text("+OK Logged in\r\n");
    }

    @Override
    public Forwarded forwarded() {
        return forwarded;
    }

    @Override
    public void goodbye(Goodbye why, Output out) throws IOException {
        out.text(
                switch (why) {
                    case IDLE -> "-ERR Idle for too long\r\n";
                    case SHUTDOWN -> "-ERR [SYS/TEMP] Shutting down\r\n";
                    case LINE_TOO_LONG -> "-ERR Line too long\r\n";
                    case OVERLOADED -> "-ERR [SYS/TEMP] Too busy\r\n";
                    case REVOKED -> ""; // RFC 1939 §3 has answers only
                });
    }
}
