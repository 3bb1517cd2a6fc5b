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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** Entries as Active Directory has them: binary ids, several names, log-in by bind. */
class ActiveDirectoryTest {
    private static final Secret SECRET = new Secret("secret");
    private static final String ANNA = "cn=Anna (Sales),dc=waypost";

    /** MS-DTYP §2.3.4.2: three little-endian fields, then octets as they are. */
    private static final byte[] GUID = HexFormat.of().parseHex("33221100554477668899aabbccddeeff");

    private Fixture fixture;
    private UserMaps maps;
    private volatile boolean references;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                if (references && request.getRequest().getScope() == SearchScope.SUB) {
                    request.sendSearchReference(new SearchResultReference(
                            new String[] {"ldap://DomainDnsZones.example.net/DC=DomainDnsZones,DC=example,DC=net"},
                            new Control[0]));
                }
            }
        }));
        DirectorySettings d = fixture.directory();
        var names = new AttributeNames(
                "objectGUID",
                "mail",
                "proxyAddresses",
                "extensionAttribute1",
                "extensionAttribute2",
                "unicodePwd",
                "extensionAttribute3",
                "extensionAttribute4",
                "extensionAttribute5");
        var settings = new DirectorySettings(
                d.name(),
                d.uris(),
                d.protection(),
                d.service(),
                d.base(),
                "(&(objectClass=user)(|(userPrincipalName=%e)(mail=%e)(proxyAddresses=smtp:%e)))",
                names,
                Optional.empty(),
                d.timeout(),
                d.connections());
        maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)));
        add(GUID);
    }

    private void add(byte[] id) throws Exception {
        var entry = new Entry(
                "dn: " + ANNA,
                "objectClass: user",
                "cn: Anna (Sales)",
                "userPrincipalName: anna@example.net",
                "mail: anna@example.net",
                "proxyAddresses: SMTP:anna@example.net",
                "proxyAddresses: smtp:sales@example.net",
                "extensionAttribute1: store1",
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

    @Test
    void aUserIsFoundAtTheRootOfADomainButNobodyIsUnknownThere() {
        references = true;
        assertInstanceOf(Granted.class, maps.authenticate("anna@example.net", SECRET, Service.IMAP));
        assertInstanceOf(Unavailable.class, maps.locate("nobody@example.net"));
        references = false;
        assertEquals(new Answer.Unknown(), maps.locate("nobody@example.net"));
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
