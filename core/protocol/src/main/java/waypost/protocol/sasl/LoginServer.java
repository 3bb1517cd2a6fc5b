package waypost.protocol.sasl;

import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** The mechanism LOGIN (draft-murchison-sasl-login-00): asks for the name, then for the password. */
final class LoginServer implements ServerMechanism {
    private String user = "";

    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("Username:");
    }

    @Override
    public SaslStep respond(byte[] response) {
        return user.isEmpty() ? user(response) : password(response);
    }

    private SaslStep user(byte[] response) {
        return CredentialText.user(response)
                .<SaslStep>map(named -> {
                    user = named;
                    return SaslStep.Challenge.of("Password:");
                })
                .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
    }

    private SaslStep password(byte[] response) {
        return CredentialText.password(response)
                .<SaslStep>map(password -> new SaslStep.Proved(new Credentials.Password("", user, password)))
                .orElseGet(() -> new SaslStep.Failed(Failure.CREDENTIALS));
    }
}
