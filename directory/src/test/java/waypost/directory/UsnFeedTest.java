package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A controller that is put back, that is another one than before, and that goes in the middle of what it tells. */
class UsnFeedTest {
    private final Controller controller = new Controller();
    private final Heard told = new Heard();
    private final NewestState newest = new NewestState(Ticker.systemTicker());
    private InMemoryDirectory fixture;
    private UsnFeed feed;

    /** Answers at the root as a controller does; goes when so many pages were asked for. */
    private static final class Controller extends InMemoryOperationInterceptor {
        private volatile String name = "cn=dc1,dc=waypost";
        private volatile long number;
        private volatile int pages = Integer.MAX_VALUE;

        @Override
        public void processSearchEntry(InMemoryInterceptedSearchEntry shown) {
            Entry entry = Objects.requireNonNull(shown.getSearchEntry()).duplicate();
            if (entry.getDN().isEmpty()) {
                entry.setAttribute("dsServiceName", name);
                entry.setAttribute("defaultNamingContext", "dc=waypost");
                entry.setAttribute("highestCommittedUSN", Long.toString(number));
                shown.setSearchEntry(entry);
            }
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
            boolean page = request.getRequest().hasControl(SimplePagedResultsControl.PAGED_RESULTS_OID);
            if (page && --pages < 0) {
                throw new LDAPException(ResultCode.UNAVAILABLE);
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new InMemoryDirectory(config -> config.addInMemoryOperationInterceptor(controller));
        make("cn=dc1,dc=waypost");
        make("cn=dc2,dc=waypost");
        feed = feed(Optional.empty());
    }

    private UsnFeed feed(Optional<String> from) {
        return new UsnFeed(fixture.directory(), told, newest, from);
    }

    private void make(String name) throws Exception {
        var settings = new Entry("dn: " + name, "objectClass: nTDSDSA");
        settings.addAttribute("invocationId", octets(UUID.randomUUID()));
        fixture.server.add(settings);
    }

    private static byte[] octets(UUID uuid) {
        return ObjectGuid.octets(uuid.toString());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** @param number of the last of them */
    private void change(int users, long number) throws Exception {
        for (int i = 0; i < users; i++) {
            var user = new Entry("dn: cn=" + number + "-" + i + ",dc=waypost", "objectClass: user");
            user.addAttribute("objectGUID", octets(UUID.randomUUID()));
            user.addAttribute("uSNChanged", Long.toString(number));
            fixture.server.add(user);
        }
        controller.number = number;
    }

    /** What one connection tells until the feed pauses. */
    private List<String> heard() throws Exception {
        told.told();
        try (LDAPConnection connection = fixture.server.getConnection()) {
            assertThrows(InterruptedException.class, () -> feed.follow(connection, () -> {}));
        }
        return told.told();
    }

    @Test
    void eachConnectionGoesOnWhereTheLastOneEnded() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        assertEquals(List.of(), heard());
        change(2, 101);
        change(3, 102);
        assertEquals(List.of("5"), heard());
        assertEquals(List.of(), heard());
    }

    /** Behind one name there are two, of which each has its own numbers. What the other one told may have come to this one since, or not yet. */
    @Test
    void withAnotherControllerAnyMayHaveChanged() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        controller.name = "cn=dc2,dc=waypost";
        assertEquals(List.of(Heard.ANY), heard());
        change(2, 200);
        assertEquals(List.of("2"), heard());
        controller.name = "cn=dc1,dc=waypost";
        assertEquals(List.of(Heard.ANY), heard());
        assertEquals(List.of(), heard());
    }

    /** Others tell what it lacks, where there are others. */
    @Test
    void oneThatWasPutBackIsNotFollowedBesideOthers() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        controller.number = 50;
        DirectorySettings alone = fixture.directory();
        feed = new UsnFeed(
                alone.at(List.of(alone.uris().getFirst(), URI.create("ldap://another.example"))),
                told,
                newest,
                told.state());
        try (LDAPConnection connection = fixture.server.getConnection()) {
            assertFalse(feed.follow(connection, () -> fail("it is not followed")));
        }
        change(1, 101);
        assertEquals(List.of("1"), heard(), "it has caught up");
    }

    /** As when a computer has told its address. */
    @Test
    void ofNobodyNothingIsTold() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        controller.number = 110;
        assertEquals(List.of(), heard());
        assertTrue(told.state().orElseThrow().startsWith("110\n"));
    }

    @Test
    void ofOneThatWasPutBackNothingIsKnown() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        fixture.server.delete("cn=dc1,dc=waypost");
        make("cn=dc1,dc=waypost");
        change(1, 200); // it has counted on since
        assertEquals(List.of(Heard.ANY), heard());
        controller.number = 150; // and was put back as no controller should be, with the number it had then
        assertEquals(List.of(Heard.ANY), heard());
        assertEquals(List.of(), heard());
    }

    @Test
    void moreThanAPageIsToldAsItIs() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        change(1_100, 101);
        assertEquals(List.of("1100"), heard());
    }

    @Test
    void whatIsCutOffInTheMiddleIsToldFromWhereItBegan() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        change(1_100, 101);
        controller.pages = 1;
        told.told();
        try (LDAPConnection connection = fixture.server.getConnection()) {
            assertThrows(LDAPException.class, () -> feed.follow(connection, () -> {}));
        }
        assertEquals(List.of(), told.told());
        controller.pages = Integer.MAX_VALUE;
        assertEquals(List.of("1100"), heard());
    }

    @Test
    void anotherFeedGoesOnFromTheStateThatOneHasTold() throws Exception {
        change(1, 100);
        assertEquals(List.of(Heard.ANY), heard());
        change(2, 101);
        feed = feed(told.state());
        assertEquals(List.of("2"), heard());
    }
}
