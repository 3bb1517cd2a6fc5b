package waypost.directory;

import com.unboundid.ldap.sdk.RDN;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The embedded directory of one node.
 *
 * @param folder its files; no other process opens them
 * @param listen port 0: any free one
 * @param base DN of the top entry: {@code dc=…}, {@code o=…} or {@code ou=…}
 * @param tls serves {@code ldaps:}; without it {@code ldap:}, which is for loopback addresses
 */
public record EmbeddedSettings(
        Path folder, InetSocketAddress listen, String base, int maxEntries, Optional<SSLContext> tls) {
    public static final String DEFAULT_BASE = "dc=waypost";
    public static final int DEFAULT_MAX_ENTRIES = 50_000;

    private static final Set<String> TOPS = Set.of("dc", "o", "ou");

    public EmbeddedSettings {
        String top = Names.dn(base).getRDN() instanceof RDN rdn ? rdn.getAttributeNames()[0] : "";
        if (!TOPS.contains(top.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("base of the embedded directory: " + base);
        }
        if (maxEntries < 10) {
            throw new IllegalArgumentException("embedded directory for " + maxEntries + " entries");
        }
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException("host not known: " + listen.getHostString());
        }
        if (tls.isEmpty() && !listen.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("embedded directory without TLS on " + listen);
        }
    }

    /** Without TLS, in the default layout. */
    public static EmbeddedSettings on(Path folder, InetSocketAddress listen) {
        return new EmbeddedSettings(folder, listen, DEFAULT_BASE, DEFAULT_MAX_ENTRIES, Optional.empty());
    }
}
