package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Spread;
import waypost.identity.Secret;
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
            try (UserMaps maps = fixture.mapping(Fixture.map(Proof.BIND));
                    var connector = Asking.connector(fixture.directory(), fixture.ticker, alarms)) {
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
}
