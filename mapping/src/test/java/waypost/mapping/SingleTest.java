package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** Of an entry that says several things where one is meant none is chosen. */
class SingleTest {
    private static final Secret SECRET = new Secret("secret");

    private Fixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private UserMaps maps(AttributeNames names, Proof proof) throws Exception {
        return fixture.open(Fixture.settings(
                new VariedUsers(OtherNames.in(fixture.directory())).named(names).directory(), Fixture.map(proof)));
    }

    private static AttributeNames numbered() {
        AttributeNames n = OtherNames.of(Layout.LDAP);
        return new AttributeNames(
                "xNumber",
                n.address(),
                n.alias(),
                n.host(),
                n.epoch(),
                n.password(),
                n.state(),
                n.service(),
                n.quota(),
                n.accountClass(),
                n.generation(),
                n.passwordChanged(),
                n.forwards(),
                n.logins(),
                n.states(),
                n.groups(),
                n.made());
    }

    /** Several values, each with the attribute's name before it. */
    private void add(String lines) throws Exception {
        Map<String, Set<String>> values = new TreeMap<>(Map.of(
                "objectClass", Set.of("xAccount"),
                "xAddress", Set.of("anna@example.net"),
                "userPassword", Set.of(SECRET.value()),
                "xHost", Set.of("store1"),
                "xNumber", Set.of("7")));
        for (String line : lines.split(" & ")) {
            String attribute = line.substring(0, line.indexOf(' '));
            values.put(
                    attribute,
                    new TreeSet<>(List.of(line.substring(attribute.length() + 1).split(" "))));
        }
        var entry = new Entry("uid=anna,dc=waypost");
        values.forEach((name, all) -> entry.addAttribute(name, List.copyOf(all)));
        fixture.server.add(entry);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xHost store1 store2                    | several values of xHost: store1, store2",
                "xHost store1 gone                      | several values of xHost: gone, store1",
                "xNumber 7 8                            | several values of xNumber: 7, 8",
                "xEpoch 1 2                             | several values of xEpoch: 1, 2",
                "xEpoch 1 x                             | several values of xEpoch: 1, x",
                "xQuota 1000 2000                       | several values of xQuota: 1000, 2000",
                "xClass staff kiosk                     | several values of xClass: kiosk, staff",
                "xGeneration 3 4                        | several values of xGeneration: 3, 4",
                "xState active disabled                 | several values of xState: active, disabled",
                "xState disabled locked                 | several values of xState: disabled, locked",
                "xControl 512 514                       | several values of xControl: 512, 514",
                "xControlComputed 0 16                  | several values of xControlComputed: 0, 16",
                "xExpires 0 1                           | several values of xExpires: 0, 1",
                "xLocked 000001010000Z 20261123115900Z  | several values of xLocked: 000001010000Z, 20261123115900Z",
                "xMustChange TRUE FALSE                 | several values of xMustChange: FALSE, TRUE",
                "xForwardCopy TRUE FALSE                | several values of xForwardCopy: FALSE, TRUE",
                "xHost store1 store2 & xQuota 1 2       | several values of xHost: store1, store2",
            })
    void isAFault(String lines, String fault) throws Exception {
        add(lines);
        for (Proof proof : List.of(Proof.STORED_HASH, Proof.BIND)) {
            try (UserMaps maps = maps(numbered(), proof)) {
                var unavailable = new Answer.Unavailable("uid=anna,dc=waypost: " + fault);
                assertEquals(unavailable, maps.locate("anna"));
                assertEquals(unavailable, maps.authenticate("anna", SECRET, Service.IMAP));
                Explanation.Tried tried = maps.explain("anna").tried().getFirst();
                assertTrue(tried.finding().contains(fault), tried.finding());
            }
        }
    }

    /** As it is read; of addresses, services and passwords there may be several. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xEpoch 1 01",
                "xQuota 1000 01000",
                "xGeneration 3 +3",
                "xState active FALSE",
                "xControl 512 0512",
                "xExpires 0 00",
                "xAddress anna@example.net anne@example.net",
                "xFurther a.nna@example.net b.nna@example.net",
                "xService imap smtp",
                "xLogin an na",
                "xPasswordChanged 20261123115900Z 20261123115901Z",
                "xForward bert@example.net cora@example.net",
                "userPassword secret another",
            })
    void isNoneWhereAllSayTheSame(String lines) throws Exception {
        add(lines);
        try (UserMaps maps = maps(numbered(), Proof.STORED_HASH)) {
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
    }

    /** Where a directory takes for different what differs in case alone. */
    @ParameterizedTest
    @CsvSource({"mailHost, STORE1, store1", "waypostClass, Staff, staff", "pwdReset, TRUE, true"})
    void caseMakesNoDifference(String attribute, String one, String other) {
        var entry = new Entry("uid=anna,dc=waypost");
        entry.addAttribute(attribute, one, other);
        assertEquals(
                List.of(),
                Single.ofAccount(Layout.LDAP.attributes()).stream()
                        .flatMap(single -> single.contradiction(entry).stream())
                        .toList());
    }

    @Test
    void whichStateItIsCannotBeTold() throws Exception {
        add("xState active disabled");
        try (UserMaps maps = maps(numbered(), Proof.BIND)) {
            Explanation.Tried tried = maps.explain("anna").tried().getFirst();
            assertEquals(Optional.of("cannot be told"), tried.state());
            assertEquals(Map.of(), tried.allowed());
        }
    }

    /** By which of two ids it is to be found again nobody can say. */
    @ParameterizedTest
    @CsvSource({"xTarget, bert@example.net", "objectClass, xGroup"})
    void anAliasAndAGroupHaveOneId(String attribute, String value) throws Exception {
        var entry = new Entry("cn=all,dc=waypost");
        entry.addAttribute("xAddress", "all@example.net");
        entry.addAttribute("xNumber", "7", "8");
        entry.addAttribute("objectClass", "top");
        entry.addAttribute(attribute, value);
        fixture.server.add(entry);
        try (UserMaps maps = maps(numbered(), Proof.BIND)) {
            assertEquals(
                    new Answer.Unavailable("cn=all,dc=waypost: several values of xNumber: 7, 8"), maps.locate("all"));
        }
    }

    /** Each name of those that are configured is one that says one thing, or may be there several times. */
    @ParameterizedTest
    @EnumSource
    void allAttributesAreOneOrTheOther(Layout kind) {
        AttributeNames names = OtherNames.of(kind);
        Set<String> several = new TreeSet<>(Set.of(names.address(), names.alias(), names.service(), "objectClass"));
        several.addAll(names.passwordStamps());
        several.addAll(names.forwards().targets());
        several.add(names.forwards().forward());
        names.logins().principal().ifPresent(several::add);
        several.addAll(names.groups().all());
        Set<String> single = new TreeSet<>(Set.of(Single.id(names).attribute()));
        Single.ofAccount(names).forEach(one -> single.add(one.attribute()));
        several.addAll(single);
        assertEquals(new TreeSet<>(Set.of(names.requested())), several);
    }
}
