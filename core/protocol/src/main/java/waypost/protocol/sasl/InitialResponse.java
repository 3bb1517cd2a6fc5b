package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import waypost.identity.Secret;

/** The client's side: the one response that a mechanism consists of, in base64. Masked by type, as it holds the password or the token. */
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

    /** RFC 7628 §3.1, with the header of RFC 5801 §4 and neither host nor port, which only tokens bound to a key need. */
    public static Secret oauthbearer(String user, Secret token) {
        return encode("n,a=" + Gs2Header.encoded(user) + "," + bearer(token));
    }

    /** As Google and Microsoft describe it. */
    public static Secret xoauth2(String user, Secret token) {
        return encode("user=" + user + bearer(token));
    }

    private static String bearer(Secret token) {
        return "\u0001auth=Bearer " + token.value() + "\u0001\u0001";
    }

    private static Secret encode(String text) {
        return new Secret(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }
}
