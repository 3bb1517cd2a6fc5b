package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import waypost.identity.Secret;

/** The client's side: the one response that PLAIN and EXTERNAL consist of, in base64. Masked by type, as it holds the password. */
public final class InitialResponse {
    private InitialResponse() {}

    /**
     * RFC 4616 §2.
     *
     * @param authorize whom to act as; empty for {@code user} itself
     */
    public static Secret plain(String authorize, String user, Secret password) {
        return encode(authorize + '\0' + user + '\0' + password.value());
    }

    /** RFC 4422 appendix A; an empty identity is written {@code =}. */
    public static Secret external(String authorize) {
        return authorize.isEmpty() ? new Secret("=") : encode(authorize);
    }

    private static Secret encode(String text) {
        return new Secret(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }
}
