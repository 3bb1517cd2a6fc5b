package waypost.app;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.config.ByteSize;
import waypost.config.Configuration;
import waypost.config.HostPattern;
import waypost.config.NodeSection.Role;
import waypost.identity.AccountLimits;
import waypost.mapping.AccountClasses;
import waypost.mapping.Routes;
import waypost.mapping.Service;

/** What an administrator says of a user, as the entry is to have it: of nodes, volumes and classes those that the configuration has. */
final class UserValues {
    private static final String UNLIMITED = "unlimited";

    private UserValues() {}

    /** This node, where it keeps mailboxes. */
    static String host(Configuration configuration) throws Complaint {
        if (configuration.node().is(Role.STORE)) {
            return configuration.node().name().value();
        }
        throw Complaint.wrong("Where shall the mailbox be? Say --node NAME, one of: " + hosts(configuration));
    }

    static String host(Configuration configuration, String asked) throws Complaint {
        if (!new MappingSetup(configuration).routes().lead(asked)) {
            throw Complaint.wrong(
                    "The configuration has no node or volume " + asked + ". It has: " + hosts(configuration));
        }
        return asked;
    }

    private static String hosts(Configuration configuration) {
        Routes routes = new MappingSetup(configuration).routes();
        return Stream.concat(
                        routes.names().stream().sorted(),
                        routes.hosts().stream().map(HostPattern::toString))
                .collect(Collectors.joining(", "));
    }

    static String accountClass(Configuration configuration, String asked) throws Complaint {
        Set<String> known = new TreeSet<>(Set.of(AccountClasses.DEFAULT));
        configuration.classes().forEach(section -> known.add(section.name()));
        if (known.stream().noneMatch(asked::equalsIgnoreCase)) {
            throw Complaint.wrong("The configuration has no class " + asked + ". It has: " + String.join(", ", known));
        }
        return asked;
    }

    static List<String> services(Set<Service> services) {
        return services.stream().map(Service::word).sorted().toList();
    }

    static long octets(String size) throws Complaint {
        try {
            return size.equals(UNLIMITED)
                    ? AccountLimits.UNLIMITED
                    : ByteSize.parse(size).bytes();
        } catch (IllegalArgumentException bad) {
            throw Complaint.wrong(bad.getMessage() + ".");
        }
    }
}
