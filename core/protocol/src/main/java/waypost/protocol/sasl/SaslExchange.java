package waypost.protocol.sasl;

import java.util.Optional;
import waypost.protocol.sasl.SaslStep.Failure;

/**
 * The server's side of one SASL exchange, the same under IMAP, POP3, SMTP and ManageSieve; they differ only in how they carry the base64
 * text. {@link SaslOffer} begins one for each AUTH command; one thread at a time.
 */
public final class SaslExchange {
    /** Longest line of base64 text taken. RFC 4954 §4.1 asks for 12288. */
    public static final int MAX_LINE = 12_288;

    private final ServerMechanism mechanism;
    private boolean over;

    SaslExchange(ServerMechanism mechanism) {
        this.mechanism = mechanism;
    }

    /**
     * Begins.
     *
     * @param initialResponse the text behind the mechanism's name, as received; {@code =} stands for an empty one (RFC 4422 §4)
     */
    public SaslStep start(Optional<String> initialResponse) {
        if (initialResponse.isEmpty()) {
            return mechanism.invite();
        }
        String text = initialResponse.get();
        return mechanism.clientFirst() ? answer(text.equals("=") ? "" : text) : ended(Failure.MALFORMED);
    }

    /** Takes the line that answers a challenge, without its CRLF. */
    public SaslStep respond(String line) {
        return line.equals("*") ? ended(Failure.CANCELLED) : answer(line);
    }

    /** The answer to {@link SaslStep.Ask}; empty if nobody can say now. */
    public SaslStep told(Optional<Reply> reply) {
        return reply.map(known -> taken(
                        switch (known) {
                            case Reply.Keys(var keys) -> mechanism.found(keys);
                            case Reply.Done(var step) -> step;
                        }))
                .orElseGet(() -> ended(Failure.UNAVAILABLE));
    }

    /** The credentials that were proved are refused: what the client is told of it, and answers, before it hears so; most are told nothing. */
    public Optional<SaslStep.Challenge> refused() {
        Optional<SaslStep.Challenge> told = mechanism.refused();
        over = told.isEmpty();
        return told;
    }

    private SaslStep answer(String base64) {
        Optional<byte[]> octets = over || base64.length() > MAX_LINE ? Optional.empty() : StrictBase64.decode(base64);
        return taken(octets.map(mechanism::respond).orElseGet(() -> new SaslStep.Failed(Failure.MALFORMED)));
    }

    private SaslStep taken(SaslStep step) {
        over = step instanceof SaslStep.Proved || step instanceof SaslStep.Failed;
        return step;
    }

    private SaslStep ended(Failure why) {
        over = true;
        return new SaslStep.Failed(why);
    }
}
