package waypost.protocol.sasl;

import java.util.Optional;
import waypost.identity.Secret;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** RFC 4616 §2: {@code [authzid] NUL authcid NUL passwd}. */
final class PlainServer implements ServerMechanism {
    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("");
    }

    @Override
    public SaslStep respond(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            return new SaslStep.Failed(Failure.MALFORMED);
        }
        Optional<String> authorize = CredentialText.name(message, 0, first);
        Optional<String> user = CredentialText.name(message, first + 1, second);
        Optional<Secret> password = CredentialText.password(message, second + 1, message.length);
        if (authorize.isEmpty() || user.isEmpty() || user.get().isEmpty() || password.isEmpty()) {
            return new SaslStep.Failed(Failure.CREDENTIALS);
        }
        return new SaslStep.Proved(new Credentials.Password(authorize.get(), user.get(), password.get()));
    }

    private static int indexOfNul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
