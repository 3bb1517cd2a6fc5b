package waypost.directory;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SASLBindRequest;
import com.unboundid.ldap.sdk.SASLClientBindHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;
import waypost.identity.ChannelBinding;

/**
 * A bind as a principal of Kerberos (RFC 4752). Where the realm's servers are is what the system's {@code krb5.conf} says. The library's own bind
 * sets properties of the whole process, of which two directories would need two. Any thread.
 */
final class KerberosBind extends SASLBindRequest {
    private static final String MECHANISM = "GSSAPI";

    /** Under this name the JDK's own LDAP client hands it to the JDK's GSSAPI. */
    private static final String CHANNEL_BINDING = "jdk.internal.sasl.tlschannelbinding";

    /** What the principals of directories begin with. */
    private static final String SERVICE = "ldap";

    private final ServiceBind.Tickets tickets;
    private final ServiceBind.Quality quality;
    private final Duration timeout;

    KerberosBind(ServiceBind.Tickets tickets, ServiceBind.Quality quality, Duration timeout) {
        super(new Control[0]);
        this.tickets = tickets;
        this.quality = quality;
        this.timeout = timeout;
    }

    /** On a thread of its own: a realm's server that is silent may hold it for minutes, but its caller for no longer than the timeout. */
    @Override
    protected BindResult process(LDAPConnection connection, int depth) throws LDAPException {
        FutureTask<BindResult> bound = new FutureTask<>(() -> bind(connection));
        Thread.ofVirtual().name("kerberos").start(bound);
        try {
            return bound.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof LDAPException refused
                    ? refused
                    : new LDAPException(ResultCode.LOCAL_ERROR, "Kerberos: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException silent) {
            throw new LDAPException(ResultCode.TIMEOUT, "Kerberos: no answer in time", silent);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new LDAPException(ResultCode.USER_CANCELED, stopping);
        }
    }

    private BindResult bind(LDAPConnection connection) throws Exception {
        var login = new LoginContext("", new Subject(), null, new Login(options(tickets)));
        login.login();
        return Subject.callAs(login.getSubject(), () -> {
            SaslClient client = Sasl.createSaslClient(
                    new String[] {MECHANISM},
                    null,
                    SERVICE,
                    connection.getConnectedAddress(),
                    properties(connection.getSSLSession()),
                    null);
            return new SASLClientBindHandler(
                            this, connection, MECHANISM, client, getControls(), timeout.toMillis(), List.of())
                    .processSASLBind();
        });
    }

    /** With what binds the tickets to TLS: a controller may ask for it (LdapEnforceChannelBinding), and no server minds it. */
    private Map<String, Object> properties(@Nullable SSLSession tls) throws SSLPeerUnverifiedException {
        var properties = new HashMap<String, Object>(Map.of(Sasl.QOP, quality.word(), Sasl.SERVER_AUTH, "true"));
        if (tls != null && tls.getPeerCertificates()[0] instanceof X509Certificate shown) {
            ChannelBinding.of(shown).ifPresent(binding -> properties.put(CHANNEL_BINDING, prefixed(binding)));
        }
        return properties;
    }

    /** RFC 5056 §2.1: behind the name of its type. */
    private static byte[] prefixed(ChannelBinding binding) {
        byte[] type = (ChannelBinding.TYPE + ":").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(type.length + binding.hash().length)
                .put(type)
                .put(binding.hash())
                .array();
    }

    private static Map<String, String> options(ServiceBind.Tickets tickets) {
        return switch (tickets) {
            case ServiceBind.Tickets.FromKeytab(var keytab, var principal) ->
                Map.of(
                        "refreshKrb5Config", "true",
                        "doNotPrompt", "true",
                        "useKeyTab", "true",
                        "keyTab", keytab.toString(),
                        "principal", principal);
            case ServiceBind.Tickets.Cached(var cache) ->
                Map.of(
                        "refreshKrb5Config", "true",
                        "doNotPrompt", "true",
                        "useTicketCache", "true",
                        "ticketCache", cache.toString(),
                        "renewTGT", "true");
        };
    }

    /** Says to the JDK's Kerberos what a file of its own would. */
    private static final class Login extends Configuration {
        private final AppConfigurationEntry entry;

        Login(Map<String, String> options) {
            entry = new AppConfigurationEntry(
                    "com.sun.security.auth.module.Krb5LoginModule", LoginModuleControlFlag.REQUIRED, options);
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {entry};
        }
    }

    @Override
    public String getSASLMechanismName() {
        return MECHANISM;
    }

    @Override
    public KerberosBind getRebindRequest(String host, int port) {
        return duplicate();
    }

    @Override
    public KerberosBind duplicate() {
        return new KerberosBind(tickets, quality, timeout);
    }

    @Override
    public BindRequest duplicate(Control @Nullable [] none) {
        return duplicate();
    }

    @Override
    public void toString(StringBuilder text) {
        text.append("KerberosBind[")
                .append(tickets)
                .append(", ")
                .append(quality.word())
                .append(']');
    }
}
