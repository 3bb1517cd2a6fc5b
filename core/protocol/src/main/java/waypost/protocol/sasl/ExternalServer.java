package waypost.protocol.sasl;

import java.util.Optional;
import java.util.function.Function;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** RFC 4422 appendix A: who it is was found out below, and the message is whom to act as. */
final class ExternalServer implements ServerMechanism {
    private final Function<String, Credentials> acting;

    private ExternalServer(Function<String, Credentials> acting) {
        this.acting = acting;
    }

    /** Empty where TLS knows nobody. */
    static Optional<ExternalServer> of(Outside outside) {
        return switch (outside) {
            case Outside.Nobody() -> Optional.empty();
            case Outside.Node() -> Optional.of(new ExternalServer(Credentials.External::new));
            case Outside.User(var names) ->
                Optional.of(new ExternalServer(authorize -> new Credentials.Vouched(names, authorize)));
        };
    }

    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("");
    }

    @Override
    public SaslStep respond(byte[] message) {
        return CredentialText.name(message, 0, message.length)
                .<SaslStep>map(authorize -> new SaslStep.Proved(acting.apply(authorize)))
                .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
    }
}
