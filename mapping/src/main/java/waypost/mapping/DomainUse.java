package waypost.mapping;

import java.util.List;
import java.util.Optional;

/**
 * Whose addresses in a domain a directory has.
 *
 * @param entry DN of the domain's own; empty where it has none
 * @param some of the addresses, in their order
 * @param postmaster the primary address of who has {@code postmaster} (RFC 5321 §4.5.1)
 * @param rest the primary address of who has what is left over
 */
public record DomainUse(
        String domain,
        Optional<String> entry,
        int users,
        int groups,
        int aliases,
        List<String> some,
        Optional<String> postmaster,
        Optional<String> rest) {
    public DomainUse {
        some = List.copyOf(some);
    }

    boolean none() {
        return users + groups + aliases == 0;
    }
}
