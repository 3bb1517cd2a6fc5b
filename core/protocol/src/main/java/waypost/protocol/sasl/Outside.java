package waypost.protocol.sasl;

import java.util.List;

/** Whom the TLS below has found the client to be: all that EXTERNAL rests on (RFC 4422 appendix A). */
public sealed interface Outside {
    /** Nobody: EXTERNAL is not offered. */
    record Nobody() implements Outside {}

    /** A node, on a listener for nodes; which one, and whether it is, is found out by who decides on its log-in. */
    record Node() implements Outside {}

    /**
     * A user, on a listener for users.
     *
     * @param names that the user's certificate has, at least one
     */
    record User(List<String> names) implements Outside {
        public User {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("a user without a name");
            }
        }
    }
}
