package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.mapping.UserMapSettings.Proof;

class ConnectorTest {
    private static DirectorySettings with(DirectorySettings d, List<URI> uris, Duration timeout) {
        return new DirectorySettings(
                d.name(),
                uris,
                d.protection(),
                d.service(),
                d.base(),
                d.filter(),
                d.attributes(),
                d.canary(),
                timeout,
                2);
    }

    @Test
    void aDirectoryThatSaysNothingIsUnavailable() throws Exception {
        try (var fixture = new Fixture();
                var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("ldap://127.0.0.1:" + silent.getLocalPort());
            var settings = with(fixture.directory(), List.of(uri), Duration.ofMillis(100));
            try (UserMaps maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.STORED_HASH)))) {
                assertInstanceOf(Answer.Unavailable.class, maps.locate("anna"));
                assertEquals(new Answer.Unavailable("directory main failed a moment ago"), maps.locate("anna"));
            }
        }
    }

    @Test
    void theNextUriIsTriedWhenOneIsDown() throws Exception {
        try (var fixture = new Fixture()) {
            fixture.addAnna();
            URI dead;
            try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                dead = URI.create("ldap://127.0.0.1:" + gone.getLocalPort());
            }
            DirectorySettings up = fixture.directory();
            var settings = with(up, List.of(dead, up.uris().getFirst()), up.timeout());
            try (UserMaps maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)))) {
                assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "52e, Wrong[]",
        "525, Wrong[]",
        "775, Wrong[]",
        "533, Right[state=DISABLED]",
        "532, Right[state=EXPIRED]",
        "701, Right[state=EXPIRED]",
        "773, Right[state=EXPIRED]",
    })
    void activeDirectorySaysWhyABindFailed(String subCode, String bound) {
        String message =
                "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data " + subCode + ", v3839";
        var refusal = new LDAPException(
                new LDAPResult(1, ResultCode.INVALID_CREDENTIALS, message, null, (String[]) null, null));
        assertEquals(Optional.of(bound), Bound.refused(refusal).map(Object::toString));
    }

    @ParameterizedTest
    @CsvSource({"49, true", "48, true", "32, true", "53, false", "51, false", "52, false", "1, false", "80, false"})
    void onlyDefiniteResultsRefuseAPassword(int code, boolean definite) {
        assertEquals(
                definite,
                Bound.refused(new LDAPException(ResultCode.valueOf(code))).isPresent());
    }
}
