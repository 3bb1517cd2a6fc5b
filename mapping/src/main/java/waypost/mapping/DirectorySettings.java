package waypost.mapping;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waypost.identity.Secret;

/**
 * How to reach one directory and read its entries.
 *
 * @param kind decides what is not said here: attributes, filters, which address is the primary one
 * @param uris {@code ldap://host[:port]} or {@code ldaps://host[:port]}
 * @param spread how the uris share the work
 * @param service what to bind as for searches; empty: anonymous
 * @param base DN below which accounts are searched, whole subtree
 * @param filter finds an account's entry: {@code %e} the address, {@code %n} its local part, {@code %d} its domain
 * @param loginFilter finds the entry of who logs in, if the filter does not: by a name that is no address
 * @param canary DN of an entry that must be visible before "no such user" is believed
 * @param connections of each pool: one for searches, one for log-ins by bind
 */
public record DirectorySettings(
        String name,
        DirectoryKind kind,
        List<URI> uris,
        Spread spread,
        Protection protection,
        Optional<ServiceBind> service,
        String base,
        String filter,
        Optional<String> loginFilter,
        AttributeNames attributes,
        Optional<String> canary,
        Duration timeout,
        int connections) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(4);
    public static final int DEFAULT_CONNECTIONS = 8;

    /** How several servers of one directory share the work. */
    public enum Spread {
        /** The first does all, the others stand in. */
        FIRST,
        /** They take turns. */
        TURNS
    }

    /** What goes over a {@code ldap:} connection before anything else; a {@code ldaps:} connection is always TLS. */
    public enum Protection {
        PLAIN,
        START_TLS
    }

    /** The account that searches. */
    public record ServiceBind(String dn, Secret password) {}

    public DirectorySettings {
        uris = List.copyOf(uris);
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("directory " + name + " has no uris");
        }
        for (URI uri : uris) {
            boolean scheme = "ldap".equals(uri.getScheme()) || "ldaps".equals(uri.getScheme());
            if (!scheme || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
                throw new IllegalArgumentException("directory " + name + ": not an LDAP URI: " + uri);
            }
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("directory " + name + ": timeout " + timeout);
        }
        if (connections < 1 || connections > 256) {
            throw new IllegalArgumentException("directory " + name + ": connections " + connections);
        }
        FilterPattern.parse(filter);
        loginFilter.ifPresent(FilterPattern::parse);
        Names.dn(base);
        canary.ifPresent(Names::dn);
    }

    /** The same directory, found elsewhere. */
    public DirectorySettings at(List<URI> servers) {
        return new DirectorySettings(
                name,
                kind,
                servers,
                spread,
                protection,
                service,
                base,
                filter,
                loginFilter,
                attributes,
                canary,
                timeout,
                connections);
    }

    /** A directory in the default layout, without TLS: the embedded one on this machine. */
    public static DirectorySettings plain(String name, URI uri, Optional<ServiceBind> service, String base) {
        return new DirectorySettings(
                name,
                DirectoryKind.LDAP,
                List.of(uri),
                Spread.FIRST,
                Protection.PLAIN,
                service,
                base,
                DirectoryKind.LDAP.filter(),
                DirectoryKind.LDAP.loginFilter(),
                DirectoryKind.LDAP.attributes(),
                Optional.empty(),
                DEFAULT_TIMEOUT,
                DEFAULT_CONNECTIONS);
    }
}
