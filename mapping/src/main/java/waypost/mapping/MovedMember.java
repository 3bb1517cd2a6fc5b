package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waypost.directory.Reason;
import waypost.mapping.GroupNames.By;

/**
 * A member of groups who has got another name: those that have the old one get the new one. Active Directory does that by itself, and so does OpenLDAP with its
 * overlay refint.
 *
 * @param before DN
 * @param after DN
 * @param logins which ones have become which
 */
record MovedMember(DirectoryOrders orders, String before, String after, Map<String, String> logins) {
    /** What a group says to which somebody was faster, as the directory itself. */
    private static final Set<ResultCode> DONE =
            Set.of(ResultCode.NO_SUCH_ATTRIBUTE, ResultCode.ATTRIBUTE_OR_VALUE_EXISTS, ResultCode.NO_SUCH_OBJECT);

    /** One attribute of groups, and what it has to have. */
    private record Naming(String attribute, String before, String after) {}

    Change carryOut() throws LDAPException {
        Map<String, String> left = new LinkedHashMap<>();
        for (Naming naming : namings()) {
            for (Entry group : orders.many(Filter.createEqualityFilter(naming.attribute(), naming.before()))) {
                follow(group, naming).ifPresent(why -> left.put(group.getDN(), why));
            }
        }
        return left.isEmpty()
                ? new Change.Done()
                : new Change.Declined("it has its new name, but groups still have the old one: " + left);
    }

    private List<Naming> namings() {
        GroupNames groups = orders.directory().attributes().groups();
        List<Naming> namings = new ArrayList<>();
        if (!before.equals(after)) {
            groups.members(By.ENTRY).forEach(attribute -> namings.add(new Naming(attribute, before, after)));
        }
        groups.members(By.LOGIN)
                .forEach(attribute -> logins.forEach((was, is) -> namings.add(new Naming(attribute, was, is))));
        return namings;
    }

    /** Why it cannot. */
    private Optional<String> follow(Entry group, Naming naming) {
        try {
            orders.pool()
                    .modify(
                            group.getDN(),
                            new Modification(ModificationType.DELETE, naming.attribute(), naming.before()),
                            new Modification(ModificationType.ADD, naming.attribute(), naming.after()));
            return Optional.empty();
        } catch (LDAPException refused) {
            return DONE.contains(refused.getResultCode()) ? Optional.empty() : Optional.of(Reason.of(refused));
        }
    }
}
