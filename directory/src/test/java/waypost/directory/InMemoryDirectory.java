package waypost.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import waypost.identity.Secret;

/** A directory in memory with a few users, and a clock that is moved by hand. */
public class InMemoryDirectory implements AutoCloseable {
    public static final Secret ADMIN = new Secret("adminpw");
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    public final InstantSource instants = () -> START.plusNanos(nanos.get());
    public final Ticker ticker = nanos::get;
    public final InMemoryDirectoryServer server;
    public final AtomicInteger searches = new AtomicInteger();
    private final AtomicInteger failWith = new AtomicInteger(-1);
    private volatile Duration each = Duration.ZERO;

    public InMemoryDirectory() throws Exception {
        this(_ -> {});
    }

    /** @param further settings of the directory */
    public InMemoryDirectory(Consumer<InMemoryDirectoryServerConfig> further) throws Exception {
        var config = new InMemoryDirectoryServerConfig("dc=waypost");
        config.setSchema(null); // entries of Active Directory and of OpenLDAP, too
        config.addAdditionalBindCredentials("cn=admin,dc=waypost", ADMIN.value());
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                searches.incrementAndGet();
                pass(each);
                if (failWith.get() >= 0) {
                    throw new LDAPException(ResultCode.valueOf(failWith.get()));
                }
            }
        });
        further.accept(config);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=waypost", "objectClass: top", "objectClass: domain", "dc: waypost");
        server.startListening();
    }

    public void add(String user, String... lines) throws LDAPException, LDIFException {
        String[] all = new String[lines.length + 8];
        String[] head = {
            "dn: uid=" + user + ",dc=waypost",
            "objectClass: top",
            "objectClass: inetOrgPerson",
            "objectClass: inetLocalMailRecipient",
            "objectClass: waypostAccount",
            "uid: " + user,
            "cn: " + user,
            "sn: " + user
        };
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(lines, 0, all, head.length, lines.length);
        server.add(all);
    }

    public void addAnna() throws LDAPException, LDIFException {
        add(
                "anna",
                "mail: anna@example.net",
                "mailLocalAddress: a.nna@example.net",
                "mailHost: store1",
                "userPassword: secret");
    }

    /** Every search from now on ends with this result. */
    public void failSearches(OptionalInt resultCode) {
        failWith.set(resultCode.orElse(-1));
    }

    /** Every search from now on takes so long. */
    public void slow(Duration time) {
        each = time;
    }

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public DirectorySettings directory() {
        URI uri = URI.create("ldap://127.0.0.1:" + server.getListenPort());
        return DirectorySettings.plain(
                "main", uri, Optional.of(new ServiceBind.Simple("cn=admin,dc=waypost", ADMIN)), "dc=waypost");
    }

    public static TlsTrust trust() throws GeneralSecurityException {
        SSLContext usual = SSLContext.getDefault();
        return _ -> usual;
    }

    @Override
    public final void close() {
        server.shutDown(true);
    }
}
