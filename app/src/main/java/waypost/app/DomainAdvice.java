package waypost.app;

import java.util.Locale;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.mapping.Mapping.DomainAnswer;

/** What to do where mail for a domain is not taken. */
final class DomainAdvice {
    private DomainAdvice() {}

    /** For a user who has an address there; nothing where it is taken, or nobody can say. */
    static Optional<String> forUser(DirectoryOption directory, String address) throws Complaint {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return address.contains("@") && directory.mail(domain) == DomainAnswer.FOREIGN
                ? Optional.of(
                        asks(directory.configuration())
                                ? "Mail for " + domain + " is not taken yet: waypost domain add " + domain
                                : unnamed(domain))
                : Optional.empty();
    }

    /** For a domain that the directory has. */
    static Optional<String> forEntry(DirectoryOption directory, String domain) throws Complaint {
        return directory.mail(domain) == DomainAnswer.FOREIGN ? Optional.of(unnamed(domain)) : Optional.empty();
    }

    private static boolean asks(Configuration configuration) {
        return configuration.userMaps().stream()
                .anyMatch(map -> map.domainQuery().isPresent());
    }

    private static String unnamed(String domain) {
        return "Mail for " + domain + " is not taken yet: no user map has the domain. Write it in domains of one, or"
                + " domain-query: \"(associatedDomain=%d)\", so that it has those of the directory.";
    }
}
