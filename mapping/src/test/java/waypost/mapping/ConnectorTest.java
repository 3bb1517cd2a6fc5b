package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.identity.Secret;
import waypost.mapping.DirectorySettings.Spread;
import waypost.mapping.UserMapSettings.Proof;

class ConnectorTest {
    private static DirectorySettings with(DirectorySettings usual, Spread spread, Duration timeout) {
        return new Varied(usual).spread(spread).within(timeout).settings();
    }

    @Test
    void aDirectoryThatSaysNothingIsUnavailable() throws Exception {
        try (var fixture = new Fixture();
                var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("ldap://127.0.0.1:" + silent.getLocalPort());
            var settings = with(fixture.directory().at(List.of(uri)), Spread.FIRST, Duration.ofMillis(100));
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
            var settings = up.at(List.of(dead, up.uris().getFirst()));
            try (UserMaps maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)))) {
                assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
            }
        }
    }

    @Test
    void whereOneServerHasNothingTheNextIsAsked() throws Exception {
        try (var empty = new Fixture();
                var fixture = new Fixture()) {
            empty.server.delete("dc=waypost");
            fixture.addAnna();
            DirectorySettings d = fixture.directory();
            var both =
                    d.at(List.of(empty.directory().uris().getFirst(), d.uris().getFirst()));
            try (UserMaps maps = fixture.open(Fixture.settings(both, Fixture.map(Proof.BIND)))) {
                assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", new Secret("secret"), Service.IMAP));
                assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Spread.class)
    void serversTakeTurnsWhereTheyShould(Spread spread) throws Exception {
        try (var one = new Fixture();
                var other = new Fixture()) {
            one.addAnna();
            other.addAnna();
            DirectorySettings d = one.directory();
            List<URI> uris =
                    List.of(d.uris().getFirst(), other.directory().uris().getFirst());
            var both = with(d.at(uris), spread, d.timeout());
            try (UserMaps maps = one.open(Fixture.settings(both, Fixture.map(Proof.BIND)))) {
                for (int i = 0; i < 10; i++) {
                    assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
                    one.pass(Duration.ofHours(1));
                }
            }
            List<Integer> asked = List.of(one.searches.get(), other.searches.get());
            assertEquals(
                    switch (spread) {
                        case FIRST -> List.of(10, 0);
                        case TURNS -> List.of(5, 5);
                    },
                    asked);
        }
    }

    /** Of the server that said nothing nothing is asked again: it would cost the caller another timeout. */
    @Test
    void aQuestionThatWasNotAnsweredInTimeIsAskedOnce() throws Exception {
        var searches = new AtomicInteger();
        var goOn = new CountDownLatch(1);
        try (var fixture =
                new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                    @Override
                    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                        searches.incrementAndGet();
                        try {
                            goOn.await();
                        } catch (InterruptedException stopping) {
                            throw new LDAPException(ResultCode.CANCELED);
                        }
                    }
                }))) {
            fixture.addAnna();
            var settings = with(fixture.directory(), Spread.FIRST, Duration.ofMillis(200));
            try (UserMaps maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)))) {
                assertInstanceOf(Answer.Unavailable.class, maps.locate("anna"));
                assertEquals(1, searches.get());
            } finally {
                goOn.countDown();
            }
        }
    }

    @Test
    void aServerThatHangsCostsOneCallerAtATimeItsTimeout() throws Exception {
        try (var fixture = new Fixture();
                var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            fixture.addAnna();
            URI uri = URI.create("ldap://127.0.0.1:" + silent.getLocalPort());
            try (var server = new DirectoryServer(
                    new DirectoryPools(fixture.directory(), Fixture.trust()),
                    uri,
                    Duration.ofSeconds(4),
                    _ -> Optional.empty(),
                    fixture.ticker)) {
                assertEquals(true, server.ready());
                silent.close();
                assertThrows(
                        LDAPException.class, () -> server.search(new SearchRequest("", SearchScope.BASE, "(a=*)")));
                assertEquals(false, server.ready());
                fixture.pass(Duration.ofSeconds(1));
                assertEquals(List.of(true, false), List.of(server.ready(), server.ready()));
                fixture.pass(Duration.ofSeconds(5));
                assertEquals(List.of(true, false), List.of(server.ready(), server.ready()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, CONFIGURATION",
        "2, CONFIGURATION",
        "3, SERVER",
        "4, SERVER",
        "7, CONFIGURATION",
        "8, CONFIGURATION",
        "10, SERVER",
        "11, SERVER",
        "12, CONFIGURATION",
        "13, CONFIGURATION",
        "14, SERVER",
        "16, SERVER",
        "17, CONFIGURATION",
        "18, CONFIGURATION",
        "19, SERVER",
        "21, CONFIGURATION",
        "32, CONFIGURATION",
        "33, SERVER",
        "34, CONFIGURATION",
        "36, SERVER",
        "48, CONFIGURATION",
        "49, CONFIGURATION",
        "50, CONFIGURATION",
        "51, SERVER",
        "52, SERVER",
        "53, SERVER",
        "54, SERVER",
        "80, SERVER",
        "81, SERVER",
        "85, SERVER",
        "91, SERVER",
        "118, SERVER",
    })
    void noResultCodeButTheDefiniteOnesSaysAnythingOfAUser(int code, Fault fault) throws Exception {
        assertEquals(fault, Fault.of(ResultCode.valueOf(code)));
        try (var fixture = new Fixture()) {
            fixture.addAnna();
            fixture.failSearches(OptionalInt.of(code));
            try (UserMaps maps = fixture.mapping(Fixture.map(Proof.BIND))) {
                for (String name : List.of("anna", "nobody")) {
                    assertInstanceOf(Answer.Unavailable.class, maps.locate(name));
                    assertInstanceOf(Answer.Unavailable.class, maps.authenticate(name, new Secret("x"), Service.IMAP));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "52e, Wrong[]",
        "525, Wrong[]",
        "775, LockedOut[]",
        "530, Right[state=HOURS]",
        "531, Right[state=HOURS]",
        "533, Right[state=DISABLED]",
        "532, Right[state=EXPIRED]",
        "701, Right[state=EXPIRED]",
        "773, Right[state=MUST_CHANGE]",
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
