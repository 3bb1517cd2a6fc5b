package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Protection;
import waypost.directory.TlsTrust;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** TLS to directories: whom the connector believes, and that it says nothing in clear. */
class ConnectorTlsTest {
    private static final String BASE = "dc=waypost";
    private static final Secret SECRET = new Secret("annas-secret");

    private Authority authority;
    private Fixture fixture;

    @BeforeEach
    void make() throws Exception {
        authority = new Authority();
        fixture = new Fixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static InMemoryDirectoryServer server(SSLContext tls, boolean offersStartTls) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        var config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=admin," + BASE, Fixture.ADMIN.value());
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "START_TLS", here, 0, offersStartTls ? tls.getSocketFactory() : null),
                InMemoryListenerConfig.createLDAPSConfig(
                        "LDAPS", here, 0, tls.getServerSocketFactory(), tls.getSocketFactory()));
        var server = new InMemoryDirectoryServer(config);
        server.add("dn: " + BASE, "objectClass: domain", "dc: waypost");
        server.add(
                "dn: uid=anna," + BASE,
                "objectClass: inetOrgPerson",
                "uid: anna",
                "cn: anna",
                "sn: anna",
                "mail: anna@example.net",
                "mailHost: store1",
                "userPassword: " + SECRET.value());
        server.startListening();
        return server;
    }

    private Answer login(InMemoryDirectoryServer server, Way way, TlsTrust trust) throws Exception {
        try {
            return way.login(fixture, server.getListenPort(way.toString()), trust, SECRET);
        } finally {
            server.shutDown(true);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerOfTheAuthorityIsBelieved(Way way) throws Exception {
        SSLContext tls = authority.issue("localhost").context();
        assertInstanceOf(Granted.class, login(server(tls, true), way, authority.trust()));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherNameIsRefused(Way way) throws Exception {
        SSLContext tls = authority.issue("ldap.example.net").context();
        Unavailable refused = assertInstanceOf(Unavailable.class, login(server(tls, true), way, authority.trust()));
        assertTrue(refused.reason().contains("ldap.example.net"), refused::reason);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherAuthorityIsRefused(Way way) throws Exception {
        SSLContext tls = authority.issue("localhost").context();
        assertInstanceOf(Unavailable.class, login(server(tls, true), way, new Authority().trust()));
    }

    @Test
    void aServerThatDoesNotOfferStartTlsIsToldNothing() throws Exception {
        SSLContext tls = authority.issue("localhost").context();
        assertInstanceOf(Unavailable.class, login(server(tls, false), Way.START_TLS, authority.trust()));
    }

    @Test
    void aTapHearsWhatGoesInClear() throws Exception {
        InMemoryDirectoryServer server = server(authority.issue("localhost").context(), true);
        try (var tap = new Tap(server.getListenPort("START_TLS"));
                UserMaps maps = fixture.open(Fixture.settings(
                        Slapd.settings(
                                tap.uri("ldap", "localhost"), Protection.PLAIN, DirectorySettings.DEFAULT_TIMEOUT),
                        Fixture.map(Proof.BIND)))) {
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertTrue(tap.heard().contains(SECRET.value()));
        } finally {
            server.shutDown(true);
        }
    }

    @FunctionalInterface
    private interface Ending {
        void of(Tap tap) throws Exception;
    }

    @ByEitherProof
    void connectionsCutWhileIdleAreMadeAgain(Proof proof) throws Exception {
        afterTheEndOfEachConnection(proof, Tap::cut);
    }

    @ByEitherProof
    void connectionsEndedByNoticeWhileIdleAreMadeAgain(Proof proof) throws Exception {
        afterTheEndOfEachConnection(proof, Tap::dismiss);
    }

    /** There are several in each pool. */
    private void afterTheEndOfEachConnection(Proof proof, Ending ending) throws Exception {
        fixture.addAnna();
        try (var tap = new Tap(fixture.server.getListenPort());
                var clients = Executors.newVirtualThreadPerTaskExecutor();
                UserMaps maps = fixture.open(Fixture.settings(
                        Slapd.settings(
                                tap.uri("ldap", "localhost"), Protection.PLAIN, DirectorySettings.DEFAULT_TIMEOUT),
                        Fixture.map(proof)))) {
            Secret secret = new Secret("secret");
            assertInstanceOf(Granted.class, maps.authenticate("anna", secret, Service.IMAP));
            for (int i = 0; i < 3; i++) {
                List<Callable<Answer>> logins = new ArrayList<>();
                for (int j = 0; j < 8; j++) {
                    Secret wrong = new Secret("no " + i + " " + j);
                    logins.add(() -> maps.authenticate("anna", wrong, Service.IMAP));
                }
                for (Future<Answer> login : clients.invokeAll(logins)) {
                    assertInstanceOf(Answer.Refused.class, login.get());
                }
                ending.of(tap);
                assertEquals(new Answer.Unknown(), maps.locate("nobody" + i));
            }
        }
    }
}
