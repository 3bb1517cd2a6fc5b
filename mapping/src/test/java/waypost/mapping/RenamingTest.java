package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.PasswordScheme;
import waypost.mapping.NewName.Before;

/** Entries that other programs have made get other names. */
class RenamingTest {
    private static final String ANNA = "anna@example.net";
    private static final String BERG = "berg@example.net";
    private static final NewName TO_BERG = new NewName(Optional.of(BERG), Optional.empty(), Before.KEPT);

    private final AtomicReference<String> refused = new AtomicReference<>("");
    private Fixture fixture;
    private DirectoryAdministration administration;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processModifyRequest(InMemoryInterceptedModifyRequest request) throws LDAPException {
                if (request.getRequest().getDN().equals(refused.get())) {
                    throw new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "not you");
                }
            }
        }));
        administration = administration(UserDirectory.usual(fixture.directory()));
    }

    private static DirectoryAdministration administration(UserDirectory directory) throws Exception {
        return new DirectoryAdministration(
                directory, Fixture.trust(), Fixture.RULES, PasswordScheme.SSHA512, new SplittableRandom(9));
    }

    @AfterEach
    void close() {
        administration.close();
        fixture.close();
    }

    private Entry entry(String dn) throws LDAPException {
        Entry entry = fixture.server.getEntry(dn);
        assertNotNull(entry, dn);
        return entry;
    }

    private static String declined(Change change) {
        return assertInstanceOf(Change.Declined.class, change).why();
    }

    /** A log-in name that is not made of the address is another thing, and so is what the entry is named by. */
    @Test
    void whatIsNotTheAddressStays() throws Exception {
        fixture.addAnna();
        assertEquals(new Change.Done(), administration.rename(ANNA, TO_BERG));
        Entry anna = entry("uid=anna,dc=waypost");
        assertEquals(BERG, anna.getAttributeValue("mail"));
        assertEquals(List.of(BERG, ANNA, "a.nna@example.net"), List.of(anna.getAttributeValues("mailLocalAddress")));
        assertEquals("anna", anna.getAttributeValue("uid"));
    }

    @Test
    void namesInGroupsFollow() throws Exception {
        fixture.addAnna();
        fixture.server.add(
                "dn: cn=unix,dc=waypost", "objectClass: posixGroup", "cn: unix", "memberUid: anna", "memberUid: bert");
        fixture.server.add(
                "dn: cn=club,dc=waypost",
                "objectClass: groupOfUniqueNames",
                "cn: club",
                "uniqueMember: uid=anna,dc=waypost");
        NewName login = new NewName(Optional.empty(), Optional.of("berg"), Before.KEPT);
        assertEquals(new Change.Done(), administration.rename(ANNA, login));
        assertArrayEquals(
                new String[] {"bert", "berg"}, entry("cn=unix,dc=waypost").getAttributeValues("memberUid"));
        assertArrayEquals(
                new String[] {"uid=berg,dc=waypost"},
                entry("cn=club,dc=waypost").getAttributeValues("uniqueMember"));
    }

    @Test
    void aGroupThatCannotFollowIsNamed() throws Exception {
        fixture.addAnna();
        fixture.server.add(
                "dn: cn=unix,dc=waypost", "objectClass: posixGroup", "cn: unix", "memberUid: anna", "memberUid: bert");
        refused.set("cn=unix,dc=waypost");
        NewName login = new NewName(Optional.empty(), Optional.of("berg"), Before.KEPT);
        String why = declined(administration.rename(ANNA, login));
        assertTrue(why.startsWith("it has its new name, but groups still have the old one: {cn=unix,dc=waypost="), why);
        assertEquals("berg", entry("uid=berg,dc=waypost").getAttributeValue("uid"));
    }

    /** A name that was changed before the rest is refused is what it was again. */
    @Test
    void halfARenameIsTakenBack() throws Exception {
        fixture.add(ANNA, "mail: " + ANNA, "mailHost: store1");
        refused.set("uid=" + BERG + ",dc=waypost");
        assertTrue(declined(administration.rename(ANNA, TO_BERG)).contains("not you"));
        Entry anna = entry("uid=" + ANNA + ",dc=waypost");
        assertEquals(ANNA, anna.getAttributeValue("mail"));
        assertEquals(ANNA, anna.getAttributeValue("uid"));
        assertFalse(anna.hasAttribute("mailLocalAddress"));
    }

    @Test
    void otherValuesOfMailAreFurtherAddressesThen() throws Exception {
        fixture.add("anna", "mail: anna@example.net", "mail: x@example.net", "mailHost: store1");
        assertEquals(new Change.Done(), administration.rename(ANNA, TO_BERG));
        Entry anna = entry("uid=anna,dc=waypost");
        assertArrayEquals(new String[] {BERG}, anna.getAttributeValues("mail"));
        assertArrayEquals(new String[] {BERG, ANNA, "x@example.net"}, anna.getAttributeValues("mailLocalAddress"));
    }

    /** Where one attribute has all addresses the lowest is the primary one. */
    @Test
    void anAddressThatWouldNotBeThePrimaryOneIsDeclined() throws Exception {
        fixture.add("anna", "mail: anna@example.net", "mailHost: store1");
        UserDirectory oneForAll =
                new VariedUsers(fixture.directory()).named(withoutAlias()).directory();
        try (DirectoryAdministration one = administration(oneForAll)) {
            assertEquals(
                    "its primary address would be anna@example.net, as that is the first of those in mail",
                    declined(one.rename(ANNA, TO_BERG)));
            assertEquals(
                    new Change.Done(),
                    one.rename(ANNA, new NewName(Optional.of(BERG), Optional.empty(), Before.GIVEN_UP)));
        }
        assertArrayEquals(new String[] {BERG}, entry("uid=anna,dc=waypost").getAttributeValues("mail"));
    }

    private static AttributeNames withoutAlias() {
        AttributeNames usual = Layout.LDAP.attributes();
        return new VariedNames(usual).alias(usual.address()).names();
    }

    /** The epoch is that of the owner who wrote the host. */
    @Test
    void aHostThatAPersonWritesHasNoEpoch() throws Exception {
        fixture.add("anna", "mail: anna@example.net", "mailHost: store1", "waypostEpoch: 7");
        assertEquals(new Change.Done(), administration.change(ANNA, UserProperty.HOST, List.of("store2")));
        Entry anna = entry("uid=anna,dc=waypost");
        assertEquals("store2", anna.getAttributeValue("mailHost"));
        assertFalse(anna.hasAttribute("waypostEpoch"));
    }

    /** Who has an entry gets a mailbox by one order, and the class that takes it. */
    @Test
    void aPersonGetsAHost() throws Exception {
        fixture.server.add(
                "dn: uid=cora,dc=waypost",
                "objectClass: inetOrgPerson",
                "uid: cora",
                "cn: c",
                "sn: c",
                "mail: cora@example.net");
        assertEquals(
                new Change.Done(), administration.change("cora@example.net", UserProperty.HOST, List.of("store1")));
        Entry cora = entry("uid=cora,dc=waypost");
        assertTrue(cora.hasObjectClass("inetLocalMailRecipient"));
        assertFalse(cora.hasObjectClass("waypostAccount"));
    }
}
