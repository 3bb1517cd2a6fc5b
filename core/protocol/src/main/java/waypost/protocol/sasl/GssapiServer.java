package waypost.protocol.sasl;

import java.util.List;
import java.util.Optional;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;
import waypost.protocol.sasl.TicketContext.Accepted;

/**
 * GSSAPI (RFC 4752 §3.1): tokens of Kerberos until it is known who the client is, then an offer of security layers, which is none, and the client's
 * choice of it, with whom to act as.
 */
final class GssapiServer implements ServerMechanism {
    /** RFC 4752 §3.3: no security layer, which is what TLS is for; and the longest message under one. */
    private static final byte[] OFFER = {1, 0, 0, 0};

    private final TicketContext context;
    private State state = new State.Unknown();

    GssapiServer(TicketContext context) {
        this.context = context;
    }

    /** What the client's next message is. */
    private sealed interface State {
        /** A token. */
        record Unknown() implements State {}

        /** Nothing: it has heard our last token. */
        record Known(String user) implements State {}

        /** Its choice. */
        record Offered(String user) implements State {}

        record Over() implements State {}
    }

    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("");
    }

    @Override
    public SaslStep respond(byte[] message) {
        return new SaslStep.Ask(new Question.Work(() -> turn(message)));
    }

    private SaslStep turn(byte[] message) {
        State before = state;
        state = new State.Over();
        return switch (before) {
            case State.Unknown() -> accept(message);
            case State.Known(var user) -> message.length == 0 ? offer(user) : new SaslStep.Failed(Failure.MALFORMED);
            case State.Offered(var user) ->
                context.unwrap(message)
                        .map(choice -> chosen(choice, user))
                        .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
            case State.Over() -> new SaslStep.Failed(Failure.MALFORMED);
        };
    }

    private SaslStep accept(byte[] token) {
        return switch (context.accept(token)) {
            case Accepted.Continued(var answer) -> {
                state = new State.Unknown();
                yield SaslStep.Challenge.of(answer);
            }
            case Accepted.Established(var answer, var user) when answer.length == 0 -> offer(user);
            case Accepted.Established(var answer, var user) -> {
                state = new State.Known(user);
                yield SaslStep.Challenge.of(answer);
            }
            case Accepted.Refused() -> new SaslStep.Failed(Failure.CREDENTIALS);
            case Accepted.Unavailable() -> new SaslStep.Failed(Failure.UNAVAILABLE);
        };
    }

    private SaslStep offer(String user) {
        state = new State.Offered(user);
        return SaslStep.Challenge.of(context.wrap(OFFER));
    }

    /** RFC 4752 §3.3: the layer, the longest message, which says nothing without one, and the authorization identity. */
    private static SaslStep chosen(byte[] choice, String user) {
        if (choice.length < OFFER.length || choice[0] != OFFER[0]) {
            return new SaslStep.Failed(Failure.MALFORMED);
        }
        Optional<String> authorize = CredentialText.name(choice, OFFER.length, choice.length);
        return authorize
                .<SaslStep>map(name -> new SaslStep.Proved(new Credentials.Vouched(List.of(user), name)))
                .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
    }
}
