package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.ServerState;
import waypost.mapping.Flaw.Kind;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** What is wrong with the entries of a directory. */
class CensusTest {
    private final AtomicInteger pages = new AtomicInteger();
    private final List<String> found = new ArrayList<>();
    private Fixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                boolean paged = request.getRequest().getControl(SimplePagedResultsControl.PAGED_RESULTS_OID) != null;
                pages.addAndGet(paged && request.getRequest().getScope() == SearchScope.SUB ? 1 : 0);
            }
        }));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Census census(DirectorySettings directory, Optional<String> query) throws Exception {
        return census(UserDirectory.usual(directory), query);
    }

    private Census census(UserDirectory directory, Optional<String> query) throws Exception {
        var map = new UserMapSettings.Directory(
                "subscribers",
                new Domains(List.of("example.net"), query),
                "main",
                Proof.STORED_HASH,
                Several.UNAVAILABLE,
                CatchAll.ON);
        return Census.of(Fixture.settings(directory, map), map, Fixture.RULES, Fixture.trust(), fixture.instants);
    }

    /** The flaws, each as its kind and its words, in their order. */
    private long take(DirectorySettings directory) throws Exception {
        return take(UserDirectory.usual(directory));
    }

    private long take(UserDirectory directory) throws Exception {
        try (Census census = census(directory, Optional.empty())) {
            found.clear();
            return census.take(flaw -> found.add(flaw.kind() + " " + flaw), _ -> {});
        }
    }

    @Test
    void findsNothingWhereNothingIs() throws Exception {
        fixture.addAnna();
        fixture.add("all", "mail: rest@example.net", "mailLocalAddress: @example.net", "mailHost: STORE2");
        assertEquals(2, take(fixture.directory()));
        assertEquals(List.of(), found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mail: bob@example.net ; HOST uid=bob,dc=waypost: no mailHost",
                "mail: bob@example.net|mailHost: gone ; HOST uid=bob,dc=waypost: mailHost names no node or volume: gone",
                "mailLocalAddress: bob@example.net|mailHost: store1 ; ADDRESS uid=bob,dc=waypost: no address in mail",
                "mail: bob@example.net|mail: b b@example.net|mailHost: store1 ;"
                        + " SPELLING uid=bob,dc=waypost: not an address: b b@example.net",
                "mail: bob@example.net|mailLocalAddress: @exa mple|mailHost: store1 ;"
                        + " SPELLING uid=bob,dc=waypost: not an address: @exa mple",
                "mail: bob@example.org|mailHost: store1 ;"
                        + " NEVER_FOUND uid=bob,dc=waypost: bob@example.org is never asked for, but bob@example.net is",
                "mail: bob+x@example.net|mailHost: store1 ;"
                        + " NEVER_FOUND uid=bob,dc=waypost: bob+x@example.net is never asked for, but bob@example.net is",
                "mail: bob@elsewhere.example|mailHost: store1 ;"
                        + " DOMAIN uid=bob,dc=waypost: no address in a domain of the map: bob@elsewhere.example",
                "mail: bob@example.net|mailHost: store1|mailHost: store2 ;"
                        + " SEVERAL_VALUES uid=bob,dc=waypost: several values of mailHost: store1, store2",
                "mail: bob@example.net|mailHost: store1|waypostState: disabled|waypostState: asleep ;"
                        + " SEVERAL_VALUES uid=bob,dc=waypost: several values of waypostState: asleep, disabled",
                "mail: bob@example.net|mailHost: store1|waypostState: asleep ;"
                        + " STATE uid=bob,dc=waypost: unknown waypostState: asleep",
                "mail: bob@example.net|mailHost: store1|waypostService: imap|waypostService: fax ;"
                        + " SERVICE uid=bob,dc=waypost: unknown waypostService: fax",
                "mail: bob@example.net|mailHost: store1|waypostQuota: much ;"
                        + " NUMBER uid=bob,dc=waypost: no number in waypostQuota: much",
                "mail: bob@example.net|mailHost: store1|waypostClass: gold ;"
                        + " CLASS uid=bob,dc=waypost: unknown waypostClass: gold",
                "mail: bob@example.net|mailHost: store1|waypostClass: Default ;",
                "mail: bob@example.net|mailHost: store1|waypostEpoch: -1 ;"
                        + " NUMBER uid=bob,dc=waypost: no number in waypostEpoch: -1",
                "mail: BOB@Example.NET|mailLocalAddress: bob@example.org|mailLocalAddress: x@elsewhere.example|mailHost: store1 ;",
                "description: a machine ;",
                "mailLocalAddress: bob@example.net|maildrop: anna@example.net ;",
                "mailLocalAddress: bob@example.net|maildrop: a b ; TARGET uid=bob,dc=waypost: no address in maildrop",
                "mailLocalAddress: b b|objectClass: groupOfNames|member: uid=anna,dc=waypost ;"
                        + " SPELLING uid=bob,dc=waypost: not an address: b b",
                "mail: bob@example.net|mailHost: store1|waypostForward: anna@example.net ;",
                "mail: bob@example.net|mailHost: store1|waypostForward: a b ;"
                        + " TARGET uid=bob,dc=waypost: cannot be meant: waypostForward or waypostForwardCopy",
            })
    void findsWhatIsWrong(String lines, String flaw) throws Exception {
        fixture.addAnna();
        fixture.add("bob", lines.split("\\|"));
        take(fixture.directory());
        assertEquals(flaw == null ? List.of() : List.of(flaw), found);
    }

    @Test
    void findsAllThatIsWrongWithOneEntry() throws Exception {
        fixture.add("bob", "mailLocalAddress: b b", "waypostState: x", "waypostService: y", "waypostQuota: z");
        take(fixture.directory());
        assertEquals(
                List.of(Kind.ADDRESS, Kind.HOST, Kind.SPELLING, Kind.STATE, Kind.SERVICE, Kind.NUMBER),
                found.stream()
                        .map(flaw -> Kind.valueOf(flaw.substring(0, flaw.indexOf(' '))))
                        .toList());
    }

    /** Another map may be asked before: then nobody finds the entry of this one. */
    @Test
    void findsWhatAnotherMapHides() throws Exception {
        fixture.addAnna();
        fixture.add("only", "mail: only@example.net", "mailHost: store1");
        try (var other = new Fixture()) {
            other.add("anna2", "mail: A.nna@example.net", "mailLocalAddress: x@elsewhere.example", "mailHost: store1");
            other.add("bob", "mail: bob@example.net", "mailHost: store1");
            var map = new UserMapSettings.Directory(
                    "staff",
                    new Domains(List.of("example.net"), Optional.empty()),
                    "main",
                    Proof.STORED_HASH,
                    Several.UNAVAILABLE,
                    CatchAll.ON);
            try (Census first = census(fixture.directory(), Optional.empty());
                    Census second = Census.of(
                            Fixture.settings(other.directory(), map),
                            map,
                            Fixture.RULES,
                            Fixture.trust(),
                            fixture.instants);
                    Census again = census(fixture.directory(), Optional.empty())) {
                Clashes clashes = new Clashes(3);
                first.take(_ -> {}, clashes, _ -> {});
                again.take(_ -> {}, clashes, _ -> {}); // the same entries are nobody else's
                assertFalse(clashes.any());
                second.take(_ -> {}, clashes, _ -> {});
                assertTrue(clashes.any());
                first.show(clashes);
                second.show(clashes);
                clashes.tell(flaw -> found.add(flaw.kind() + " " + flaw));
            }
        }
        assertEquals(
                List.of(
                        "HIDDEN a.nna@example.net: uid=anna,dc=waypost (map subscribers), then uid=anna2,dc=waypost (map staff)"),
                found);
    }

    @Test
    void findsWhatSeveralHave() throws Exception {
        fixture.addAnna();
        fixture.add("bob", "mail: bob@example.net", "mailLocalAddress: A.NNA@example.net", "mailHost: store1");
        fixture.add("cid", "mail: cid@example.net", "mailLocalAddress: @example.net", "mailHost: store1");
        fixture.add("dan", "mail: dan@example.net", "mailLocalAddress: @Example.NET", "mailHost: store1");
        take(fixture.directory());
        assertEquals(
                List.of(
                        "SHARED_ADDRESS @example.net: uid=cid,dc=waypost and uid=dan,dc=waypost",
                        "SHARED_ADDRESS a.nna@example.net: uid=anna,dc=waypost and uid=bob,dc=waypost"),
                found);
    }

    @Test
    void findsIdsThatAreMissingOrThereTwice() throws Exception {
        fixture.add("a", "mail: a@example.net", "mailHost: store1", "employeeNumber: 7");
        fixture.add("b", "mail: b@example.net", "mailHost: store1", "employeeNumber: 7");
        fixture.add("c", "mail: c@example.net", "mailHost: store1");
        take(numbered(fixture.directory()));
        assertEquals(
                List.of(
                        "ID uid=c,dc=waypost: no usable employeeNumber",
                        "SHARED_ID 7: uid=a,dc=waypost and uid=b,dc=waypost"),
                found);
    }

    private static UserDirectory numbered(DirectorySettings d) {
        return new VariedUsers(d)
                .named(new VariedNames(Layout.LDAP.attributes())
                        .id("employeeNumber")
                        .names())
                .directory();
    }

    @Test
    void ofActiveDirectoryOnlyMailAddressesCountAndOnlyUsersOfMail() throws Exception {
        byte number = 0;
        for (String user : List.of("krbtgt", "anna", "bob")) {
            var entry = new com.unboundid.ldap.sdk.Entry("cn=" + user + ",dc=waypost");
            entry.addAttribute("objectClass", "user");
            entry.addAttribute("objectCategory", "person");
            entry.addAttribute("sAMAccountName", user);
            byte[] guid = new byte[16];
            guid[0] = ++number;
            entry.addAttribute("objectGUID", guid);
            if (!user.equals("krbtgt")) {
                entry.addAttribute("mailHost", "store1");
                entry.addAttribute(
                        "proxyAddresses", "SMTP:" + user + "@example.net", "X500:/o=x", "smtp:team@example.net");
            }
            fixture.server.add(entry);
        }
        assertEquals(
                2,
                take(new Varied(fixture.directory())
                        .of(DirectoryKind.ACTIVE_DIRECTORY)
                        .settings()));
        assertEquals(List.of("SHARED_ADDRESS team@example.net: cn=anna,dc=waypost and cn=bob,dc=waypost"), found);
    }

    @Test
    void domainsOfTheDirectoryAreTheMaps() throws Exception {
        fixture.add("bob", "mail: bob@elsewhere.example", "mailHost: store1");
        fixture.add("cid", "mail: cid@there.example", "mailHost: store1", "associatedDomain: there.example");
        try (Census census = census(fixture.directory(), Optional.of("(associatedDomain=%d)"))) {
            assertEquals(2, census.take(flaw -> found.add(flaw.where()), _ -> {}));
        }
        assertEquals(List.of("uid=bob,dc=waypost"), found);
    }

    @Test
    void readsPageByPageAndASecondTimeOnlyForADoubt() throws Exception {
        int users = 1201;
        for (int i = 0; i < users; i++) {
            fixture.add("u" + i, "mail: u" + i + "@example.net", "mailHost: store1");
        }
        assertEquals(users, take(fixture.directory()));
        assertEquals(3, pages.get());
        fixture.add("again", "mail: again@example.net", "mailLocalAddress: u7@example.net", "mailHost: store1");
        assertEquals(users + 1, take(fixture.directory()));
        assertEquals(3 + 6, pages.get());
        assertEquals(List.of("SHARED_ADDRESS u7@example.net: uid=again,dc=waypost and uid=u7,dc=waypost"), sorted());
    }

    /** The order of entries in an answer means nothing. */
    private List<String> sorted() {
        return found.stream()
                .map(flaw -> flaw.contains("uid=u7,dc=waypost and")
                        ? flaw.replace(
                                "uid=u7,dc=waypost and uid=again,dc=waypost",
                                "uid=again,dc=waypost and uid=u7,dc=waypost")
                        : flaw)
                .toList();
    }

    @Test
    void saysWhichServersAnswer() throws Exception {
        DirectorySettings plain = fixture.directory();
        URI up = plain.uris().getFirst();
        URI down = URI.create("ldap://127.0.0.1:1");
        fixture.addAnna();
        try (Census census = census(plain.at(List.of(down, up)), Optional.empty())) {
            List<ServerState> servers = census.servers();
            assertEquals(
                    List.of(down, up), servers.stream().map(ServerState::server).toList());
            assertTrue(servers.get(0).fault().orElseThrow().startsWith("does not answer: "));
            assertEquals(Optional.empty(), servers.get(1).fault());
            assertEquals(1, census.take(_ -> {}, _ -> {}));
        }
    }

    @Test
    void believesNoServerThatDoesNotShowTheCanary() throws Exception {
        DirectorySettings guarded =
                new Varied(fixture.directory()).guarded("uid=canary,dc=waypost").settings();
        try (Census census = census(guarded, Optional.empty())) {
            assertEquals(
                    Optional.of("does not show the canary uid=canary,dc=waypost"),
                    census.servers().getFirst().fault());
            assertThrows(IOException.class, () -> census.take(_ -> {}, _ -> {}));
            fixture.add("canary", "description: here");
            assertEquals(Optional.empty(), census.servers().getFirst().fault());
            assertEquals(0, census.take(_ -> {}, _ -> {}));
        }
    }

    @Test
    void aDirectoryThatCannotSayIsNotEmpty() throws Exception {
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
        assertThrows(IOException.class, () -> take(fixture.directory()));
    }
}
