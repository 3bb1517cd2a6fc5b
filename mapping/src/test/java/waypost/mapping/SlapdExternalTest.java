package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind;
import waypost.directory.TlsTrust;
import waypost.directory.Verdict;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** OpenLDAP takes a certificate for the account that searches, and shows its entries to nobody else. */
@Tag("peers")
class SlapdExternalTest {
    private static final Secret SECRET = new Secret("annas-secret");

    @TempDir
    Path folder;

    private Authority authority;
    private Slapd slapd;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        authority = new Authority();
        authority.issue("localhost").write(folder);
        slapd = new Slapd(
                folder,
                List.of(
                        "TLSCertificateFile " + folder.resolve("server.pem"),
                        "TLSCertificateKeyFile " + folder.resolve("server.key"),
                        "TLSCACertificateFile " + authority.write(folder.resolve("ca.pem")),
                        "TLSVerifyClient try",
                        "authz-regexp ^cn=waypost$ cn=admin," + Slapd.BASE),
                List.of("access to * by anonymous auth by * none"));
        slapd.addAnna(SECRET);
    }

    @AfterEach
    void stop() {
        slapd.close();
        fixture.close();
    }

    private DirectorySettings directory(Way way) {
        int port = way == Way.LDAPS ? slapd.tlsPort() : slapd.port();
        URI uri = URI.create(way.scheme() + "://localhost:" + port);
        DirectorySettings usual = Slapd.settings(uri, way.protection(), DirectorySettings.DEFAULT_TIMEOUT);
        return new Varied(usual).as(new ServiceBind.External()).settings();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoShowsTheCertificateSearchesAndEverybodyElseLogsInByPassword(Way way) throws Exception {
        TlsTrust shown = authority.trust(authority.issueTo("waypost"));
        for (Proof proof : List.of(Proof.STORED_HASH, Proof.BIND)) {
            try (UserMaps maps = fixture.open(Fixture.settings(directory(way), Fixture.map(proof)), shown)) {
                Answer right = maps.authenticate("anna", SECRET, Service.IMAP);
                assertInstanceOf(Granted.class, right, right::toString);
                assertInstanceOf(Answer.Refused.class, maps.authenticate("anna", new Secret("no"), Service.IMAP));
                assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            }
        }
    }

    private void assertNotServed(Verdict fault, Way way, TlsTrust shown) throws Exception {
        try (UserMaps maps = fixture.open(Fixture.settings(directory(way), Fixture.map(Proof.BIND)), shown)) {
            assertInstanceOf(Unavailable.class, maps.locate("anna"));
            assertInstanceOf(Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
        assertEquals(Optional.of(fault), Asking.fault(directory(way), shown));
    }

    /** The mail of nobody is refused because somebody renewed the wrong certificate. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherCertificateIsAFaultOfTheConfiguration(Way way) throws Exception {
        assertNotServed(Verdict.CONFIGURATION, way, authority.trust(authority.issueTo("somebody")));
        assertNotServed(Verdict.CONFIGURATION, way, authority.trust());
    }

    /** RFC 8446 §4.4.2: TLS has begun for us when the server turns it down, and what we see is a connection that ends. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aCertificateThatIsNotBelievedLooksLikeAServerThatIsAway(Way way) throws Exception {
        assertNotServed(Verdict.OTHER_SERVER, way, authority.trust(new Authority().issueTo("waypost")));
    }
}
