package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.mapping.UserMapSettings.Proof;
import waypost.testkit.SambaProcess;

/** Groups of Active Directory: nested, in one another, of whom it is the primary one, shown in parts, and too large. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaGroupsTest {
    @TempDir
    static Path folder;

    private static Samba samba;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeAll
    static void start() throws Exception {
        samba = new Samba(folder, "ldap server require strong auth = no");
        for (String person : List.of("anna", "bert", "cora", "dora")) {
            samba.add(person, "proxyAddresses: SMTP:" + person + "@example.net");
        }
        try (LDAPConnection connection = samba.connect()) {
            group(connection, "half", "member: " + Samba.dn("bert"));
            group(
                    connection,
                    "team",
                    "mail: team@example.net",
                    "member: " + Samba.dn("anna"),
                    "member: " + Samba.dn("half"));
            add(connection, "half", Samba.dn("team"));
            group(
                    connection,
                    "staff",
                    "proxyAddresses: SMTP:staff@example.net",
                    "member: " + Samba.dn("dora"),
                    "member: " + Samba.dn("cora"));
            makePrimary(connection, "dora", "staff");
            group(connection, "empty", "mail: empty@example.net");
        }
    }

    private static void group(LDAPConnection connection, String name, String... lines) throws Exception {
        connection.add(IntStream.range(0, lines.length + 3)
                .mapToObj(line -> switch (line) {
                    case 0 -> "dn: " + Samba.dn(name);
                    case 1 -> "objectClass: group";
                    case 2 -> "sAMAccountName: " + name;
                    default -> lines[line - 3];
                })
                .toArray(String[]::new));
    }

    private static void add(LDAPConnection connection, String group, String member) throws Exception {
        connection.modify(Samba.dn(group), new Modification(ModificationType.ADD, "member", member));
    }

    /** It then is no member any more, as the attribute has it. */
    private static void makePrimary(LDAPConnection connection, String person, String group) throws Exception {
        Entry entry = Objects.requireNonNull(connection.getEntry(Samba.dn(group), "primaryGroupToken"));
        String token = Objects.requireNonNull(entry.getAttributeValue("primaryGroupToken"));
        connection.modify(Samba.dn(person), new Modification(ModificationType.REPLACE, "primaryGroupID", token));
    }

    @AfterAll
    static void stop() {
        samba.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        maps = fixture.open(Fixture.settings(samba.users(), Fixture.map(Proof.BIND)));
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private String whose(String address) {
        return whose(maps, address);
    }

    private static String whose(UserMaps maps, String address) {
        return switch (maps.whose(address)) {
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
    @CsvSource({
        "team@example.net, anna bert",
        "staff@example.net, cora dora",
        "anna@example.net, anna",
        "empty@example.net, Refused[kind=NO_MAILBOX]",
        "nobody@example.net, Unknown[]"
    })
    void everybodyOnce(String address, String expected) {
        assertEquals(expected, whose(address));
        assertEquals(expected.equals("anna"), maps.locate(address) instanceof Answer.Granted);
    }

    /** Each way finds the same; who is found by what his own entry says is not looked at by name. */
    @ParameterizedTest
    @CsvSource({"MEMBER, anna bert half", "MEMBER_OF, ''", "MEMBER_OF_NESTED, ''"})
    void membersAreFoundByTheirNamesOrByOneSearch(Members members, String named) throws Exception {
        try (var front = new ValueRanges(samba.address(), SambaProcess.LDAP, 1500);
                UserMaps ours = open(front, members)) {
            assertEquals("anna bert", whose(ours, "team@example.net"));
            assertEquals(
                    Arrays.stream(named.split(" "))
                            .filter(name -> !name.isEmpty())
                            .map(Samba::dn)
                            .collect(Collectors.toSet()),
                    front.named());
            assertEquals("cora dora", whose(ours, "staff@example.net"));
            assertEquals(new Answer.Refused(Answer.Kind.NO_MAILBOX).toString(), whose(ours, "empty@example.net"));
        }
    }

    /** A controller that does not show the group's own side. */
    @ParameterizedTest
    @CsvSource({"MEMBER, Refused[kind=NO_MAILBOX]", "MEMBER_OF, anna bert", "MEMBER_OF_NESTED, anna bert"})
    void whatTheirEntriesSayIsEnough(Members members, String expected) throws Exception {
        try (var front = new ValueRanges(samba.address(), SambaProcess.LDAP, 0);
                UserMaps ours = open(front, members)) {
            assertEquals(expected, whose(ours, "team@example.net"));
        }
    }

    /** Characters that mean something in a filter, or in a name. */
    @ParameterizedTest
    @EnumSource(Members.class)
    void anyNameOfAGroupIsSearchedFor(Members members) throws Exception {
        String name = "(*) \\\\ \\, a\\+" + members.ordinal();
        try (LDAPConnection connection = samba.connect()) {
            connection.add(
                    "dn: CN=" + name + ",CN=Users," + SambaProcess.BASE,
                    "objectClass: group",
                    "sAMAccountName: odd" + members.ordinal(),
                    "mail: odd" + members.ordinal() + "@example.net",
                    "member: " + Samba.dn("bert"));
        }
        try (var front = new ValueRanges(samba.address(), SambaProcess.LDAP, 1500);
                UserMaps ours = open(front, members)) {
            assertEquals("bert", whose(ours, "odd" + members.ordinal() + "@example.net"));
            assertEquals(members == Members.MEMBER ? 1 : 0, front.named().size());
        }
    }

    private UserMaps open(ValueRanges front, Members members) throws Exception {
        UserDirectory settings = samba.users().at(List.of(front.uri())).with(members);
        return fixture.open(Fixture.settings(settings, Fixture.map(Proof.BIND)));
    }

    @Test
    void nobodyLogsInAsAGroup() {
        assertEquals(new Answer.Unknown(), maps.authenticate("team@example.net", Samba.PASSWORD, Service.IMAP));
        assertEquals("anna bert", whose("team@example.net"));
    }

    /** Samba shows what it is asked for, and all else: a policy of the domain has no say (MaxValRange). */
    @Test
    void whatIsShownInPartsIsReadToTheEnd() throws Exception {
        List<String> members = List.of("anna", "bert", "cora", "dora");
        try (LDAPConnection connection = samba.connect()) {
            group(connection, "parts", "mail: parts@example.net");
            members.forEach(member -> assertDoesNotThrow(() -> add(connection, "parts", Samba.dn(member))));
        }
        for (int most : List.of(1, 2, 3, 4)) {
            try (var ranges = new ValueRanges(samba.address(), SambaProcess.LDAP, most);
                    UserMaps narrow = fixture.open(
                            Fixture.settings(samba.users().at(List.of(ranges.uri())), Fixture.map(Proof.BIND)))) {
                assertEquals("anna bert cora dora", whose(narrow, "parts@example.net"));
                assertEquals(
                        IntStream.rangeClosed(1, 3 / most)
                                .mapToObj(part -> "member;range=" + part * most + "-*")
                                .toList(),
                        ranges.asked());
            }
        }
    }

    @Test
    void aLargeGroupIsPutOff() throws Exception {
        try (LDAPConnection connection = samba.connect()) {
            group(connection, "crowd", "mail: crowd@example.net");
            String[] members = new String[1001];
            for (int i = 0; i < members.length; i++) {
                members[i] = Samba.dn("c" + i);
                connection.add("dn: " + members[i], "objectClass: contact", "mail: c" + i + "@example.net");
            }
            connection.modify(Samba.dn("crowd"), new Modification(ModificationType.ADD, "member", members));
        }
        UserDirectory settings = samba.users().with(Members.MEMBER);
        var putOff = new Answer.Unavailable(Samba.dn("crowd") + ": more than 1000 members");
        assertEquals(putOff.toString(), whose("crowd@example.net"));
        try (var ranges = new ValueRanges(samba.address(), SambaProcess.LDAP, 300);
                UserMaps narrow =
                        fixture.open(Fixture.settings(settings.at(List.of(ranges.uri())), Fixture.map(Proof.BIND)))) {
            assertEquals(putOff.toString(), whose(narrow, "crowd@example.net"));
            assertEquals(3, ranges.asked().size());
        }
    }
}
