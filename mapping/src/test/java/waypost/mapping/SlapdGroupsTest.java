package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.PasswordScheme;
import waypost.mapping.UserMapSettings.Proof;

/** Groups, aliases and forwards in OpenLDAP, by the schema files that come with it, and ours. */
@Tag("peers")
class SlapdGroupsTest {
    @TempDir
    Path folder;

    private Slapd slapd;
    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        slapd = new Slapd(
                folder,
                List.of("include /etc/ldap/schema/nis.schema", "moduleload syncprov", "moduleload memberof"),
                List.of("overlay syncprov", "overlay memberof"));
        fixture = new Fixture();
        maps = fixture.open(Fixture.settings(slapd.settings(), Fixture.map(Proof.BIND)));
        try (LDAPConnection connection = slapd.connect()) {
            for (String user : List.of("anna", "bert", "cora")) {
                person(connection, user);
            }
            connection.modify(
                    "uid=cora," + Slapd.BASE,
                    new Modification(ModificationType.ADD, "waypostForward", "anna@example.net", "bert@example.net"),
                    new Modification(ModificationType.ADD, "waypostForwardCopy", "TRUE"));
            add(connection, "team", "groupOfNames", "member: uid=anna," + Slapd.BASE, "member: uid=bert," + Slapd.BASE);
            add(
                    connection,
                    "club",
                    "groupOfUniqueNames",
                    "uniqueMember: uid=bert," + Slapd.BASE,
                    "uniqueMember: cn=team," + Slapd.BASE);
            add(connection, "unix", "posixGroup", "gidNumber: 1000", "memberUid: anna", "memberUid: gone");
            add(connection, "info", "organizationalRole", "mailRoutingAddress: anna@example.net");
            connection.add(
                    "dn: cn=post," + Slapd.BASE,
                    "objectClass: nisMailAlias",
                    "objectClass: inetLocalMailRecipient",
                    "cn: post",
                    "mailLocalAddress: post@example.net",
                    "rfc822MailMember: bert@example.net");
        }
    }

    private static void person(LDAPConnection connection, String user) throws Exception {
        connection.add(
                "dn: uid=" + user + "," + Slapd.BASE,
                "objectClass: inetOrgPerson",
                "objectClass: inetLocalMailRecipient",
                "objectClass: waypostAccount",
                "cn: " + user,
                "sn: " + user,
                "uid: " + user,
                "mail: " + user + "@example.net",
                "mailHost: store1");
    }

    private static void add(LDAPConnection connection, String name, String type, String... lines) throws Exception {
        String[] head = {
            "dn: cn=" + name + "," + Slapd.BASE,
            "objectClass: " + type,
            "objectClass: inetLocalMailRecipient",
            "cn: " + name,
            "mailLocalAddress: " + name + "@example.net"
        };
        String[] all = new String[head.length + lines.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(lines, 0, all, head.length, lines.length);
        connection.add(all);
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
        slapd.close();
    }

    private String whose(String local) {
        return whose(maps, local);
    }

    private static String whose(UserMaps maps, String local) {
        return switch (maps.whose(local + "@example.net")) {
            case Addressees.One(Answer.Granted granted) -> granted.name().local();
            case Addressees.One(Answer answer) -> answer.toString();
            case Addressees.Several(List<Answer.Granted> accounts) ->
                accounts.stream()
                        .map(account -> account.name().local())
                        .sorted()
                        .collect(Collectors.joining(" "));
        };
    }

    @ParameterizedTest
    @CsvSource({"team, anna bert", "club, anna bert", "unix, anna", "info, anna", "post, bert", "cora, anna bert cora"})
    void everybodyOnce(String local, String expected) {
        assertEquals(expected, whose(local));
    }

    /** By the overlay that writes into each entry which groups it is in; groups of other classes are looked into as ever. */
    @ParameterizedTest
    @EnumSource(
            value = Members.class,
            names = {"MEMBER", "MEMBER_OF"})
    void membersAreFoundByWhatTheirEntriesSay(Members members) throws Exception {
        try (LDAPConnection connection = slapd.connect()) {
            add(connection, "nest", "groupOfNames", "member: cn=team," + Slapd.BASE, "member: uid=cora," + Slapd.BASE);
            connection.modify(
                    "cn=team," + Slapd.BASE, new Modification(ModificationType.ADD, "member", "cn=nest," + Slapd.BASE));
        }
        UserDirectory settings = UserDirectory.usual(slapd.settings()).with(members);
        try (UserMaps ours = fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)))) {
            assertEquals("anna bert cora", whose(ours, "club"));
            assertEquals("anna bert cora", whose(ours, "nest"));
            assertEquals("anna", whose(ours, "unix"));
        }
    }

    /** In a group of each kind by what that kind has. */
    @ParameterizedTest
    @CsvSource({"team, anna bert cora", "club, anna bert cora", "unix, anna bert cora"})
    void membersComeAndGo(String group, String expected) throws Exception {
        try (DirectoryAdministration administration = new DirectoryAdministration(
                UserDirectory.usual(slapd.settings()),
                Fixture.trust(),
                Fixture.RULES,
                PasswordScheme.SSHA512,
                new SplittableRandom(8))) {
            String address = group + "@example.net";
            GroupAdministration groups = administration.groups();
            assertEquals(new Change.Done(), groups.addMember(address, "cora@example.net"));
            assertEquals(
                    new Change.Declined("cora@example.net is a member of it already"),
                    groups.addMember(address, "cora@example.net"));
            assertEquals(expected, whose(group)); // cora forwards to both others
            assertEquals(new Change.Done(), groups.removeMember(address, "cora@example.net"));
            assertEquals(new Change.Missing(), groups.removeMember(address, "cora@example.net"));
            assertEquals(
                    List.of("club@example.net", "team@example.net", "unix@example.net"),
                    groups.all().stream()
                            .map(GroupAdministration.Listing::address)
                            .toList());
        }
    }

    /** The clock of the cache stands still; a member of a group in the group counts as well. */
    @Test
    void aChangeIsHeardOf() throws Exception {
        maps.watch("main");
        assertEquals("anna bert", whose("club"));
        try (LDAPConnection connection = slapd.connect()) {
            connection.modify(
                    "cn=team," + Slapd.BASE,
                    new Modification(ModificationType.REPLACE, "member", "uid=cora," + Slapd.BASE));
            connection.modify("uid=cora," + Slapd.BASE, new Modification(ModificationType.DELETE, "waypostForward"));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!whose("club").equals("bert cora")) {
                Thread.onSpinWait();
            }
        });
    }
}
