package waypost.protocol.pop3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import waypost.identity.AccountName;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.protocol.LineReader;
import waypost.protocol.LineReader.Line;
import waypost.protocol.Output;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.Xclient;
import waypost.protocol.sasl.InitialResponse;
import waypost.protocol.sasl.TokenExchange;

/**
 * Logs in to a node as one of its accounts, by trust or with what the user has shown: waits for the greeting, then sends XCLIENT (to our own
 * nodes) and AUTH in one flight; or STLS first, and those inside TLS, where nobody greets. With a token it asks for the capabilities in between. On the
 * connection's event loop.
 */
public final class Pop3Upstream implements NodeLogin {
    private static final int MAX_LINE = 2048;
    private static final int MAX_CAPABILITIES = 100;
    /** RFC 2449 §4, without the line end. */
    private static final int MAX_COMMAND = 253;

    private static final String AUTH = "AUTH";
    private static final String SASL = "SASL ";
    private static final Step MORE = new Step.More();

    private final AccountName account;
    private final Proof proof;
    private final Forwarded forwarded;
    private final LineReader lines = new LineReader();
    private final Opening opening;
    private Expected expected = new Expected.Greeting();

    /** What the node is to answer next. */
    private sealed interface Expected {
        record Greeting() implements Expected {}

        record Stls() implements Expected {}

        record Xclient() implements Expected {}

        record Auth() implements Expected {}

        /** The first line of the answer to CAPA. */
        record Capa(Secret token) implements Expected {}

        /**
         * The lines behind it (RFC 2449 §5).
         *
         * @param before how many have come
         * @param mechanisms that they have named (RFC 5034 §6)
         */
        record Capabilities(Secret token, int before, List<String> mechanisms) implements Expected {}

        /** AUTH with the user's token, which may take several turns. */
        record Token(TokenExchange exchange) implements Expected {}
    }

    public Pop3Upstream(AccountName account, Proof proof, Forwarded forwarded, Opening opening) {
        this.account = account;
        this.proof = proof;
        this.forwarded = forwarded;
        this.opening = opening;
    }

    @Override
    public void connected(Output out) throws IOException {
        if (opening == Opening.INSIDE_TLS) {
            logIn(out);
        } // RFC 1939 §4: the server speaks first, and may say no
    }

    @Override
    public Step receive(ByteBuffer in, Output out) throws IOException {
        Step step = MORE;
        while (step instanceof Step.More) {
            switch (lines.next(in, MAX_LINE)) {
                case Line.Partial() -> {
                    return MORE;
                }
                case Line.TooLong(), Line.Foul() -> step = new Step.Broken("not a line of POP3");
                case Line.Text(var text) -> step = line(text, out);
            }
        }
        return step;
    }

    private Step line(String line, Output out) throws IOException {
        boolean ok = line.equals("+OK") || line.startsWith("+OK ");
        return switch (expected) {
            case Expected.Greeting() -> ok ? greeted(out) : new Step.Broken("not a greeting of POP3");
            case Expected.Stls() -> ok ? secured() : new Step.Broken("STLS refused");
            case Expected.Xclient() -> {
                expected = new Expected.Auth();
                yield ok ? MORE : new Step.Broken("XCLIENT refused");
            }
            case Expected.Auth() -> ok ? new Step.LoggedIn(List.of()) : refused(line, this::ofPassword);
            case Expected.Capa(var token) -> {
                expected = new Expected.Capabilities(token, 0, List.of());
                yield ok ? MORE : new Step.Broken(TokenExchange.NOT_OFFERED);
            }
            case Expected.Capabilities capabilities -> capability(line, capabilities, out);
            case Expected.Token(var exchange) -> {
                if (line.equals("+") || line.startsWith("+ ")) {
                    yield challenged(exchange, line.substring(1).strip(), out);
                }
                yield ok
                        ? new Step.LoggedIn(List.of())
                        : refused(line, code -> exchange.refusal(code.filter(Pop3Upstream::saysMore)));
            }
        };
    }

    private Step greeted(Output out) throws IOException {
        if (opening == Opening.STARTTLS) {
            say("STLS", new Expected.Stls(), out);
        } else {
            logIn(out);
        }
        return MORE;
    }

    /** RFC 2595 §4: what was heard in clear counts for nothing. */
    private Step secured() {
        return new Step.StartTls(new Pop3Upstream(account, proof, forwarded, Opening.INSIDE_TLS));
    }

    private void say(String commands, Expected next, Output out) throws IOException {
        out.text(commands + "\r\n");
        out.flush();
        expected = next;
    }

    private void logIn(Output out) throws IOException {
        String user = account.toString();
        switch (proof) {
            case Proof.Shared(var self, var secret) ->
                trusted(
                        "PLAIN "
                                + InitialResponse.plain(user, self.value(), secret)
                                        .value(),
                        out);
            case Proof.Certificate() ->
                trusted("EXTERNAL " + InitialResponse.external(user).value(), out);
            case Proof.Password(var password) -> show(user, password, out);
            case Proof.Untried(var password) -> show(user, password, out);
            case Proof.Token(var token) -> say("CAPA", new Expected.Capa(token), out);
        }
    }

    private void show(String user, Secret password, Output out) throws IOException {
        say(AUTH + " PLAIN " + InitialResponse.plain("", user, password).value(), new Expected.Auth(), out);
    }

    private void trusted(String response, Output out) throws IOException {
        String xclient = "XCLIENT " + new Xclient(forwarded, "").text() + "\r\n";
        say(xclient + AUTH + " " + response, new Expected.Xclient(), out);
    }

    private Step capability(String line, Expected.Capabilities heard, Output out) throws IOException {
        if (line.equals(".")) {
            return show(heard, out);
        }
        if (heard.before() >= MAX_CAPABILITIES) {
            return new Step.Broken("too many lines");
        }
        boolean sasl = line.regionMatches(true, 0, SASL, 0, SASL.length());
        List<String> mechanisms =
                sasl ? List.of(line.substring(SASL.length()).strip().split(" +")) : heard.mechanisms();
        expected = new Expected.Capabilities(heard.token(), heard.before() + 1, mechanisms);
        return MORE;
    }

    /** RFC 5034 §4: a response that makes the command too long goes by itself, when the node asks for it. */
    private Step show(Expected.Capabilities heard, Output out) throws IOException {
        Optional<TokenExchange> exchange = TokenExchange.by(heard.mechanisms(), account.toString(), heard.token());
        if (exchange.isEmpty()) {
            return new Step.Broken(TokenExchange.NOT_OFFERED);
        }
        say(exchange.get().command(AUTH, MAX_COMMAND).value(), new Expected.Token(exchange.get()), out);
        return MORE;
    }

    private Step challenged(TokenExchange exchange, String challenge, Output out) throws IOException {
        Optional<Secret> answer = exchange.answer(challenge);
        if (answer.isEmpty()) {
            return new Step.Broken("unexpected answer");
        }
        say(answer.get().value(), expected, out);
        return MORE;
    }

    /**
     * A password that was found right before: a node that refuses has its own reason, or does not trust us. What was not, and a token, it judges by itself.
     *
     * @param unsaid what it means where none of the codes is there that say why; given the one that is there
     */
    private Step refused(String line, Function<Optional<String>, Refusal> unsaid) {
        if (!line.startsWith("-ERR")) {
            return new Step.Broken("AUTH answered with neither +OK nor -ERR");
        }
        int open = line.indexOf('[');
        int close = line.indexOf(']');
        Optional<String> code =
                open >= 0 && close > open ? Optional.of(line.substring(open + 1, close)) : Optional.empty();
        Refusal why = code.flatMap(Pop3Upstream::refusal).orElseGet(() -> unsaid.apply(code));
        return new Step.Refused(why, proof.ofUser() ? Optional.empty() : code.flatMap(Referral::parse));
    }

    private Refusal ofPassword(Optional<String> code) {
        return proof instanceof Proof.Untried
                        && code.filter(Pop3Upstream::saysMore).isEmpty()
                ? Refusal.CREDENTIALS
                : Refusal.UNAVAILABLE;
    }

    /** RFC 3206 §4: the code AUTH says that it is the log-in that was refused, and so does the refusal. */
    private static boolean saysMore(String code) {
        return !code.equalsIgnoreCase("AUTH");
    }

    /** RFC 2449 §8.1.2, RFC 3206 §3. */
    private static Optional<Refusal> refusal(String code) {
        return switch (code.toUpperCase(Locale.ROOT)) {
            case "IN-USE" -> Optional.of(Refusal.LIMIT);
            case "STALE" -> Optional.of(Refusal.STALE);
            case "SYS/TEMP", "SYS/PERM" -> Optional.of(Refusal.UNAVAILABLE);
            case String _ -> Optional.empty();
        };
    }
}
