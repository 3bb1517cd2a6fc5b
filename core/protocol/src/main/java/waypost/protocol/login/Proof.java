package waypost.protocol.login;

import waypost.identity.NodeName;
import waypost.identity.Secret;

/** What a node lets us in for when we log in to it in an account's name. */
public sealed interface Proof {
    record Shared(NodeName self, Secret secret) implements Proof {}

    /** The client certificate of the TLS connection. */
    record Certificate() implements Proof {}

    /** The user's own password, to a foreign node. */
    record Password(Secret password) implements Proof {}

    /** The same, of which nobody but the node says whether it is right. */
    record Untried(Secret password) implements Proof {}

    /** The user's own bearer token, to a foreign node. */
    record Token(Secret token) implements Proof {}

    /** Whether it is what the user has shown: a foreign node is told nothing else, and knows no referrals. */
    default boolean ofUser() {
        return switch (this) {
            case Shared _, Certificate _ -> false;
            case Password _, Untried _, Token _ -> true;
        };
    }
}
