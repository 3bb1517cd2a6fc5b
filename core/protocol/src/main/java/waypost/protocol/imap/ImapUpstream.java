package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.protocol.Output;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.ReturnWord;
import waypost.protocol.sasl.InitialResponse;
import waypost.protocol.sasl.TokenExchange;

/**
 * Logs in to a node as one of its accounts, by trust or with what the user has shown: waits for the greeting, then sends ID (to our own nodes) and
 * AUTHENTICATE in one flight; or STARTTLS first, and those inside TLS, where nobody greets. With a token it asks for the capabilities in between, unless the
 * greeting has said enough. Its tags say what is answered: {@code S}, {@code C}, {@code I} and {@code A}. On the connection's event loop.
 */
public final class ImapUpstream implements NodeLogin {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_LINES = 100;
    private static final String AUTHENTICATE = "A AUTHENTICATE";
    private static final String AUTH = "AUTH=";
    private static final Step MORE = new Step.More();

    private final AccountName account;
    private final Proof proof;
    private final Forwarded forwarded;
    private final Opening opening;
    private Expected expected = new Expected.Greeting();
    private List<String> announced = List.of();
    private List<String> capabilities = List.of();
    private int lines;

    public ImapUpstream(AccountName account, Proof proof, Forwarded forwarded, Opening opening) {
        this.account = account;
        this.proof = proof;
        this.forwarded = forwarded;
        this.opening = opening;
    }

    /** What the node is to answer next. */
    private sealed interface Expected {
        record Greeting() implements Expected {}

        record StartTls() implements Expected {}

        record Capability(Secret token) implements Expected {}

        record Id() implements Expected {}

        record Authenticate() implements Expected {}

        /** The same with the user's token, which may take several turns. */
        record Token(TokenExchange exchange) implements Expected {}
    }

    @Override
    public void connected(Output out) throws IOException {
        if (opening == Opening.INSIDE_TLS) {
            logIn(out);
        } // RFC 3501 §7.1.1: the greeting may be a BYE, so nothing goes ahead of it
    }

    @Override
    public Step receive(ByteBuffer in, Output out) throws IOException {
        Step step = MORE;
        Optional<String> line = takeLine(in);
        while (line.isPresent() && step instanceof Step.More) {
            step = ++lines > MAX_LINES ? new Step.Broken("too many lines") : on(line.get(), out);
            if (step instanceof Step.More) {
                line = takeLine(in);
            }
        }
        return step instanceof Step.More && in.remaining() > MAX_LINE ? new Step.Broken("line too long") : step;
    }

    private Step on(String text, Output out) throws IOException {
        StatusLine line = StatusLine.parse(text);
        line.capabilities().ifPresent(this::heard);
        if (line.tag().equals("*") && line.status().equals("BYE")) {
            return bye(line);
        }
        return switch (expected) {
            case Expected.Greeting() -> greeted(line, out);
            case Expected.StartTls() -> line.tag().equals("S") ? secured(line) : untagged(line);
            case Expected.Capability(var token) -> line.tag().equals("C") ? offered(line, token, out) : untagged(line);
            case Expected.Id() -> line.tag().equals("I") ? identified(line) : untagged(line);
            case Expected.Authenticate() -> line.tag().equals("A") ? authenticated(line) : untagged(line);
            case Expected.Token(var exchange) ->
                switch (line.tag()) {
                    case "A" -> authenticated(line);
                    case "+" -> challenged(exchange, text.substring(1).strip(), out);
                    case String _ -> untagged(line);
                };
        };
    }

    /** What was announced before the log-in is not what a logged-in session has. */
    private void heard(List<String> names) {
        switch (expected) {
            case Expected.Greeting _, Expected.StartTls _, Expected.Capability _, Expected.Id _ -> announced = names;
            case Expected.Authenticate _, Expected.Token _ -> capabilities = names;
        }
    }

    private Step greeted(StatusLine line, Output out) throws IOException {
        if (!line.tag().equals("*") || !line.status().equals("OK")) {
            return new Step.Broken("not an IMAP greeting");
        }
        if (opening == Opening.STARTTLS) {
            say("S STARTTLS", new Expected.StartTls(), out);
        } else {
            logIn(out);
        }
        return MORE;
    }

    /** RFC 3501 §6.2.1: what was heard in clear counts for nothing. */
    private Step secured(StatusLine line) {
        return line.status().equals("OK")
                ? new Step.StartTls(new ImapUpstream(account, proof, forwarded, Opening.INSIDE_TLS))
                : new Step.Broken("STARTTLS refused");
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
            case Proof.Token(var token) -> {
                Optional<TokenExchange> exchange = TokenExchange.by(mechanisms(), user, token);
                if (exchange.isPresent()) {
                    show(exchange.get(), out);
                } else {
                    say("C CAPABILITY", new Expected.Capability(token), out);
                }
            }
        }
    }

    private void show(String user, Secret password, Output out) throws IOException {
        String response = InitialResponse.plain("", user, password).value();
        say(AUTHENTICATE + " PLAIN " + response, new Expected.Authenticate(), out);
    }

    private void trusted(String response, Output out) throws IOException {
        String id = "I ID " + ForwardedId.format(forwarded) + "\r\n";
        say(id + AUTHENTICATE + " " + response, new Expected.Id(), out);
    }

    private void say(String commands, Expected next, Output out) throws IOException {
        out.text(commands + "\r\n");
        out.flush();
        expected = next;
    }

    /** Names that were announced as {@code AUTH=NAME} (RFC 3501 §7.2.1). */
    private List<String> mechanisms() {
        return announced.stream()
                .filter(name -> name.regionMatches(true, 0, AUTH, 0, AUTH.length()))
                .map(name -> name.substring(AUTH.length()))
                .toList();
    }

    /** RFC 4959 §3, and with RFC 9051 §6.2.2 every server of IMAP4rev2: the token may go with the command. */
    private void show(TokenExchange exchange, Output out) throws IOException {
        boolean atOnce = announced.stream()
                .anyMatch(name -> name.equalsIgnoreCase("SASL-IR") || name.equalsIgnoreCase("IMAP4rev2"));
        String command =
                exchange.command(AUTHENTICATE, atOnce ? Integer.MAX_VALUE : 0).value();
        say(command, new Expected.Token(exchange), out);
    }

    private Step offered(StatusLine line, Secret token, Output out) throws IOException {
        if (!line.status().equals("OK")) {
            return new Step.Broken("CAPABILITY refused");
        }
        Optional<TokenExchange> exchange = TokenExchange.by(mechanisms(), account.toString(), token);
        if (exchange.isEmpty()) {
            return new Step.Broken(TokenExchange.NOT_OFFERED);
        }
        show(exchange.get(), out);
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

    private Step identified(StatusLine line) {
        if (!line.status().equals("OK")) {
            return new Step.Broken("ID refused");
        }
        expected = new Expected.Authenticate();
        return MORE;
    }

    private Step authenticated(StatusLine line) {
        return switch (line.status()) {
            case "OK" -> loggedIn();
            case "NO" -> refused(line);
            default -> new Step.Broken("AUTHENTICATE answered " + line.status());
        };
    }

    /** A node that announces it, and was told how, gives the client back; from others it would not come back to log in here again (RFC 8437 §8). */
    private Step loggedIn() {
        String unauthenticate = ImapExtension.UNAUTHENTICATE.capability();
        Optional<ReturnWord> back =
                forwarded.back().filter(_ -> !proof.ofUser() && capabilities.contains(unauthenticate));
        boolean hidden = back.isEmpty() && capabilities.contains(unauthenticate);
        return new Step.LoggedIn(hidden ? without(unauthenticate) : capabilities, back);
    }

    private List<String> without(String capability) {
        return capabilities.stream().filter(name -> !name.equals(capability)).toList();
    }

    /**
     * A NO without a code that we know is the node's affair, never the client's password where that was found right before. What it judges by itself, a
     * token or such a password, servers without codes refuse with nothing but NO.
     */
    private Refusal unsaid(StatusLine line) {
        if (expected instanceof Expected.Token(var exchange)) {
            return exchange.refusal(line.code());
        }
        return proof instanceof Proof.Untried && line.code().isEmpty() ? Refusal.CREDENTIALS : Refusal.UNAVAILABLE;
    }

    private Step refused(StatusLine line) {
        Optional<Referral> referral = line.code().filter(_ -> !proof.ofUser()).flatMap(Referral::parse);
        Refusal why = line.code().flatMap(LoginRefusal::of).orElseGet(() -> unsaid(line));
        return new Step.Refused(why, referral);
    }

    private Step bye(StatusLine line) {
        return line.code().flatMap(LoginRefusal::of).isPresent() ? refused(line) : new Step.Broken("node said goodbye");
    }

    /** Information nobody asked for is skipped (RFC 3501 §2.2.2); a continuation request or another tag breaks the dialogue. */
    private static Step untagged(StatusLine line) {
        return line.tag().equals("*") ? MORE : new Step.Broken("unexpected answer");
    }

    private static Optional<String> takeLine(ByteBuffer in) {
        for (int at = in.position(); at < in.limit() && at - in.position() < MAX_LINE; at++) {
            if (in.get(at) == '\n') {
                byte[] octets = new byte[at + 1 - in.position()];
                in.get(octets);
                boolean crlf = octets.length > 1 && octets[octets.length - 2] == '\r';
                byte[] text = Arrays.copyOf(octets, octets.length - (crlf ? 2 : 1));
                return Optional.of(new String(text, StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }
}
