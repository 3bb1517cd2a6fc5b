package waypost.protocol.sasl;

import java.util.Optional;
import waypost.identity.Secret;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/**
 * The server's side of one SASL exchange, the same under IMAP, POP3, SMTP and ManageSieve; they differ only in how they carry the base64
 * text. One object per AUTH command, one thread at a time.
 */
public final class SaslExchange {
    /** Longest line of base64 text taken. RFC 4954 §4.1 asks for 12288. */
    public static final int MAX_LINE = 12_288;

    /** base64 of {@code Username:}. */
    private static final String ASK_USER = "VXNlcm5hbWU6";

    /** base64 of {@code Password:}. */
    private static final String ASK_PASSWORD = "UGFzc3dvcmQ6";

    private State state;

    public SaslExchange(Mechanism mechanism) {
        state = switch (mechanism) {
            case PLAIN -> new State.Plain();
            case LOGIN -> new State.LoginUser();
            case EXTERNAL -> new State.External();
        };
    }

    /**
     * Begins.
     *
     * @param initialResponse the text behind the mechanism's name, as received; {@code =} stands for an empty one (RFC 4422 §4)
     */
    public SaslStep start(Optional<String> initialResponse) {
        if (initialResponse.isPresent()) {
            String text = initialResponse.get();
            return answer(text.equals("=") ? "" : text);
        }
        return new SaslStep.Challenge(
                switch (state) {
                    case State.LoginUser() -> ASK_USER;
                    case State.LoginPassword(var _) -> ASK_PASSWORD;
                    case State.Plain(), State.External(), State.Over() -> "";
                });
    }

    /** Takes the line that answers a challenge, without its CRLF. */
    public SaslStep respond(String line) {
        if (line.equals("*")) {
            return fail(Failure.CANCELLED);
        }
        return answer(line);
    }

    private SaslStep answer(String base64) {
        Optional<byte[]> octets = base64.length() > MAX_LINE ? Optional.empty() : StrictBase64.decode(base64);
        if (octets.isEmpty()) {
            return fail(Failure.MALFORMED);
        }
        byte[] response = octets.get();
        return switch (state) {
            case State.Plain() -> plain(response);
            case State.External() -> external(response);
            case State.LoginUser() -> loginUser(response);
            case State.LoginPassword(var user) ->
                CredentialText.password(response)
                        .map(password -> prove(new Credentials.Password("", user, password)))
                        .orElseGet(() -> fail(Failure.CREDENTIALS));
            case State.Over() -> fail(Failure.MALFORMED);
        };
    }

    /** RFC 4616 §2: {@code [authzid] NUL authcid NUL passwd}. */
    private SaslStep plain(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            return fail(Failure.MALFORMED);
        }
        Optional<String> authorize = CredentialText.name(message, 0, first);
        Optional<String> user = CredentialText.name(message, first + 1, second);
        Optional<Secret> password = CredentialText.password(message, second + 1, message.length);
        if (authorize.isEmpty() || user.isEmpty() || user.get().isEmpty() || password.isEmpty()) {
            return fail(Failure.CREDENTIALS);
        }
        return prove(new Credentials.Password(authorize.get(), user.get(), password.get()));
    }

    private SaslStep external(byte[] message) {
        return CredentialText.name(message, 0, message.length)
                .map(authorize -> prove(new Credentials.External(authorize)))
                .orElseGet(() -> fail(Failure.CREDENTIALS));
    }

    private SaslStep loginUser(byte[] message) {
        Optional<String> user = CredentialText.name(message, 0, message.length);
        if (user.isEmpty() || user.get().isEmpty()) {
            return fail(Failure.CREDENTIALS);
        }
        state = new State.LoginPassword(user.get());
        return new SaslStep.Challenge(ASK_PASSWORD);
    }

    private SaslStep prove(Credentials credentials) {
        state = new State.Over();
        return new SaslStep.Proved(credentials);
    }

    private SaslStep fail(Failure why) {
        state = new State.Over();
        return new SaslStep.Failed(why);
    }

    private static int indexOfNul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** What the next response means. */
    private sealed interface State {
        record Plain() implements State {}

        record LoginUser() implements State {}

        record LoginPassword(String user) implements State {}

        record External() implements State {}

        record Over() implements State {}
    }
}
