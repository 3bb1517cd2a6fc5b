package waypost.protocol.pop3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Referral;
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

/**
 * Logs in to a node as one of its accounts, by trust or with the user's password: waits for the greeting, then sends XCLIENT (to our own
 * nodes) and AUTH in one flight; or STLS first, and those inside TLS, where nobody greets. On the connection's event loop.
 */
public final class Pop3Upstream implements NodeLogin {
    private static final int MAX_LINE = 2048;
    private static final Step MORE = new Step.More();

    private final AccountName account;
    private final Proof proof;
    private final Forwarded forwarded;
    private final LineReader lines = new LineReader();
    private final Opening opening;
    private Expected expected = Expected.GREETING;

    private enum Expected {
        GREETING,
        STLS,
        XCLIENT,
        AUTH
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
            case GREETING -> ok ? greeted(out) : new Step.Broken("not a greeting of POP3");
            case STLS -> ok ? secured() : new Step.Broken("STLS refused");
            case XCLIENT -> {
                expected = Expected.AUTH;
                yield ok ? MORE : new Step.Broken("XCLIENT refused");
            }
            case AUTH -> ok ? new Step.LoggedIn(List.of()) : refused(line);
        };
    }

    private Step greeted(Output out) throws IOException {
        if (opening == Opening.STARTTLS) {
            out.text("STLS\r\n");
            out.flush();
            expected = Expected.STLS;
        } else {
            logIn(out);
        }
        return MORE;
    }

    /** RFC 2595 §4: what was heard in clear counts for nothing. */
    private Step secured() {
        return new Step.StartTls(new Pop3Upstream(account, proof, forwarded, Opening.INSIDE_TLS));
    }

    private void logIn(Output out) throws IOException {
        String auth = switch (proof) {
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
        boolean foreign = proof instanceof Proof.Password;
        out.text((foreign ? "" : "XCLIENT " + new Xclient(forwarded, "").text() + "\r\n") + "AUTH " + auth + "\r\n");
        out.flush();
        expected = foreign ? Expected.AUTH : Expected.XCLIENT;
    }

    /** The password was right, or we would not be here: a node that refuses has its own reason, or does not trust us. */
    private Step refused(String line) {
        if (!line.startsWith("-ERR")) {
            return new Step.Broken("AUTH answered with neither +OK nor -ERR");
        }
        int open = line.indexOf('[');
        int close = line.indexOf(']');
        Optional<String> code =
                open >= 0 && close > open ? Optional.of(line.substring(open + 1, close)) : Optional.empty();
        Refusal why = code.filter("IN-USE"::equals).isPresent() ? Refusal.LIMIT : Refusal.UNAVAILABLE;
        boolean foreign = proof instanceof Proof.Password;
        return new Step.Refused(why, foreign ? Optional.empty() : code.flatMap(Referral::parse));
    }
}
