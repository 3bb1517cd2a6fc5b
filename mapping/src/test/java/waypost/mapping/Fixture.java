package waypost.mapping;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.AddressSettings.LocalParts;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** A directory with a few users, a clock that is moved by hand, and the settings that fit. */
final class Fixture implements AutoCloseable {
    static final Secret ADMIN = new Secret("adminpw");
    static final AddressRules RULES = new AddressRules(new AddressSettings(
            Optional.of("example.net"), Map.of("example.org", "example.net"), Map.of(), "+", LocalParts.CASE_MAPPED));
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    final InstantSource instants = () -> START.plusNanos(nanos.get());
    final Ticker ticker = nanos::get;
    final InMemoryDirectoryServer server;
    final AtomicInteger searches = new AtomicInteger();
    private final AtomicInteger failWith = new AtomicInteger(-1);
    private volatile Duration each = Duration.ZERO;

    Fixture() throws Exception {
        this(_ -> {});
    }

    /** @param further settings of the directory */
    Fixture(Consumer<InMemoryDirectoryServerConfig> further) throws Exception {
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

    void add(String user, String... lines) throws LDAPException, LDIFException {
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

    void addAnna() throws LDAPException, LDIFException {
        add(
                "anna",
                "mail: anna@example.net",
                "mailLocalAddress: a.nna@example.net",
                "mailHost: store1",
                "userPassword: secret");
    }

    /** Every search from now on ends with this result. */
    void failSearches(OptionalInt resultCode) {
        failWith.set(resultCode.orElse(-1));
    }

    /** Every search from now on takes so long. */
    void slow(Duration time) {
        each = time;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    DirectorySettings directory() {
        URI uri = URI.create("ldap://127.0.0.1:" + server.getListenPort());
        return DirectorySettings.plain(
                "main", uri, Optional.of(new ServiceBind.Simple("cn=admin,dc=waypost", ADMIN)), "dc=waypost");
    }

    static UserMapSettings.Directory map(Proof proof) {
        return new UserMapSettings.Directory(
                "subscribers", Domains.of("example.net"), "main", proof, Several.UNAVAILABLE, CatchAll.ON);
    }

    static MappingSettings settings(DirectorySettings directory, UserMapSettings... maps) {
        return settings(UserDirectory.usual(directory), maps);
    }

    static MappingSettings settings(UserDirectory directory, UserMapSettings... maps) {
        return new MappingSettings(
                List.of(directory),
                List.of(maps),
                Set.of("store1", "store2"),
                MappingSettings.ForeignHosts.REFUSED,
                CacheSettings.STANDARD);
    }

    UserMaps mapping(UserMapSettings... maps) throws Exception {
        return open(settings(directory(), maps));
    }

    UserMaps open(MappingSettings settings) throws Exception {
        return open(settings, trust());
    }

    UserMaps open(MappingSettings settings, TlsTrust trust) throws Exception {
        return UserMaps.open(settings, RULES, trust, instants, ticker, new SplittableRandom(3));
    }

    static TlsTrust trust() throws GeneralSecurityException {
        SSLContext usual = SSLContext.getDefault();
        return _ -> usual;
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
