package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Address;
import waypost.mapping.Prospect.Use;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;

/** What maps would say, without a password and without a memory. */
class ProspectsTest {
    private final Set<String> bound = ConcurrentHashMap.newKeySet();
    private Fixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
                bound.add(request.getRequest().getBindDN());
            }
        }));
        fixture.addAnna();
        fixture.add("bob", "mail: bob@example.net", "mailHost: gone");
        fixture.add("cid", "mail: cid@example.net", "mailHost: store2", "waypostState: must-change");
        fixture.add("dan", "mail: dan@example.net", "mailLocalAddress: a.nna@example.net", "mailHost: store1");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void saysWhatWouldBeFound() throws Exception {
        try (UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            Prospects prospects = maps.prospects();
            var anna = assertInstanceOf(Prospect.Known.class, prospects.of("Anna", Use.LOGIN));
            assertEquals("store1", anna.route().target());
            assertEquals("active", anna.state());
            assertEquals("subscribers", anna.map());
            assertEquals(Proof.STORED_HASH, anna.proof());
            var cid = assertInstanceOf(Prospect.Known.class, prospects.of("cid", Use.MAIL));
            assertEquals("must-change", cid.state());
            assertEquals(new Prospect.NoPassword("subscribers"), prospects.of("cid", Use.LOGIN));
            assertEquals(
                    new Prospect.Faulty("uid=bob,dc=waypost: mailHost names no node: gone"),
                    prospects.of("bob", Use.MAIL));
            assertInstanceOf(Prospect.Ambiguous.class, prospects.of("a.nna", Use.MAIL));
            assertEquals(new Prospect.Unknown(), prospects.of("nobody", Use.MAIL));
            assertEquals(new Prospect.Unknown(), prospects.of("anna@elsewhere.example", Use.LOGIN));
            assertEquals(new Prospect.Unspeakable(Address.Fault.DOMAIN), prospects.of("anna@b@d..example", Use.LOGIN));
        }
    }

    @Test
    void aLogInByBindNeedsNoHashAndSendsNothing() throws Exception {
        try (UserMaps maps = fixture.mapping(Fixture.map(Proof.BIND))) {
            var cid = assertInstanceOf(Prospect.Known.class, maps.prospects().of("cid", Use.LOGIN));
            assertEquals(Proof.BIND, cid.proof());
            assertEquals(Set.of("cn=admin,dc=waypost"), bound);
        }
    }

    @Test
    void nothingIsRemembered() throws Exception {
        try (UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            maps.locate("anna");
            fixture.server.delete("uid=anna,dc=waypost");
            assertEquals(new Prospect.Unknown(), maps.prospects().of("anna", Use.MAIL));
            fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            assertInstanceOf(Prospect.Unsaid.class, maps.prospects().of("anna", Use.MAIL));
            assertInstanceOf(Prospect.Unsaid.class, maps.prospects().of("cid", Use.LOGIN));
        }
    }

    @Test
    void theFirstMapThatDoesNotSayNoEndsIt(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("users"), """
                # before the directory
                eve@example.net    {SSHA}x   store2 alias=e.ve@example.net alias=@example.net
                shut@example.net   -         store1 state=locked quota=5
                /f.*@example.net/  -         store1
                """);
        var first = new UserMapSettings.File("file", Domains.of("example.net"), file);
        try (UserMaps maps = fixture.mapping(first, Fixture.map(Proof.BIND))) {
            Prospects prospects = maps.prospects();
            assertEquals("file", known(prospects.of("e.ve", Use.MAIL)).map());
            assertEquals(
                    Proof.STORED_HASH, known(prospects.of("e.ve", Use.LOGIN)).proof());
            assertEquals("subscribers", known(prospects.of("anna", Use.MAIL)).map(), "before anybody's rest");
            assertEquals("eve", known(prospects.of("whoever", Use.MAIL)).name().local());
            assertEquals(new Prospect.Unknown(), prospects.of("whoever", Use.LOGIN));
            assertEquals("locked", known(prospects.of("shut", Use.MAIL)).state());
            assertEquals(new Prospect.NoPassword("file"), prospects.of("shut", Use.LOGIN));
        }
        List<String> listed = new ArrayList<>();
        new AddressListing(Fixture.settings(fixture.directory(), first, Fixture.map(Proof.BIND)), Fixture.trust())
                .read(listed::add);
        assertTrue(
                listed.containsAll(List.of(
                        "eve@example.net",
                        "e.ve@example.net",
                        "shut@example.net",
                        "anna@example.net",
                        "dan@example.net",
                        "bob@example.net")),
                listed::toString);
        assertTrue(listed.stream().noneMatch(address -> address.startsWith("@") || address.contains("/")));
    }

    private static Prospect.Known known(Prospect prospect) {
        return assertInstanceOf(Prospect.Known.class, prospect);
    }
}
