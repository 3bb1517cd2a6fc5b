package waypost.kerberos;

import java.util.Map;
import java.util.Optional;

/**
 * Whose a principal is.
 *
 * @param domains by the realm whose users have them
 */
record Realms(Map<String, String> domains) {
    Realms {
        domains = Map.copyOf(domains);
    }

    /**
     * The address of a user's principal, {@code NAME@REALM}; empty for a realm that is not known, and for names of more than one part and with
     * characters that would have to be quoted (RFC 1964 §2.1.1): those are administrators' and machines'.
     */
    Optional<String> user(String principal) {
        int at = principal.lastIndexOf('@');
        String name = at < 0 ? "" : principal.substring(0, at);
        if (name.isEmpty() || name.chars().anyMatch(c -> "/\\@".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        return Optional.ofNullable(domains.get(principal.substring(at + 1))).map(domain -> name + "@" + domain);
    }
}
