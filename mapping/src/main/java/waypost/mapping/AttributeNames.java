package waypost.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waypost.directory.Names;

/**
 * Which attributes of an entry mean what.
 *
 * @param id never changes: {@code entryUUID}, {@code objectGUID}
 * @param address the primary address
 * @param alias further addresses; {@code @domain} among them makes the account the domain's catch-all
 * @param host node or volume
 * @param epoch of the owner that wrote the host
 * @param password hashes
 * @param state {@code active}, {@code disabled}, {@code locked}, {@code expired}
 * @param service words of {@link Service}; without any value all services are allowed
 * @param quota octets
 * @param accountClass the name of one of {@link AccountClasses}
 * @param generation a number that grows when all sessions are to end
 * @param passwordChanged when the password was last set; empty: what {@link PasswordStamp} knows
 * @param forwards who gets mail besides the account, or where there is none
 */
public record AttributeNames(
        String id,
        String address,
        String alias,
        String host,
        String epoch,
        String password,
        String state,
        String service,
        String quota,
        String accountClass,
        String generation,
        Optional<String> passwordChanged,
        ForwardNames forwards,
        LoginNames logins,
        StateNames states,
        GroupNames groups,
        MadeNames made) {
    public AttributeNames {
        for (String attribute :
                List.of(id, address, alias, host, epoch, password, state, service, quota, accountClass, generation)) {
            Names.attribute(attribute);
        }
        passwordChanged.ifPresent(Names::attribute);
    }

    /** Whether an attribute may be called so. */
    public static boolean valid(String name) {
        return Names.isAttribute(name);
    }

    /** Where it may be said when the password was last set; the first that is there counts. */
    List<String> passwordStamps() {
        return passwordChanged.map(List::of).orElse(PasswordStamp.ATTRIBUTES);
    }

    /** What a look-up asks for; the password is asked for only to compare it. */
    String[] requested() {
        Set<String> names = new TreeSet<>(
                List.of(id, address, alias, host, epoch, state, service, quota, accountClass, generation));
        names.addAll(states.all());
        names.addAll(passwordStamps());
        logins.principal().ifPresent(names::add);
        names.addAll(forwards.targets());
        names.add(forwards.forward());
        names.add(forwards.copy());
        names.addAll(groups.all());
        return names.toArray(String[]::new);
    }
}
