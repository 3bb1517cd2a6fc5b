package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.DirectorySettings;
import waypost.directory.References;
import waypost.directory.References.Others;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** RFC 4511 §4.5.3: a directory refers to others in each answer. One that is named is asked by a map of its own. */
class ReferencesTest {
    private static final Secret SECRET = new Secret("secret");

    /** What a first directory refers to: each element is one reference, of one URL or several. */
    private volatile List<List<String>> references = List.of();

    private Fixture first;
    private Fixture other;

    @BeforeEach
    void open() throws Exception {
        first = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                if (request.getRequest().getScope() == SearchScope.SUB) {
                    for (List<String> urls : references) {
                        request.sendSearchReference(
                                new SearchResultReference(urls.toArray(String[]::new), new Control[0]));
                    }
                }
            }
        }));
        other = new Fixture();
        first.addAnna();
        other.add("ben", "mail: ben@example.net", "mailHost: store2", "userPassword: secret");
    }

    @AfterEach
    void close() {
        first.close();
        other.close();
    }

    private DirectorySettings other() {
        DirectorySettings d = other.directory();
        return DirectorySettings.plain("other", d.uris().getFirst(), d.service(), d.base());
    }

    private static UserMapSettings.Directory map(String name, String directory) {
        return new UserMapSettings.Directory(
                name, Domains.of("example.net"), directory, Proof.BIND, Several.UNAVAILABLE, CatchAll.OFF);
    }

    private UserMaps maps(References meant) throws Exception {
        return first.open(new MappingSettings(
                List.of(UserDirectory.usual(first.directory().with(meant)), UserDirectory.usual(other())),
                List.of(map("staff", "main"), map("others", "other")),
                Routes.to("store1", "store2"),
                CacheSettings.STANDARD));
    }

    private References named() {
        DirectorySettings directory = other();
        return new References(List.of(new References.Place(directory.uris(), directory.base())), Others.PUT_OFF);
    }

    @Test
    void whoIsFoundIsHiddenByNoReference() throws Exception {
        references = List.of(List.of("ldap://elsewhere.example/dc=elsewhere"));
        try (UserMaps maps = maps(References.UNNAMED)) {
            assertInstanceOf(Granted.class, maps.locate("anna"));
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
    }

    @Test
    void nobodyIsUnknownWhoMayBeWhereNobodyIsAsked() throws Exception {
        references = List.of(List.of("ldap://elsewhere.example/dc=elsewhere"));
        try (UserMaps maps = maps(References.UNNAMED)) {
            Unavailable nobody = assertInstanceOf(Unavailable.class, maps.locate("nobody"));
            assertEquals(
                    "directory main has it not, and refers to ldap://elsewhere.example/dc=elsewhere", nobody.reason());
            assertInstanceOf(Unavailable.class, maps.locate("ben"), "a map of the same domain comes first");
            assertInstanceOf(Unavailable.class, maps.authenticate("nobody", SECRET, Service.IMAP));
        }
    }

    @Test
    void oneThatIsNamedIsAskedByItsMap() throws Exception {
        references = List.of(List.of(other().uris().getFirst() + "/ou=people,dc=waypost??sub"));
        try (UserMaps maps = maps(named())) {
            Granted ben = assertInstanceOf(Granted.class, maps.locate("ben"));
            assertEquals("others", ben.map());
            assertInstanceOf(Granted.class, maps.authenticate("ben", SECRET, Service.IMAP));
            assertEquals(new Unknown(), maps.locate("nobody"));
            assertEquals(new Unknown(), maps.authenticate("nobody", SECRET, Service.IMAP));
            assertEquals(Optional.of(Set.of(ben.directoryId())), maps.holders("ben"));
            assertEquals(new Presence.Present(Optional.of(ben.name())), maps.presence(ben.directoryId()));
            other.failSearches(OptionalInt.of(51));
            assertInstanceOf(Unavailable.class, maps.locate("carol"));
        }
    }

    @Test
    void whoIsIgnoredHasNobody() throws Exception {
        references = List.of(List.of("ldap://elsewhere.example/dc=elsewhere"));
        try (UserMaps maps = maps(new References(List.of(), Others.IGNORED))) {
            assertEquals(new Unknown(), maps.locate("nobody"));
            assertInstanceOf(Granted.class, maps.locate("ben"));
        }
    }
}
