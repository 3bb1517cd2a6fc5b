package waypost.protocol.sasl;

import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** RFC 4422 appendix A: who it is was found out below, and the message is whom to act as. */
final class ExternalServer implements ServerMechanism {
    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("");
    }

    @Override
    public SaslStep respond(byte[] message) {
        return CredentialText.name(message, 0, message.length)
                .<SaslStep>map(authorize -> new SaslStep.Proved(new Credentials.External(authorize)))
                .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
    }
}
