package waypost.directory;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** Builds the connection pools of one directory. Connections are made when they are needed. */
public final class DirectoryPools {
    private final DirectorySettings settings;
    private final TlsTrust trust;

    /** Connects when a pool is asked for a connection. */
    public DirectoryPools(DirectorySettings settings, TlsTrust trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /** For changes: at the first server that answers. */
    public LDAPConnectionPool changes() {
        ServerSet[] servers = settings.uris().stream().map(this::serving).toArray(ServerSet[]::new);
        return pool("change", new FailoverServerSet(servers), 1);
    }

    LDAPConnectionPool searches(URI uri) {
        return pool("search", serving(uri), settings.inFlight().searches());
    }

    LDAPConnectionPool binds(URI uri) {
        return pool(
                "bind",
                new Made(() -> server(uri, Optional.empty())),
                settings.inFlight().binds());
    }

    /** One for a search that does not end; it may be silent for so long. */
    LDAPConnection watching(URI uri, Duration silence) throws LDAPException {
        LDAPConnection connection = serving(uri).getConnection();
        LDAPConnectionOptions options = connection.getConnectionOptions();
        options.setResponseTimeoutMillis(silence.toMillis());
        connection.setConnectionOptions(options);
        return connection;
    }

    private LDAPConnectionPool pool(String purpose, ServerSet servers, int most) {
        try {
            var pool = new LDAPConnectionPool(servers, null, 0, most, 1, null, false);
            pool.setConnectionPoolName(settings.name() + "-" + purpose);
            pool.setCreateIfNecessary(true);
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            return pool;
        } catch (LDAPException impossible) {
            throw new IllegalStateException("a pool that connects to nothing yet", impossible);
        }
    }

    /** Each connection is made with the certificates that are there then. */
    private static final class Made extends ServerSet {
        private final Supplier<ServerSet> present;

        Made(Supplier<ServerSet> present) {
            this.present = present;
        }

        @Override
        public LDAPConnection getConnection() throws LDAPException {
            return present.get().getConnection();
        }
    }

    /** Connections as the account that searches. */
    private ServerSet serving(URI uri) {
        return new Made(() -> server(uri, settings.service().map(bind -> request(uri, bind))));
    }

    private BindRequest request(URI uri, ServiceBind bind) {
        return switch (bind) {
            case ServiceBind.Simple(var dn, var password) -> new SimpleBindRequest(dn, password.value());
            case ServiceBind.External() ->
                new EXTERNALBindRequest(""); // RFC 4422 appendix A: said at once, or the server asks for it
            case ServiceBind.Kerberos(var tickets, var quality) ->
                new KerberosBind(tickets, quality.orElse(best(uri)), settings.timeout());
        };
    }

    /** MS-ADTS §5.1.1.1.2: a controller does not sign or encrypt what TLS does already. */
    private ServiceBind.Quality best(URI uri) {
        return settings.overTls(uri) ? ServiceBind.Quality.AUTH : ServiceBind.Quality.AUTH_CONF;
    }

    private ServerSet server(URI uri, Optional<BindRequest> service) {
        boolean ldaps = DirectorySettings.ldaps(uri);
        SSLContext tls = trust.context(settings.name());
        return new SingleServerSet(
                uri.getHost(),
                DirectorySettings.port(uri),
                ldaps ? tls.getSocketFactory() : SocketFactory.getDefault(),
                options(),
                service.orElse(null),
                !ldaps && settings.overTls(uri) ? new StartTLSPostConnectProcessor(tls) : null);
    }

    private LDAPConnectionOptions options() {
        var options = new LDAPConnectionOptions();
        int millis = Math.toIntExact(settings.timeout().toMillis());
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        options.setUseSynchronousMode(true);
        options.setFollowReferrals(false);
        options.setMaxMessageSize(TooLarge.LIMIT);
        options.setSSLSocketVerifier(new NameCheck());
        return options;
    }
}
