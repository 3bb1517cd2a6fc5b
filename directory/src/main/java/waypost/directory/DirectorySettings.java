package waypost.directory;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach one directory.
 *
 * @param uris {@code ldap://host[:port]} or {@code ldaps://host[:port]}
 * @param spread how the uris share the work
 * @param service what to bind as for searches; empty: anonymous
 * @param base DN below which accounts are searched, whole subtree
 * @param canary DN of an entry that must be visible before "no such user" is believed
 * @param inFlight how much is asked of it at the same time
 * @param references what it means that it refers to others
 */
public record DirectorySettings(
        String name,
        DirectoryKind kind,
        List<URI> uris,
        Spread spread,
        Protection protection,
        Optional<ServiceBind> service,
        String base,
        Optional<String> canary,
        Duration timeout,
        InFlight inFlight,
        References references) {
    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(4);

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

    /**
     * What a node asks of a directory at the same time. Each has a connection of its own, and those for binds are not those for searches.
     *
     * @param binds of users who log in
     * @param waiting how many wait until one of these has been answered, for searches and for binds each
     */
    public record InFlight(int searches, int binds, int waiting) {
        public static final InFlight STANDARD = new InFlight(8, 8, 500);

        public InFlight {
            if (searches < 1 || searches > 256 || binds < 1 || binds > 256 || waiting < 0 || waiting > 100_000) {
                throw new IllegalArgumentException(
                        searches + " searches, " + binds + " binds, " + waiting + " waiting");
            }
        }
    }

    /** One that refers to nobody who is named. */
    public DirectorySettings(
            String name,
            DirectoryKind kind,
            List<URI> uris,
            Spread spread,
            Protection protection,
            Optional<ServiceBind> service,
            String base,
            Optional<String> canary,
            Duration timeout,
            InFlight inFlight) {
        this(name, kind, uris, spread, protection, service, base, canary, timeout, inFlight, References.UNNAMED);
    }

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
        if (service.filter(ServiceBind.External.class::isInstance).isPresent()
                && !uris.stream().allMatch(uri -> overTls(uri, protection))) {
            throw new IllegalArgumentException("directory " + name + ": no certificate is shown without TLS");
        }
        Names.dn(base);
        canary.ifPresent(Names::dn);
    }

    static boolean ldaps(URI uri) {
        return "ldaps".equals(uri.getScheme());
    }

    /** The port of one of its servers. */
    static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : ldaps(uri) ? LDAPS_PORT : LDAP_PORT;
    }

    private static boolean overTls(URI uri, Protection protection) {
        return ldaps(uri) || protection == Protection.START_TLS;
    }

    /** Whether a connection to one of its servers is TLS before anything is said. */
    public boolean overTls(URI uri) {
        return overTls(uri, protection);
    }

    /** The same directory, found elsewhere. */
    public DirectorySettings at(List<URI> servers) {
        return with(servers, references);
    }

    /** The same directory, whose references mean something else. */
    public DirectorySettings with(References another) {
        return with(uris, another);
    }

    private DirectorySettings with(List<URI> servers, References meant) {
        return new DirectorySettings(
                name, kind, servers, spread, protection, service, base, canary, timeout, inFlight, meant);
    }

    /** An LDAP directory, without TLS: the embedded one on this machine. */
    public static DirectorySettings plain(String name, URI uri, Optional<ServiceBind> service, String base) {
        return new DirectorySettings(
                name,
                DirectoryKind.LDAP,
                List.of(uri),
                Spread.FIRST,
                Protection.PLAIN,
                service,
                base,
                Optional.empty(),
                DEFAULT_TIMEOUT,
                InFlight.STANDARD);
    }
}
