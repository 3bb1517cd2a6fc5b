package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertFalse;

import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Protection;
import waypost.directory.TlsTrust;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** The two ways to TLS (RFC 4513 §3.1.1; RFC 4511 §4.14). */
enum Way {
    LDAPS("ldaps", Protection.PLAIN),
    START_TLS("ldap", Protection.START_TLS);

    private final String scheme;
    private final Protection protection;

    Way(String scheme, Protection protection) {
        this.scheme = scheme;
        this.protection = protection;
    }

    String scheme() {
        return scheme;
    }

    Protection protection() {
        return protection;
    }

    /** Logs in as anna by bind, at a server as {@code localhost}, and checks that no name and no password went in clear. */
    Answer login(Fixture fixture, int port, TlsTrust trust, Secret password) throws Exception {
        try (var tap = new Tap(port);
                UserMaps maps = fixture.open(
                        Fixture.settings(
                                Slapd.settings(
                                        tap.uri(scheme, "localhost"), protection, DirectorySettings.DEFAULT_TIMEOUT),
                                Fixture.map(Proof.BIND)),
                        trust)) {
            Answer answer = maps.authenticate("anna", password, Service.IMAP);
            assertFalse(tap.heard().isEmpty(), "the server was not asked");
            assertFalse(tap.heard().contains("admin"), tap::heard);
            assertFalse(tap.heard().contains("anna"), tap::heard);
            return answer;
        }
    }
}
