package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** Entries as Active Directory has them: binary ids, several names, log-in by bind. */
class ActiveDirectoryTest {
    private static final Secret SECRET = new Secret("secret");
    private static final String ANNA = "cn=Anna (Sales),dc=waypost";
    private static final String DOMAIN_SCOPE = "1.2.840.113556.1.4.1339";

    /** MS-DTYP §2.3.4.2: three little-endian fields, then octets as they are. */
    private static final byte[] GUID = HexFormat.of().parseHex("33221100554477668899aabbccddeeff");

    private Fixture fixture;
    private UserMaps maps;
    private volatile boolean stubborn;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                boolean whole = request.getRequest().getScope() == SearchScope.SUB
                        && request.getRequest().getControl(DOMAIN_SCOPE) == null;
                if (whole || stubborn) {
                    request.sendSearchReference(new SearchResultReference(
                            new String[] {"ldap://DomainDnsZones.example.net/DC=DomainDnsZones,DC=example,DC=net"},
                            new Control[0]));
                }
            }
        }));
        DirectorySettings d = fixture.directory();
        var settings = new Varied(d).of(DirectoryKind.ACTIVE_DIRECTORY).settings();
        maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)));
        add(GUID);
    }

    private void add(byte[] id) throws Exception {
        var entry = new Entry(
                "dn: " + ANNA,
                "objectClass: user",
                "objectCategory: person",
                "sAMAccountName: asales",
                "cn: Anna (Sales)",
                "userPrincipalName: anna@example.net",
                "mail: anna@example.net",
                "proxyAddresses: SMTP:anna@example.net",
                "proxyAddresses: smtp:sales@example.net",
                "mailHost: store1",
                "userPassword: " + SECRET.value());
        entry.addAttribute("objectGUID", id);
        fixture.server.add(entry);
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.net", "sales@example.net"})
    void anObjectGuidIsWrittenAsItsOwnersWriteIt(String address) {
        Granted granted = assertInstanceOf(Granted.class, maps.authenticate(address, SECRET, Service.IMAP));
        assertEquals(new DirectoryId("00112233-4455-6677-8899-aabbccddeeff"), granted.directoryId());
        assertEquals("anna@example.net", granted.name().toString());
    }

    /** Anybody may send mail to a name that only a log-in gives: that nobody has that address says nothing of the log-in. */
    @Test
    void mailToALogInNameRefusesNobodysPassword() {
        assertEquals(new Answer.Unknown(), maps.locate("asales@example.net"));
        assertInstanceOf(Granted.class, maps.authenticate("asales", SECRET, Service.IMAP));
        fixture.pass(Duration.ofMinutes(1));
        assertEquals(new Answer.Unknown(), maps.locate("asales@example.net"));
        assertInstanceOf(Granted.class, maps.authenticate("asales", SECRET, Service.IMAP));
        fixture.pass(CacheSettings.STANDARD.verifier());
        assertEquals(new Answer.Unknown(), maps.locate("asales@example.net"));
        fixture.server.shutDown(true);
        assertInstanceOf(Granted.class, maps.authenticate("asales", SECRET, Service.IMAP), "known once");
    }

    @Test
    void aLogInByANameThatIsNoAddressHasNoMailAcceptedForIt() {
        assertInstanceOf(Identity.Known.class, maps.identify("asales", Service.IMAP));
        assertInstanceOf(Granted.class, maps.authenticate("asales", SECRET, Service.IMAP));
        assertInstanceOf(
                Identity.Known.class,
                maps.cachedIdentify("asales", Service.IMAP).orElseThrow());
        assertEquals(new Answer.Unknown(), maps.locate("asales@example.net"));
    }

    /** By a log-in or by mail, and in an outage too; a wrong password tells it of nobody. */
    @Test
    void whoseANameIsIsRemembered() {
        Optional<AccountName> anna = Optional.of(new AccountName("anna", "example.net"));
        maps.authenticate("asales", new Secret("guess"), Service.IMAP);
        assertEquals(Optional.empty(), maps.whoLogsIn("asales"));
        maps.authenticate("asales", SECRET, Service.IMAP);
        assertEquals(anna, maps.whoLogsIn("ASALES@example.net"));
        fixture.pass(Duration.ofHours(1));
        fixture.failSearches(OptionalInt.of(52));
        assertEquals(anna, maps.whoLogsIn("asales"));
        assertEquals(Optional.empty(), maps.whoLogsIn("nobody"));
        assertEquals(Optional.empty(), maps.whoLogsIn("as\0ales"));
    }

    @Test
    void itIsAskedToSpeakOfNothingButItsDomain() {
        assertInstanceOf(Granted.class, maps.authenticate("anna@example.net", SECRET, Service.IMAP));
        assertEquals(new Answer.Unknown(), maps.locate("nobody@example.net"));
        stubborn = true;
        assertInstanceOf(Unavailable.class, maps.locate("nobody.either@example.net"));
    }

    @Test
    void whoLogsInMayGiveTheNameOfTheAccountButMailMayNot() {
        Granted granted = assertInstanceOf(Granted.class, maps.authenticate("asales", SECRET, Service.IMAP));
        assertEquals("anna@example.net", granted.name().toString());
        fixture.pass(Duration.ofHours(1));
        assertEquals(new Answer.Unknown(), maps.locate("asales@example.net"));
    }

    @ParameterizedTest
    @CsvSource({
        "SMTP:first@example.net smtp:second@example.net, mail@example.net, upn@example.net, first@example.net",
        "smtp:second@example.net X500:/o=x/cn=first sip:sip@example.net SPO:SPO_1, mail@example.net, upn@example.net, mail@example.net",
        "smtp:second@example.net, , upn@example.net, upn@example.net",
        "SMTP:, not an address, upn@example.net, upn@example.net",
    })
    void thePrimaryAddressIsWhereItsOwnersLookForIt(String proxies, String mail, String principal, String primary)
            throws Exception {
        List<Modification> modifications = new ArrayList<>(List.of(
                new Modification(ModificationType.REPLACE, "proxyAddresses", proxies.split(" ")),
                new Modification(ModificationType.REPLACE, "userPrincipalName", principal)));
        modifications.add(
                mail == null
                        ? new Modification(ModificationType.REPLACE, "mail")
                        : new Modification(ModificationType.REPLACE, "mail", mail));
        fixture.server.modify(ANNA, modifications);
        Granted granted = assertInstanceOf(Granted.class, maps.locate("upn@example.net"));
        assertEquals(primary, granted.name().toString());
    }

    @Test
    void aRenamedUserKeepsTheId() throws Exception {
        Granted before = assertInstanceOf(Granted.class, maps.locate("anna"));
        fixture.server.modifyDN(ANNA, "cn=Anne", true);
        fixture.server.modify(
                "cn=Anne,dc=waypost",
                List.of(
                        new Modification(ModificationType.REPLACE, "mail", "anne@example.net"),
                        new Modification(ModificationType.REPLACE, "userPrincipalName", "anne@example.net"),
                        new Modification(ModificationType.REPLACE, "proxyAddresses", "SMTP:anne@example.net")));
        Granted after = assertInstanceOf(Granted.class, maps.authenticate("anne", SECRET, Service.IMAP));
        assertEquals(before.directoryId(), after.directoryId());
        assertEquals("anne@example.net", after.name().toString());
        assertEquals(new Presence.Present(Optional.of(after.name())), maps.presence(before.directoryId()));
        fixture.pass(Duration.ofHours(1));
        assertEquals(new Answer.Unknown(), maps.locate("anna"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"33221100-5544-7766-8899-aabbccddeeff", "anna@example.net"})
    void anIdOfNobodyIsAbsent(String id) {
        assertEquals(new Presence.Absent(), maps.presence(new DirectoryId(id)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 36})
    void anIdOfAnotherLengthIsAFault(int length) throws Exception {
        fixture.server.delete(ANNA);
        add(new byte[length]);
        Unavailable answer = assertInstanceOf(Unavailable.class, maps.locate("anna"));
        assertEquals("cn=Anna (Sales),dc=waypost: no usable objectGUID", answer.reason());
    }

    @Test
    void anExplanationHasNoBinaryValues() {
        var tried = maps.explain("anna").tried().getFirst();
        assertEquals(
                List.of("00112233-4455-6677-8899-aabbccddeeff"),
                tried.attributes().get("objectGUID"));
    }
}
