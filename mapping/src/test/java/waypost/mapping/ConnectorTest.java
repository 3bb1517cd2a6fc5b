package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** The SDK says of it what it says of a server that is down. */
    @Test
    void anEntryThatIsTooLargeConcernsNobodyElse() throws Exception {
        try (var fixture = new Fixture()) {
            fixture.addAnna();
            var crowd = new Entry("cn=crowd,dc=waypost");
            crowd.addAttribute("objectClass", "top", "groupOfNames");
            crowd.addAttribute("cn", "crowd");
            crowd.addAttribute("mail", "crowd@example.net");
            crowd.addAttribute(
                    "member",
                    IntStream.range(0, 50_000)
                            .mapToObj(i -> "uid=" + i + ",ou=" + "somewhere".repeat(10) + ",dc=waypost")
                            .toList());
            fixture.server.add(crowd);
            List<String> alarms = new ArrayList<>();
            var heard = new Alarms(fixture.ticker, (subject, fault) -> alarms.add(fault));
            try (UserMaps maps = fixture.mapping(Fixture.map(Proof.BIND));
                    var connector = new Connector(
                            fixture.directory(), Fixture.trust(), fixture.ticker, heard, new MetricRegistry())) {
                for (int i = 0; i < 3; i++) {
                    assertInstanceOf(Answer.Unavailable.class, maps.locate("crowd"));
                    assertEquals(MapHealth.State.OK, maps.health().getFirst().state());
                    assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
                    assertEquals(new Answer.Unknown(), maps.locate("nobody" + i));
                    fixture.pass(Duration.ofHours(1));
                }
                connector.search(Filter.createEqualityFilter("mail", "crowd@example.net"), "member");
                assertEquals(1, alarms.size());
                assertTrue(alarms.getFirst().contains("(mail=crowd@example.net)"), alarms.getFirst());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "52e, Wrong[]",
        "775, LockedOut[]",
        "530, Right[bar=Optional[HOURS]]",
        "531, Right[bar=Optional[HOURS]]",
        "533, Right[bar=Optional[DISABLED]]",
        "532, Right[bar=Optional[EXPIRED]]",
        "701, Right[bar=Optional[EXPIRED]]",
        "773, Right[bar=Optional[MUST_CHANGE]]",
    })
    void activeDirectorySaysWhyABindFailed(String subCode, String bound) {
        assertEquals(bound, refused(subCodeOf(subCode), DirectoryKind.LDAP).toString());
        assertEquals(
                bound,
                refused(subCodeOf(subCode), DirectoryKind.ACTIVE_DIRECTORY).toString());
    }

    private static String subCodeOf(String subCode) {
        return "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data " + subCode + ", v3839";
    }

    private static Bound refused(String message, DirectoryKind kind) {
        return Bound.refused(
                new LDAPException(
                        new LDAPResult(1, ResultCode.INVALID_CREDENTIALS, message, null, (String[]) null, null)),
                kind);
    }

    /** An entry that went, one that is restricted, a kind of log-in that is not granted, too many contexts, a parameter, a binding to TLS, and no reason. */
    @ParameterizedTest
    @ValueSource(strings = {"525", "52f", "534", "569", "568", "57", "80090346", "0", "c000006d"})
    void anyOtherReasonSaysNothingOfThePassword(String subCode) {
        for (DirectoryKind kind : DirectoryKind.values()) {
            var failed = assertInstanceOf(Bound.Failed.class, refused(subCodeOf(subCode), kind));
            assertTrue(failed.reason().contains("data " + subCode), failed.reason());
            assertEquals(Tried.OPEN, Tried.of(failed));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error",
                "8009030C: LdapErr: DSID-0C0903A9, comment: something else, v1db1"
            })
    void aRefusalOfADomainControllerWithoutAReasonSaysNothingEither(String message) {
        for (DirectoryKind kind : DirectoryKind.values()) {
            assertInstanceOf(Bound.Failed.class, refused(message, kind));
        }
        assertInstanceOf(Bound.Failed.class, refused("", DirectoryKind.ACTIVE_DIRECTORY));
        assertInstanceOf(Bound.Wrong.class, refused("", DirectoryKind.LDAP));
    }
}
