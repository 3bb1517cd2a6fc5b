package waypost.mapping;

import java.util.List;
import java.util.stream.Stream;
import waypost.directory.Names;

/**
 * What new entries are made of.
 *
 * @param users classes of a user's
 * @param aliases classes of an alias's
 * @param domains class of a domain's
 * @param domain the attribute that has its name
 */
public record MadeNames(List<String> users, List<String> aliases, String domains, String domain) {
    public MadeNames {
        users = List.copyOf(users);
        aliases = List.copyOf(aliases);
        Stream.concat(users.stream(), aliases.stream()).forEach(Names::attribute);
        Names.attribute(domains);
        Names.attribute(domain);
    }

    static MadeNames of(List<String> users) {
        return new MadeNames(
                users, List.of("organizationalRole", "inetLocalMailRecipient"), "waypostDomain", "associatedDomain");
    }
}
