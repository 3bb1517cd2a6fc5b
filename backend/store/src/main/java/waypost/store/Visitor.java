package waypost.store;

import java.util.HashSet;
import java.util.Set;
import waypost.identity.AccountId;

/**
 * Somebody who looks into accounts, his own or others'.
 *
 * @param account his own
 */
public record Visitor(AccountId account, Set<String> groups) {
    public Visitor {
        groups = Set.copyOf(groups);
    }

    /** All whose rights he has. */
    Set<Principal> principals() {
        Set<Principal> all = new HashSet<>(Set.of(principal(), new Principal.Anyone()));
        groups.forEach(group -> all.add(new Principal.Group(group)));
        return all;
    }

    Principal.User principal() {
        return new Principal.User(account);
    }
}
