package waypost.protocol.link;

import java.net.InetAddress;
import waypost.identity.AppPassword;
import waypost.identity.Secret;

/** What a front end wants to know of what an account has at its node, and no directory has, by which its user proves himself. */
public sealed interface SecretsAsked {
    /** What there is. */
    record Which() implements SecretsAsked {}

    /** Whether this is a code of the user's authenticator; no code is right twice. */
    record Code(Secret code) implements SecretsAsked {}

    /**
     * Whether this app password is right, and good for that.
     *
     * @param service by its word
     * @param from the client's address
     */
    record App(AppPassword password, String service, InetAddress from) implements SecretsAsked {}

    /** What only a newer release asks; never asked by this one. */
    record Newer() implements SecretsAsked {}
}
