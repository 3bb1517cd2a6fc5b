package waypost.protocol.login;

import waypost.identity.NodeName;
import waypost.identity.Secret;

/** What a node lets us in for when we log in to it in an account's name. */
public sealed interface Proof {
    record Shared(NodeName self, Secret secret) implements Proof {}

    /** The client certificate of the TLS connection. */
    record Certificate() implements Proof {}

    /** The user's own password, to a foreign node: it is told nothing else, and knows no referrals. */
    record Password(Secret password) implements Proof {}
}
