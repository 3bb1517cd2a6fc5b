package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Referral;
import waypost.protocol.Output;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.ReturnWord;
import waypost.protocol.sasl.InitialResponse;

/**
 * Logs in to a node as one of its accounts, by trust or with the user's password: waits for the greeting, then sends ID (to our own nodes) and
 * AUTHENTICATE in one flight; or STARTTLS first, and those inside TLS, where nobody greets. Its tags say what is answered: {@code S}, {@code I}
 * and {@code A}. On the connection's event loop.
 */
public final class ImapUpstream implements NodeLogin {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_LINES = 100;
    private static final String AUTHENTICATE_WITH = "A AUTHENTICATE ";
    private static final Step MORE = new Step.More();

    private final AccountName account;
    private final Proof proof;
    private final Forwarded forwarded;
    private final Opening opening;
    private Expected expected = Expected.GREETING;
    private List<String> capabilities = List.of();
    private int lines;

    public ImapUpstream(AccountName account, Proof proof, Forwarded forwarded, Opening opening) {
        this.account = account;
        this.proof = proof;
        this.forwarded = forwarded;
        this.opening = opening;
    }

    private enum Expected {
        GREETING,
        STARTTLS,
        ID,
        AUTHENTICATE
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
            step = ++lines > MAX_LINES ? new Step.Broken("too many lines") : on(StatusLine.parse(line.get()), out);
            if (step instanceof Step.More) {
                line = takeLine(in);
            }
        }
        return step instanceof Step.More && in.remaining() > MAX_LINE ? new Step.Broken("line too long") : step;
    }

    private Step on(StatusLine line, Output out) throws IOException {
        if (expected == Expected.AUTHENTICATE) { // what was announced before is not what a logged-in session has
            line.capabilities().ifPresent(found -> capabilities = found);
        }
        if (line.tag().equals("*") && line.status().equals("BYE")) {
            return bye(line);
        }
        return switch (expected) {
            case GREETING -> greeted(line, out);
            case STARTTLS -> line.tag().equals("S") ? secured(line) : untagged(line);
            case ID -> line.tag().equals("I") ? identified(line) : untagged(line);
            case AUTHENTICATE -> line.tag().equals("A") ? authenticated(line) : untagged(line);
        };
    }

    private Step greeted(StatusLine line, Output out) throws IOException {
        if (!line.tag().equals("*") || !line.status().equals("OK")) {
            return new Step.Broken("not an IMAP greeting");
        }
        if (opening == Opening.STARTTLS) {
            out.text("S STARTTLS\r\n");
            out.flush();
            expected = Expected.STARTTLS;
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
        String response = AUTHENTICATE_WITH + mechanism() + "\r\n";
        out.text(foreign() ? response : "I ID " + ForwardedId.format(forwarded) + "\r\n" + response);
        out.flush();
        expected = foreign() ? Expected.AUTHENTICATE : Expected.ID;
    }

    private String mechanism() {
        return switch (proof) {
            case Proof.Shared(var self, var secret) ->
                "PLAIN "
                        + InitialResponse.plain(account.toString(), self.value(), secret)
                                .value();
            case Proof.Certificate() ->
                "EXTERNAL " + InitialResponse.external(account.toString()).value();
            case Proof.Password(var password) ->
                "PLAIN "
                        + InitialResponse.plain("", account.toString(), password)
                                .value();
        };
    }

    private Step identified(StatusLine line) {
        if (!line.status().equals("OK")) {
            return new Step.Broken("ID refused");
        }
        expected = Expected.AUTHENTICATE;
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
        Optional<ReturnWord> back = forwarded.back().filter(_ -> !foreign() && capabilities.contains(unauthenticate));
        return new Step.LoggedIn(
                capabilities.stream()
                        .filter(name -> back.isPresent() || !name.equals(unauthenticate))
                        .toList(),
                back);
    }

    private boolean foreign() {
        return proof instanceof Proof.Password;
    }

    /** A NO without a code that we know is the node's affair, never the client's password. */
    private Step refused(StatusLine line) {
        Optional<Referral> referral = line.code().filter(_ -> !foreign()).flatMap(Referral::parse);
        Refusal why = line.code().flatMap(LoginRefusal::of).orElse(Refusal.UNAVAILABLE);
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
