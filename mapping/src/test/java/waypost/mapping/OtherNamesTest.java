package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.FilterPattern;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** A directory in which everything has another name is read by these names, and by no others. */
class OtherNamesTest {
    /** What would matter by the usual names, and would be wrong. */
    private static final String[] DECOYS = {
        "mail: decoy@example.net",
        "mailHost: store2",
        "waypostState: disabled",
        "waypostService: web",
        "waypostQuota: 1",
        "waypostGeneration: 9",
        "waypostForward: bert@example.net",
        "userAccountControl: 514",
        "msDS-User-Account-Control-Computed: 16",
        "accountExpires: 1",
        "pwdAccountLockedTime: 000001010000Z",
        "pwdReset: TRUE",
        "sAMAccountName: decoy",
        "userPrincipalName: decoy@example.net"
    };

    private Fixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.server.add(entry(
                "uid=anna",
                Stream.concat(
                                Stream.of(DECOYS),
                                Stream.of(
                                        "objectClass: xAccount",
                                        "xAddress: anna@example.net",
                                        "xFurther: a.nna@example.net",
                                        "xHost: store1",
                                        "xLogin: an",
                                        "xQuota: 1000",
                                        "xService: imap",
                                        "xGeneration: 3",
                                        "userPassword: secret"))
                        .toArray(String[]::new)));
        fixture.server.add(entry("uid=bert", "objectClass: xAccount", "xAddress: bert@example.net", "xHost: store1"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Entry entry(String rdn, String... lines) throws Exception {
        return new Entry(Stream.concat(Stream.of("dn: " + rdn + ",dc=waypost"), Stream.of(lines))
                .toArray(String[]::new));
    }

    private UserMaps maps(Members members) throws Exception {
        return fixture.open(
                Fixture.settings(OtherNames.in(fixture.directory()).with(members), Fixture.map(Proof.STORED_HASH)));
    }

    @Test
    void anAccount() throws Exception {
        try (UserMaps maps = maps(Members.MEMBER)) {
            Answer.Granted anna = assertInstanceOf(
                    Answer.Granted.class, maps.authenticate("a.nna@example.net", new Secret("secret"), Service.IMAP));
            assertEquals("anna@example.net", anna.name().toString());
            assertEquals("store1", anna.route().target());
            assertEquals("storage:1000", anna.limits().text());
            assertEquals(3, anna.basis().generation().revoked());
            assertEquals(
                    new Answer.Refused(Answer.Kind.SERVICE),
                    maps.authenticate("anna@example.net", new Secret("secret"), Service.WEB));
            assertEquals(new Answer.Unknown(), maps.locate("decoy@example.net"));
            assertInstanceOf(Addressees.One.class, maps.whose("anna@example.net"));
        }
    }

    private static Optional<AccountState> state(Layout layout, String line) throws Exception {
        Entry entry = entry("uid=x", line.isEmpty() ? new String[] {"objectClass: top"} : line.split(" & "));
        for (String decoy : DECOYS) {
            String[] parts = decoy.split(": ");
            entry.addAttribute(parts[0], parts[1]);
        }
        return ShownState.of(entry, OtherNames.of(layout), Proof.STORED_HASH, Fixture.START)
                .map(ShownState::state);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ACTIVE",
        "xState: disabled, DISABLED",
        "xControl: 514, DISABLED",
        "xControlComputed: 16, LOCKED_OUT",
        "xControlComputed: 8388608, EXPIRED",
        "xExpires: 1, EXPIRED",
        "xLocked: 000001010000Z, LOCKED",
        "xLocked: 20261130000000Z, LOCKED_OUT",
        "xMustChange: TRUE, MUST_CHANGE"
    })
    void aState(String line, AccountState state) throws Exception {
        for (Layout layout : Layout.values()) {
            assertEquals(Optional.of(state), state(layout, line));
        }
    }

    /** Neither the usual classes nor the usual attributes make a group, or members. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objectClass: xGroup & xMember: uid=anna,dc=waypost | anna",
                "objectClass: xOtherGroup & xOtherMember: uid=anna,dc=waypost & xMember: uid=bert,dc=waypost | anna bert",
                "objectClass: xUnixGroup & xMemberLogin: an | anna",
                "objectClass: xGroup & xToken: 513 | bert",
                "objectClass: xGroup & member: uid=anna,dc=waypost & primaryGroupToken: 512 | ''"
            })
    void aGroup(String lines, String members) throws Exception {
        fixture.server.modify("dn: uid=bert,dc=waypost", "changetype: modify", "add: xPrimary", "xPrimary: 513");
        fixture.server.modify(
                "dn: uid=anna,dc=waypost", "changetype: modify", "add: primaryGroupID", "primaryGroupID: 512");
        group(lines);
        try (UserMaps maps = maps(Members.MEMBER)) {
            assertEquals(members, whose(maps));
        }
    }

    @Test
    void aGroupThatItsMembersName() throws Exception {
        group("objectClass: xGroup");
        fixture.server.modify(
                "dn: uid=bert,dc=waypost", "changetype: modify", "add: xMemberOf", "xMemberOf: cn=team,dc=waypost");
        fixture.server.modify(
                "dn: uid=anna,dc=waypost", "changetype: modify", "add: memberOf", "memberOf: cn=team,dc=waypost");
        try (UserMaps maps = maps(Members.MEMBER_OF)) {
            assertEquals("bert", whose(maps));
        }
    }

    private void group(String lines) throws Exception {
        fixture.server.add(entry(
                "cn=team",
                Stream.concat(Stream.of("xFurther: team@example.net", "cn: team"), Arrays.stream(lines.split(" & ")))
                        .toArray(String[]::new)));
    }

    private static String whose(UserMaps maps) {
        return switch (maps.whose("team@example.net")) {
            case Addressees.One(Answer.Granted one) -> one.name().local();
            case Addressees.One(Answer _) -> "";
            case Addressees.Several(List<Answer.Granted> all) ->
                all.stream().map(one -> one.name().local()).sorted().collect(Collectors.joining(" "));
        };
    }

    /** What finds entries where no filter is configured is made of the names. */
    @ParameterizedTest
    @EnumSource
    void theUsualFilters(Layout layout) throws Exception {
        AttributeNames names = OtherNames.of(layout);
        Stream<String> filters = Stream.concat(Stream.of(layout.filter(names)), layout.loginFilter(names).stream());
        Set<String> kept = Set.of("objectCategory", "objectClass");
        assertEquals(
                switch (layout) {
                    case LDAP -> Set.of("xAddress", "xFurther");
                    case ACTIVE_DIRECTORY -> Set.of("xAddress", "xFurther", "xPrincipal", "xLogin");
                },
                filters.flatMap(text -> attributes(FilterPattern.parse(text).pattern()))
                        .filter(name -> !kept.contains(name))
                        .collect(Collectors.toSet()));
    }

    private static Stream<String> attributes(Filter filter) {
        return filter.getAttributeName() == null
                ? Arrays.stream(filter.getComponents()).flatMap(OtherNamesTest::attributes)
                : Stream.of(filter.getAttributeName());
    }

    /** Each name that is asked for is one that is configured. */
    @ParameterizedTest
    @EnumSource
    void nothingElseIsAskedFor(Layout layout) {
        assertEquals(
                Set.of(),
                Arrays.stream(OtherNames.of(layout).requested())
                        .filter(name -> !name.startsWith("x") && !name.equals("objectClass"))
                        .filter(name -> !name.equals(layout.attributes().id()))
                        .collect(Collectors.toSet()));
    }
}
