package waypost.mapping;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.net.URI;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Builds the connection pools of one directory. Connections are made when they are needed. */
final class DirectoryPools {
    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;
    private static final int MAX_MESSAGE = 1 << 20;

    private final DirectorySettings settings;
    private final TlsTrust trust;

    DirectoryPools(DirectorySettings settings, TlsTrust trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /** For changes: at the first server that answers. */
    LDAPConnectionPool changes() {
        BindRequest service = service();
        ServerSet[] servers =
                settings.uris().stream().map(uri -> server(uri, service)).toArray(ServerSet[]::new);
        return pool("change", new FailoverServerSet(servers), service, 1);
    }

    LDAPConnectionPool searches(URI uri) {
        BindRequest service = service();
        return pool("search", server(uri, service), service, settings.inFlight().searches());
    }

    LDAPConnectionPool binds(URI uri) {
        return pool("bind", server(uri, null), null, settings.inFlight().binds());
    }

    /** One for a search that does not end; it may be silent for so long. */
    LDAPConnection watching(URI uri, Duration silence) throws LDAPException {
        LDAPConnection connection = server(uri, null).getConnection();
        BindRequest service = service();
        if (service != null) {
            connection.bind(service);
        }
        LDAPConnectionOptions options = connection.getConnectionOptions();
        options.setResponseTimeoutMillis(silence.toMillis());
        connection.setConnectionOptions(options);
        return connection;
    }

    private @Nullable BindRequest service() {
        return settings.service()
                .map(bind -> new SimpleBindRequest(bind.dn(), bind.password().value()))
                .orElse(null);
    }

    private LDAPConnectionPool pool(String purpose, ServerSet servers, @Nullable BindRequest service, int most) {
        try {
            var pool = new LDAPConnectionPool(servers, service, 0, most, 1, null, false);
            pool.setConnectionPoolName(settings.name() + "-" + purpose);
            pool.setCreateIfNecessary(true);
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            return pool;
        } catch (LDAPException impossible) {
            throw new IllegalStateException("a pool that connects to nothing yet", impossible);
        }
    }

    private SingleServerSet server(URI uri, @Nullable BindRequest service) {
        boolean ldaps = "ldaps".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : ldaps ? LDAPS_PORT : LDAP_PORT;
        boolean startTls = !ldaps && settings.protection() == DirectorySettings.Protection.START_TLS;
        return new SingleServerSet(
                uri.getHost(),
                port,
                ldaps ? trust.context().getSocketFactory() : SocketFactory.getDefault(),
                options(),
                service,
                startTls ? new StartTLSPostConnectProcessor(trust.context()) : null);
    }

    private LDAPConnectionOptions options() {
        var options = new LDAPConnectionOptions();
        int millis = Math.toIntExact(settings.timeout().toMillis());
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        options.setUseSynchronousMode(true);
        options.setFollowReferrals(false);
        options.setMaxMessageSize(MAX_MESSAGE);
        // RFC 6125 §6.4.4: the common name does not count beside alternative names
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true, false));
        return options;
    }
}
