package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/**
 * OAUTHBEARER (RFC 7628 §3.1) and XOAUTH2: one message with a token. A client whose token is refused is told so in a challenge of its
 * own, and answers it with something that says nothing (RFC 7628 §3.2.3), before the protocol's refusal comes.
 */
final class BearerServer implements ServerMechanism {
    private static final String SEPARATOR = "\u0001";
    private static final String SCHEME = "auth=Bearer ";

    private final Mechanism mechanism;
    private boolean explained;

    BearerServer(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("");
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (explained) {
            return new SaslStep.Failed(Failure.CREDENTIALS);
        }
        String message = new String(response, StandardCharsets.UTF_8);
        String[] fields = message.split(SEPARATOR, -1);
        if (fields.length < 4 || !message.endsWith(SEPARATOR + SEPARATOR)) {
            return new SaslStep.Failed(Failure.MALFORMED);
        }
        Optional<String> user =
                (mechanism == Mechanism.XOAUTH2 ? named(fields[0]) : authorized(fields[0])).flatMap(BearerServer::name);
        Optional<Secret> token = token(fields);
        if (user.isEmpty()) {
            return new SaslStep.Failed(Failure.MALFORMED);
        }
        return token.<SaslStep>map(shown -> new SaslStep.Proved(new Credentials.Token(user.get(), shown)))
                .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
    }

    private static Optional<String> name(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return CredentialText.name(octets, 0, octets.length);
    }

    private static Optional<String> named(String field) {
        return field.startsWith("user=") ? Optional.of(field.substring("user=".length())) : Optional.empty();
    }

    /** The header of RFC 5801 §4, without channel binding: {@code n,a=NAME,}. */
    private static Optional<String> authorized(String header) {
        return Gs2Header.parse(header)
                .filter(parsed -> parsed.rest().isEmpty() && !parsed.flag().startsWith("p"))
                .map(Gs2Header::authorize);
    }

    /** RFC 6750 §2.1: the scheme in any case. */
    private static Optional<Secret> token(String[] fields) {
        for (int i = 1; i < fields.length; i++) {
            if (fields[i].regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                byte[] token = fields[i].substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
                return CredentialText.token(token);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<SaslStep.Challenge> refused() {
        explained = true;
        String status = mechanism == Mechanism.XOAUTH2 ? "401" : "invalid_token";
        String schemes = mechanism == Mechanism.XOAUTH2 ? ",\"schemes\":\"bearer\"" : "";
        return Optional.of(SaslStep.Challenge.of("{\"status\":\"" + status + "\"" + schemes + "}"));
    }
}
