package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import waypost.identity.Referral;
import waypost.protocol.Output;
import waypost.protocol.imap.ImapCommand.Tagged;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.CredentialText;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;
import waypost.protocol.sasl.SaslExchange;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.sasl.SaslStep;

/**
 * The not authenticated state of IMAP (RFC 3501 §3.1), on the connection's event loop; {@link ImapSession}, here or on the node that owns
 * the account, goes on behind it. Keeps the part of a command that has come itself.
 */
public final class ImapLogin implements ClientLogin {
    /** Behind BYE: RFC 5530 has no code for it, and the next log-in is told why. */
    static final String REVOKED = "Session ended by the server, log in again";

    /** Commands that are not understood before the connection ends. */
    private static final int MAX_BAD = 10;

    /** RFC 5530 §3. */
    private static final String PRIVACY_REQUIRED = "NO [PRIVACYREQUIRED] Start TLS first";

    /** What no command of IMAP or an extension of it looks like, but paths and hosts do. */
    private static final Pattern FOREIGN_WORD = Pattern.compile("[./:]");

    private static final Step MORE = new Step.More();
    private static final Step CLOSE = new Step.Close();

    private final Options options;
    private final ImapReceiver receiver = new ImapReceiver(ImapReceiver.LIMIT_BEFORE_LOGIN, ImapExtensions.ALL);
    private Dialogue dialogue = new Dialogue.Commands();
    private Forwarded forwarded = Forwarded.NONE;
    private boolean first = true;
    private int bad;
    private int failures;

    public ImapLogin(Options options) {
        this.options = options;
    }

    /** What holds of the listener and the connection. */
    public enum Trait {
        /** TLS is on. */
        SECURE,
        /** STARTTLS may be begun, as long as it is not secure. */
        STARTTLS,
        /** The peer is a trusted node: it may use EXTERNAL and speak of its client. */
        INTERNAL
    }

    /**
     * How this log-in behaves.
     *
     * @param offer mechanisms of AUTHENTICATE; LOGIN comes with PLAIN
     * @param maxFailures refused credentials before the connection ends
     */
    public record Options(Set<Trait> traits, SaslOffer offer, int maxFailures) {
        public Options {
            traits = Set.copyOf(traits);
        }

        boolean has(Trait trait) {
            return traits.contains(trait);
        }

        boolean startTls() {
            return has(Trait.STARTTLS) && !has(Trait.SECURE);
        }

        boolean passwords() {
            return offer.has(Mechanism.PLAIN);
        }

        /** RFC 3501 §6.1.1; the rest is announced with the log-in, by the node that serves. */
        String capabilities() {
            List<String> names = new ArrayList<>(List.of("IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "ENABLE"));
            if (startTls()) {
                names.add("STARTTLS");
            }
            if (!passwords()) {
                names.add("LOGINDISABLED");
            }
            offer.announced().forEach(mechanism -> names.add("AUTH=" + mechanism));
            return "CAPABILITY " + String.join(" ", names);
        }
    }

    private sealed interface Dialogue {
        record Commands() implements Dialogue {}

        record Exchange(String tag, SaslExchange sasl) implements Dialogue {}

        /** Nothing is read until there is an answer. */
        record Asking(String tag, SaslExchange sasl) implements Dialogue {}

        /** @param sasl by which it was asked for; empty of LOGIN */
        record Decision(String tag, Optional<SaslExchange> sasl) implements Dialogue {
            Decision(String tag) {
                this(tag, Optional.empty());
            }
        }
    }

    @Override
    public void greet(Output out) throws IOException {
        out.text("* OK [" + options.capabilities() + "] Waypost ready\r\n");
        out.flush();
    }

    @Override
    public Step receive(ByteBuffer in, Output out) throws IOException {
        Step step = MORE;
        boolean more = true;
        while (more && step instanceof Step.More) {
            Received received = receiver.next(in);
            more = !(received instanceof Received.More);
            step = switch (received) {
                case Received.More() -> MORE;
                case Received.GoAhead() -> literal(out);
                case Received.Command(Tagged tagged) -> on(tagged, out);
                case Received.Line(String line) -> challenged(sasl -> sasl.respond(line), out);
                case Received.OverlongLine() -> challenged(sasl -> sasl.respond("*"), out);
                case Received.Message _, Received.MoreOfMessage _ -> throw new IllegalStateException("no APPEND here");
            };
        }
        out.flush();
        return step;
    }

    /** Waiting for our word, a client has not sent its password yet: where it must not go in clear, it is not asked for. */
    private Step literal(Output out) throws IOException {
        if (options.passwords() || !receiver.loginBegun()) {
            out.text("+ OK\r\n");
            return MORE;
        }
        first = false;
        return answer(receiver.refuseLiteral(), PRIVACY_REQUIRED, out);
    }

    private Step on(Tagged tagged, Output out) throws IOException {
        boolean opening = first;
        first = false;
        String tag = tagged.tag();
        return switch (tagged.command()) {
            case ImapCommand.Unknown(String verb)
            when opening && FOREIGN_WORD.matcher(verb).find() -> stranger(out);
            case ImapCommand.Malformed _ when opening && tag.equals(ImapParser.NO_TAG) -> stranger(out);
            case ImapCommand.AnyState any -> any(tag, any, out);
            case ImapCommand.NotAuthenticated begin -> authenticate(tag, begin, out);
            case ImapCommand.Authenticated _, ImapCommand.Selected _ -> {
                receiver.refuseMessage();
                yield bad(tag, "Log in first", out);
            }
        };
    }

    private Step any(String tag, ImapCommand.AnyState command, Output out) throws IOException {
        return switch (command) {
            case ImapCommand.Capability() -> {
                out.text("* " + options.capabilities() + "\r\n");
                yield answer(tag, "OK CAPABILITY completed", out);
            }
            case ImapCommand.Noop() -> answer(tag, "OK NOOP completed", out);
            case ImapCommand.Logout() -> {
                out.text("* BYE Logging out\r\n");
                answer(tag, "OK LOGOUT completed", out);
                yield CLOSE;
            }
            case ImapCommand.Id(var fields) -> {
                if (options.has(Trait.INTERNAL)) {
                    forwarded = ForwardedId.parse(fields);
                }
                out.text(Answers.ID);
                yield answer(tag, "OK ID completed", out);
            }
            case ImapCommand.Unknown _ -> bad(tag, "Unknown command", out);
            case ImapCommand.Malformed(String reason) -> bad(tag, reason, out);
            case ImapCommand.Unnamable _ -> bad(tag, "Log in first", out);
        };
    }

    private Step authenticate(String tag, ImapCommand.NotAuthenticated command, Output out) throws IOException {
        return switch (command) {
            case ImapCommand.StartTls() -> {
                if (!options.startTls()) {
                    yield bad(tag, "STARTTLS is not available", out);
                }
                answer(tag, "OK Begin TLS negotiation now", out);
                yield new Step.StartTls();
            }
            case ImapCommand.Login(var credentials) -> {
                if (!options.passwords()) {
                    yield answer(tag, PRIVACY_REQUIRED, out);
                }
                dialogue = new Dialogue.Decision(tag);
                yield askable(credentials) ? new Step.Authenticate(credentials) : refused(Refusal.CREDENTIALS, out);
            }
            case ImapCommand.Authenticate(String name, var initial) -> exchange(tag, name, initial, out);
        };
    }

    private static boolean askable(Credentials.Password credentials) {
        byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().value().getBytes(StandardCharsets.UTF_8);
        return CredentialText.user(user).isPresent()
                && CredentialText.password(password).isPresent();
    }

    private Step exchange(String tag, String name, Optional<String> initial, Output out) throws IOException {
        Optional<SaslExchange> begun = options.offer().begin(name);
        if (begun.isEmpty()) {
            boolean later = Mechanism.named(name).isPresent() && options.startTls();
            return answer(tag, later ? PRIVACY_REQUIRED : "NO [CANNOT] Unknown mechanism", out);
        }
        dialogue = new Dialogue.Exchange(tag, begun.get());
        return challenged(sasl -> sasl.start(initial), out);
    }

    private interface Turn {
        SaslStep take(SaslExchange sasl);
    }

    /** One turn of an AUTHENTICATE (RFC 3501 §6.2.2). */
    private Step challenged(Turn turn, Output out) throws IOException {
        if (!(dialogue instanceof Dialogue.Exchange(String tag, SaslExchange sasl))) {
            throw new IllegalStateException("no exchange goes on");
        }
        return proceed(tag, sasl, turn.take(sasl), out);
    }

    private Step proceed(String tag, SaslExchange sasl, SaslStep step, Output out) throws IOException {
        return switch (step) {
            case SaslStep.Challenge(String base64) -> challenge(tag, sasl, base64, out);
            case SaslStep.Ask(Question question) -> {
                dialogue = new Dialogue.Asking(tag, sasl);
                yield new Step.Ask(question);
            }
            case SaslStep.Proved(Credentials credentials) -> {
                dialogue = new Dialogue.Decision(tag, Optional.of(sasl));
                yield new Step.Authenticate(credentials);
            }
            case SaslStep.Failed(SaslStep.Failure why) -> {
                dialogue = new Dialogue.Decision(tag);
                yield switch (why) {
                    case CANCELLED -> over(tag, "Authentication cancelled", out);
                    case MALFORMED -> over(tag, "Not a response of this mechanism", out);
                    case CREDENTIALS -> refused(Refusal.CREDENTIALS, out);
                    case UNAVAILABLE -> refused(Refusal.UNAVAILABLE, out);
                };
            }
        };
    }

    private Step challenge(String tag, SaslExchange sasl, String base64, Output out) throws IOException {
        dialogue = new Dialogue.Exchange(tag, sasl);
        receiver.expectLine();
        out.text("+ " + base64 + "\r\n");
        return MORE;
    }

    @Override
    public Step told(Optional<Reply> reply, Output out) throws IOException {
        if (!(dialogue instanceof Dialogue.Asking(String tag, SaslExchange sasl))) {
            throw new IllegalStateException("nobody asks");
        }
        Step step = proceed(tag, sasl, sasl.told(reply), out);
        out.flush();
        return step;
    }

    private Step over(String tag, String reason, Output out) throws IOException {
        dialogue = new Dialogue.Commands();
        return bad(tag, reason, out);
    }

    @Override
    public Step refused(Refusal why, Output out) throws IOException {
        Dialogue.Decision decision = decided();
        Optional<SaslStep.Challenge> told =
                why == Refusal.CREDENTIALS ? decision.sasl().flatMap(SaslExchange::refused) : Optional.empty();
        if (told.isPresent()) {
            challenge(decision.tag(), decision.sasl().orElseThrow(), told.get().base64(), out);
            out.flush();
            return MORE;
        }
        answer(decision.tag(), LoginRefusal.answer(why), out);
        if (why != Refusal.UNAVAILABLE && why != Refusal.STALE && ++failures >= options.maxFailures()) {
            return bye("Too many failures", out);
        }
        out.flush();
        return MORE;
    }

    @Override
    public Step referred(Referral where, Output out) throws IOException {
        answer(decided().tag(), "NO [" + where.text() + "] Account is on another node", out);
        out.flush();
        return MORE;
    }

    @Override
    public void succeeded(List<String> capabilities, Output out) throws IOException {
        String code = capabilities.isEmpty() ? "" : "[CAPABILITY " + String.join(" ", capabilities) + "] ";
        answer(decided().tag(), "OK " + code + "Logged in", out);
        out.flush();
    }

    @Override
    public int failures() {
        return failures;
    }

    @Override
    public void failed(int before) {
        failures = before;
    }

    private Dialogue.Decision decided() {
        if (!(dialogue instanceof Dialogue.Decision decision)) {
            throw new IllegalStateException("nobody asks to log in");
        }
        dialogue = new Dialogue.Commands();
        return decision;
    }

    @Override
    public Forwarded forwarded() {
        return forwarded;
    }

    @Override
    public void goodbye(Goodbye why, Output out) throws IOException {
        bye(
                switch (why) {
                    case IDLE -> "Idle for too long";
                    case SHUTDOWN -> "[UNAVAILABLE] Server is shutting down";
                    case LINE_TOO_LONG -> "Line too long";
                    case OVERLOADED -> "[UNAVAILABLE] Too many connections";
                    case REVOKED -> REVOKED;
                },
                out);
    }

    /** Another protocol, or a page that sends one (cross-protocol attack): nothing of it is worth an answer. */
    private static Step stranger(Output out) throws IOException {
        return bye("This is an IMAP server", out);
    }

    private static Step bye(String reason, Output out) throws IOException {
        out.text("* BYE " + reason + "\r\n");
        out.flush();
        return CLOSE;
    }

    private Step bad(String tag, String reason, Output out) throws IOException {
        answer(tag, "BAD " + reason, out);
        return ++bad < MAX_BAD ? MORE : bye("Too many bad commands", out);
    }

    private static Step answer(String tag, String text, Output out) throws IOException {
        out.text(tag + " " + text + "\r\n");
        return MORE;
    }
}
