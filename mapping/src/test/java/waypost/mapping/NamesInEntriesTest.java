package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.DirectoryKind;
import waypost.directory.PasswordScheme;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.mapping.EntryForm.Formed;

/** Names that would be something else in a DN: whatever an administrator adds by them is one entry, where entries of its kind are. */
class NamesInEntriesTest {
    private static final Secret SECRET = new Secret("Secret-2026");
    private static final AccountName TARGET = new AccountName("nobody", "example.com");

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        for (String unit : List.of("users", "groups", "aliases", "domains")) {
            fixture.server.add("dn: ou=" + unit + ",dc=waypost", "objectClass: organizationalUnit", "ou: " + unit);
        }
        fixture.server.add("dn: CN=Users,dc=waypost", "objectClass: container", "cn: Users");
        fixture.server.add("dn: OU=Mail Domains,dc=waypost", "objectClass: organizationalUnit", "ou: Mail Domains");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private enum Kind {
        LDAP(DirectoryKind.LDAP, List.of("anna@example.net"), "ou=users", "ou=groups", "ou=aliases", "ou=domains"),
        ACTIVE_DIRECTORY(
                DirectoryKind.ACTIVE_DIRECTORY, List.of(), "CN=Users", "CN=Users", "CN=Users", "OU=Mail Domains");

        private final DirectoryKind kind;
        private final List<String> members;
        private final String users;
        private final String groups;
        private final String aliases;
        private final String domains;

        Kind(DirectoryKind kind, List<String> members, String users, String groups, String aliases, String domains) {
            this.kind = kind;
            this.members = members;
            this.users = users + ",dc=waypost";
            this.groups = groups + ",dc=waypost";
            this.aliases = aliases + ",dc=waypost";
            this.domains = domains + ",dc=waypost";
        }

        UserDirectory directory(Fixture fixture) {
            return UserDirectory.usual(new Varied(fixture.directory()).of(kind).settings());
        }
    }

    /** As it is formed, past all that refuses it before: a DN of one more name, which has one value, and is that one when it is read. */
    @ParameterizedTest
    @EnumSource
    void noneChangesWhereAnEntryIs(Kind kind) throws Exception {
        EntryForm form = EntryForm.of(kind.directory(fixture));
        for (String input : InjectionTest.inputs()) {
            for (AccountName name : List.of(
                    new AccountName(input, "example.net"),
                    new AccountName("anna", input),
                    new AccountName(input, input))) {
                var user = NewUser.of(name.toString(), SECRET, "store1");
                isBelow(kind.users, form.user(user, name, List.of(name.toString())), name);
                isBelow(kind.groups, form.group(name, List.of("uid=anna,dc=waypost")), name);
                isBelow(kind.aliases, form.alias(name, TARGET), name);
            }
        }
    }

    private static void isBelow(String parent, Formed formed, AccountName name) throws LDAPException {
        if (formed instanceof Formed.As(var entry)) {
            DN read = new DN(entry.getDN());
            assertEquals(new DN(parent), read.getParent(), entry.getDN());
            RDN first = Objects.requireNonNull(read.getRDN());
            String value = first.hasAttribute("CN") && !first.getAttributeValues()[0].contains("@")
                    ? name.local()
                    : name.toString();
            if (value.equals(value.strip())) { // blanks at its ends are nothing to a directory (RFC 4518 §2.6.1)
                // half a character is none in UTF-8, in which a directory is told of it
                String told = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                assertArrayEquals(new String[] {told}, first.getAttributeValues());
            }
            assertEquals(1, first.getAttributeNames().length);
        }
    }

    @FunctionalInterface
    private interface Order {
        Change give(String address) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void eachIsOneEntryMoreOrNone(Kind kind) throws Exception {
        try (var administration = new DirectoryAdministration(
                kind.directory(fixture),
                Fixture.trust(),
                Fixture.RULES,
                PasswordScheme.SSHA512,
                new SplittableRandom(6))) {
            int added = 0;
            for (String input : InjectionTest.inputs()) {
                String quoted = "\"" + input.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
                for (String address : List.of(input + "@example.net", quoted + "@example.net", "x@" + input)) {
                    added += grows(
                            kind.users, address, one -> administration.addUser(NewUser.of(one, SECRET, "store1")));
                    added += grows(
                            kind.groups,
                            "g" + address,
                            one -> administration.groups().add(one, kind.members));
                    added += grows(
                            kind.aliases,
                            "a" + address,
                            one -> administration.aliases().add(one, TARGET.toString()));
                    added += grows(
                            kind.users,
                            "b" + address,
                            one -> administration.addUser(
                                    NewUser.of(one, SECRET, "store1").with("c" + one)));
                }
                added += grows(kind.domains, input, administration.domains()::add);
            }
            assertTrue(added > 100, added + " were added at all");
        }
    }

    private int grows(String parent, String address, Order order) throws Exception {
        int all = fixture.server.countEntries();
        int there = fixture.server.countEntriesBelow(parent);
        int more = order.give(address) instanceof Change.Done ? 1 : 0;
        assertEquals(all + more, fixture.server.countEntries(), address);
        assertEquals(there + more, fixture.server.countEntriesBelow(parent), address);
        return more;
    }
}
