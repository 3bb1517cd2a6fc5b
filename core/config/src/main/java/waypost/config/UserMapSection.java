package waypost.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waypost.identity.NodeName;

/** One source of users. */
public record UserMapSection(
        @Key(value = "Its name, for services.", example = "subscribers")
        String name,

        @Key(value = "How it finds users and checks passwords.", example = "ldap-password")
        Type type,

        @Key(value = "The directory that it asks (ldap-password, ldap-bind, ldap-route).", example = "main")
        Optional<String> directory,

        @Key("The file that it reads (file).") Optional<Path> file,

        @Key("The foreign node that it leaves the names of its domains to that no map has (node).")
        Optional<NodeName> node,

        @Key(value = "Domains that it answers for; all where missing, but of a node.", example = "[example.net]")
        List<String> domains,

        @Key("Filter with %d: a domain for which the directory has an entry is this map's too.")
        Optional<String> domainQuery,

        @Key(
                value = "What several entries for one address mean: a temporary error, or the first one.",
                standard = "unavailable")
        Several several,

        @Key(
                value = "Whether an account may have the mail for names of its domain that no map has.",
                standard = "false")
        boolean catchAll) {

    public enum Several {
        UNAVAILABLE,
        FIRST
    }

    public enum Type {
        /** Exact entries, then regular expressions, in a text file. */
        FILE,
        /** Searches, then compares the stored password. */
        LDAP_PASSWORD,
        /** Searches, then binds as the entry found. */
        LDAP_BIND,
        /** Searches, and leaves passwords to the node that has the mailbox. */
        LDAP_ROUTE,
        /** Has no users, but a node that may have them. */
        NODE;

        /** Whether it reads what is stored of them. */
        boolean readsPasswords() {
            return switch (this) {
                case FILE, LDAP_PASSWORD -> true;
                case LDAP_BIND, LDAP_ROUTE, NODE -> false;
            };
        }
    }
}
