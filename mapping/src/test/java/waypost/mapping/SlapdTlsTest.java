package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.TlsTrust;
import waypost.directory.Verdict;
import waypost.identity.Secret;

/** TLS to OpenLDAP: the same refusals as of the server in memory. */
@Tag("peers")
class SlapdTlsTest {
    private static final Secret SECRET = new Secret("annas-secret");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "LDAPS,     localhost,        true,  Granted",
        "LDAPS,     ldap.example.net, true,  Unavailable",
        "LDAPS,     localhost,        false, Unavailable",
        "START_TLS, localhost,        true,  Granted",
        "START_TLS, ldap.example.net, true,  Unavailable",
        "START_TLS, localhost,        false, Unavailable",
    })
    void onlyOneCertificateWillDo(Way way, String name, boolean trusted, String expected) throws Exception {
        var authority = new Authority();
        authority.issue(name).write(folder);
        try (var slapd = new Slapd(
                        folder,
                        "TLSCertificateFile " + folder.resolve("server.pem"),
                        "TLSCertificateKeyFile " + folder.resolve("server.key"));
                var fixture = new Fixture()) {
            slapd.addAnna(SECRET);
            TlsTrust trust = trusted ? authority.trust() : new Authority().trust();
            int port = way == Way.LDAPS ? slapd.tlsPort() : slapd.port();
            Answer answer = way.login(fixture, port, trust, SECRET);
            assertEquals(expected, answer.getClass().getSimpleName(), answer::toString);
            URI uri = URI.create(way.scheme() + "://localhost:" + port);
            DirectorySettings directory = Slapd.settings(uri, way.protection(), DirectorySettings.DEFAULT_TIMEOUT);
            assertEquals(
                    expected.equals("Granted") ? Optional.empty() : Optional.of(Verdict.CONFIGURATION),
                    Asking.fault(directory, trust));
        }
    }

    @Test
    void withoutStartTlsItIsToldNothing() throws Exception {
        try (var slapd = new Slapd(folder);
                var fixture = new Fixture()) {
            slapd.addAnna(SECRET);
            TlsTrust trust = new Authority().trust();
            assertInstanceOf(Answer.Unavailable.class, Way.START_TLS.login(fixture, slapd.port(), trust, SECRET));
        }
    }
}
