package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Protection;
import waypost.directory.ServiceBind.Kerberos;
import waypost.directory.ServiceBind.Quality;
import waypost.directory.ServiceBind.Tickets;
import waypost.directory.Verdict;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;
import waypost.testkit.KdcProcess;

/** OpenLDAP in a realm of MIT's Kerberos. It compares what binds tickets to TLS, and turns down what belongs to another connection. */
@Tag("peers")
class SlapdKerberosTest {
    private static final String PLACES = "java.security.krb5.conf";
    private static final String HOST = "ldap.example.test";
    private static final Secret SECRET = new Secret("annas-secret");

    @TempDir
    static Path folder;

    private static KdcProcess kdc;
    private static Authority authority;
    private static Slapd slapd;
    private static Path keytab;

    @BeforeAll
    static void start() throws Exception {
        kdc = new KdcProcess(folder);
        keytab = kdc.user("waypost");
        Path keys = folder.resolve("slapd.keytab");
        kdc.keys(keys, "ldap/" + HOST);
        Hosts.give(HOST, "127.0.0.1");
        System.setProperty(PLACES, kdc.configuration().toString());
        authority = new Authority();
        authority.issue(HOST).write(folder);
        slapd = new Slapd(
                folder,
                List.of(
                        "TLSCertificateFile " + folder.resolve("server.pem"),
                        "TLSCertificateKeyFile " + folder.resolve("server.key"),
                        "sasl-host " + HOST,
                        "sasl-realm " + KdcProcess.REALM,
                        "sasl-cbinding tls-endpoint",
                        "authz-regexp ^uid=waypost,(cn=[^,]+,)?cn=gssapi,cn=auth$ cn=admin," + Slapd.BASE),
                List.of("access to * by anonymous auth by * none"),
                Map.of(
                        "KRB5_KTNAME",
                        keys.toString(),
                        "KRB5_CONFIG",
                        kdc.configuration().toString()));
        slapd.addAnna(SECRET);
    }

    @AfterAll
    static void stop() {
        System.clearProperty(PLACES);
        slapd.close();
        kdc.close();
    }

    private static Varied over(String scheme, Protection protection) {
        int port = scheme.equals("ldaps") ? slapd.tlsPort() : slapd.port();
        URI uri = URI.create(scheme + "://" + HOST + ":" + port);
        return new Varied(Slapd.settings(uri, protection, DirectorySettings.DEFAULT_TIMEOUT));
    }

    private static DirectorySettings as(Varied varied, @Nullable Quality quality) {
        return varied.as(new Kerberos(
                        new Tickets.FromKeytab(keytab, "waypost@" + KdcProcess.REALM), Optional.ofNullable(quality)))
                .settings();
    }

    private static void assertServed(DirectorySettings directory) throws Exception {
        assertEquals(Optional.empty(), Asking.failure(directory, authority.trust()));
        try (var fixture = new Fixture();
                UserMaps maps = fixture.open(Fixture.settings(directory, Fixture.map(Proof.BIND)), authority.trust())) {
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertInstanceOf(Answer.Refused.class, maps.authenticate("anna", new Secret("no"), Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void overTlsTicketsAreBoundToIt(Way way) throws Exception {
        assertServed(as(over(way.scheme(), way.protection()), null));
    }

    @ParameterizedTest
    @CsvSource({",", "AUTH", "AUTH_INT", "AUTH_CONF"})
    void withoutTlsEachQualityIsTaken(@Nullable Quality quality) throws Exception {
        assertServed(as(over("ldap", Protection.PLAIN), quality));
    }

    @Test
    void whoHasNoKeysThereIsAFaultOfTheConfiguration() throws Exception {
        DirectorySettings stranger = over("ldap", Protection.PLAIN)
                .as(new Kerberos(new Tickets.FromKeytab(keytab, "nobody@" + KdcProcess.REALM), Optional.empty()))
                .settings();
        assertEquals(Optional.of(Verdict.CONFIGURATION), Asking.fault(stranger, authority.trust()));
    }
}
