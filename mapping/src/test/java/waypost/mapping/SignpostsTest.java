package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.Secret;
import waypost.mapping.Answer.Kind;
import waypost.mapping.UserMapSettings.Proof;

/** Entries that stand for others, and accounts that forward: whose mail it is in the end. */
class SignpostsTest {
    private static final Secret SECRET = new Secret("secret");
    private static final String MISSING = "UNAVAILABLE a member was known, and is missing now";

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        maps = fixture.mapping(Fixture.map(Proof.STORED_HASH));
        for (String user : List.of("anna", "bert", "cora", "dora")) {
            fixture.add(user, "mail: " + user + "@example.net", "mailHost: store1", "userPassword: secret");
        }
        fixture.add("off", "mail: off@example.net", "mailHost: store1", "waypostState: disabled");
        fixture.add("homeless", "mail: homeless@example.net");
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private void alias(String name, String... lines) throws Exception {
        add(name, "inetLocalMailRecipient", "mailLocalAddress: " + name + "@example.net", lines);
    }

    private void group(String name, String type, String... lines) throws Exception {
        add(name, type, "mailLocalAddress: " + name + "@example.net", lines);
    }

    private void add(String name, String type, String first, String... lines) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("dn: cn=" + name + ",dc=waypost", "objectClass: top", "objectClass: " + type, "cn: " + name));
        all.add(first);
        all.addAll(List.of(lines));
        fixture.server.add(all.toArray(String[]::new));
    }

    private String whose(String local) {
        return switch (maps.whose(local + "@example.net")) {
            case Addressees.One(Answer.Settled answer) -> said(answer);
            case Addressees.Several(List<Answer.Granted> accounts) ->
                accounts.stream().map(SignpostsTest::said).sorted().collect(Collectors.joining(" "));
        };
    }

    private static String said(Answer answer) {
        return switch (answer) {
            case Answer.Granted granted -> granted.name().local();
            case Answer.LeftToNode _ -> "LEFT";
            case Answer.Refused(Kind kind) -> kind.name();
            case Answer.Unknown() -> "UNKNOWN";
            case Answer.Unavailable(String reason, var _) -> "UNAVAILABLE " + reason;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "mailRoutingAddress: anna@example.net, anna",
        "maildrop: ANNA+tag@Example.org, anna",
        "maildrop: anna, anna",
        "mgrpRFC822MailMember: anna@example.net, anna",
        "rfc822MailMember: anna@example.net, anna",
        "mailRoutingAddress: off@example.net, DISABLED",
        "mailRoutingAddress: nobody@example.net, UNKNOWN",
        "mailRoutingAddress: info@example.net, NO_MAILBOX"
    })
    void anAliasLeadsToOneAccount(String target, String expected) throws Exception {
        alias("info", target);
        assertEquals(expected, whose("info"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@elsewhere.example", "an na@example.net", "@example.net", "homeless"})
    void whatCannotBeMeantIsPutOff(String target) throws Exception {
        alias("info", "maildrop: " + target);
        assertTrue(whose("info").startsWith("UNAVAILABLE "), whose("info"));
    }

    /** Both questions follow it, and memory has each step. */
    @Test
    void aliasesOfAliasesAreFollowedOnce() throws Exception {
        alias("info", "maildrop: post@example.net");
        alias("post", "maildrop: office@example.net");
        alias("office", "maildrop: anna@example.net");
        assertEquals("anna", whose("info"));
        assertEquals(
                "anna@example.net",
                assertInstanceOf(Answer.Granted.class, maps.locate("info"))
                        .name()
                        .toString());
        int asked = fixture.searches.get();
        assertEquals(Optional.of(maps.locate("info")), maps.cachedLocate("info"));
        assertEquals(Optional.of(maps.whose("info")), maps.cachedWhose("info"));
        assertEquals(asked, fixture.searches.get());
    }

    @Test
    void nobodyLogsInByAnAlias() throws Exception {
        alias("info", "maildrop: anna@example.net", "userPassword: secret");
        assertEquals(new Answer.Unknown(), maps.authenticate("info@example.net", SECRET, Service.IMAP));
        assertEquals(new Identity.Nobody(new Answer.Unknown()), maps.identify("info@example.net", Service.IMAP));
        assertEquals("anna", whose("info"));
    }

    @ParameterizedTest
    @CsvSource({
        "groupOfNames, 'member: uid=anna,dc=waypost', 'member: uid=Bert, DC=waypost', anna bert",
        "groupOfUniqueNames, 'uniqueMember: uid=anna,dc=waypost#''0101''B', 'uniqueMember: uid=cora,dc=waypost', anna cora",
        "posixGroup, memberUid: bert, memberUid: anna, anna bert",
        "group, 'member: uid=anna,dc=waypost', primaryGroupToken: 513, anna dora",
        "group, 'member: uid=gone,dc=waypost', 'member: uid=anna,dc=waypost', anna",
        "posixGroup, memberUid: gone, memberUid: anna, anna",
        "groupOfNames, 'member: uid=off,dc=waypost', 'member: uid=anna,dc=waypost', anna",
        "groupOfNames, 'member: uid=gone,dc=waypost', cn: none, NO_MAILBOX"
    })
    void aGroupIsItsMembers(String type, String one, String other, String expected) throws Exception {
        fixture.server.modify("uid=dora,dc=waypost", new Modification(ModificationType.ADD, "primaryGroupID", "513"));
        group("team", type, one, other);
        assertEquals(expected, whose("team"));
        assertEquals(new Answer.Unknown(), maps.authenticate("team@example.net", SECRET, Service.IMAP));
        assertInstanceOf(Answer.class, maps.locate("team@example.net"));
    }

    /** Nested, in one another, through aliases, and one of them without an address: everybody once. */
    @Test
    void groupsInGroups() throws Exception {
        group("all", "groupOfNames", "member: cn=half,dc=waypost", "member: uid=anna,dc=waypost");
        fixture.server.add(
                "dn: cn=half,dc=waypost",
                "objectClass: groupOfNames",
                "cn: half",
                "member: cn=all,dc=waypost",
                "member: uid=anna,dc=waypost",
                "member: uid=bert,dc=waypost",
                "member: cn=info,dc=waypost");
        alias("info", "maildrop: cora@example.net", "maildrop: all@example.net");
        assertEquals("anna bert cora", whose("all"));
        assertEquals("anna bert cora", whose("info"));
        assertEquals(new Answer.Refused(Kind.NO_MAILBOX), maps.locate("all@example.net"));
    }

    @Test
    void aMemberWhoCannotBeFoundNowPutsTheGroupOff() throws Exception {
        group("team", "groupOfNames", "member: uid=homeless,dc=waypost", "member: uid=anna,dc=waypost");
        assertTrue(whose("team").startsWith("UNAVAILABLE "), whose("team"));
        group("guests", "groupOfNames", "member: cn=outside,dc=waypost", "member: uid=anna,dc=waypost");
        alias("outside", "maildrop: eve@elsewhere.example");
        assertEquals(
                "UNAVAILABLE guests@example.net leads to eve@elsewhere.example, which is not of the cluster",
                whose("guests"));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1001, -1"})
    void aGroupHasAThousandMembersAtMost(int members, int expected) throws Exception {
        String[] lines = new String[members];
        for (int i = 0; i < members; i++) {
            fixture.add("u" + i, "mail: u" + i + "@example.net", "mailHost: store1");
            lines[i] = "member: uid=u" + i + ",dc=waypost";
        }
        group("crowd", "groupOfNames", lines);
        Addressees whose = maps.whose("crowd@example.net");
        assertEquals(expected, whose instanceof Addressees.Several(var accounts) ? accounts.size() : -1);
        assertEquals(expected < 0, whose("crowd").startsWith("UNAVAILABLE "));
    }

    /** Active Directory shows 1,500 members at a time; this server has not the others. */
    @Test
    void whatIsShownInPartAndNoFurtherIsPutOff() throws Exception {
        group("crowd", "group", "member;range=0-1499: uid=anna,dc=waypost");
        assertEquals("UNAVAILABLE cn=crowd,dc=waypost does not show member;range=1500-*", whose("crowd"));
    }

    @ParameterizedTest
    @CsvSource({
        "bert@example.net, TRUE, anna bert",
        "bert@example.net, FALSE, bert",
        "bert@example.net, , bert",
        "all@example.net, true, anna bert cora",
        "anna@example.net, FALSE, anna",
        "anna@example.net, TRUE, anna",
        "dora@example.net, FALSE, NO_MAILBOX",
        "nobody@example.net, TRUE, anna",
        "bert@elsewhere.example, TRUE, UNAVAILABLE",
        "no address, TRUE, UNAVAILABLE",
        "bert@example.net, sometimes, UNAVAILABLE"
    })
    void anAccountForwards(String to, String copy, String expected) throws Exception {
        group("all", "groupOfNames", "member: uid=bert,dc=waypost", "member: uid=cora,dc=waypost");
        modify("dora", "waypostForward", "anna@example.net");
        modify("anna", "waypostForward", to);
        if (copy != null) {
            modify("anna", "waypostForwardCopy", copy);
        }
        assertTrue(whose("anna").startsWith(expected), whose("anna"));
        if (!expected.equals("UNAVAILABLE") || to.endsWith("elsewhere.example")) {
            assertEquals("anna", said(maps.locate("anna@example.net")));
            assertEquals("anna", said(maps.authenticate("anna@example.net", SECRET, Service.IMAP)));
            assertEquals("anna", said(maps.explain("anna@example.net").answer()));
        }
    }

    /** By any of his addresses, and not by somebody else who forwards to him. */
    @ParameterizedTest
    @CsvSource({
        "anna@example.net, anna",
        "a.nna@example.net, anna",
        "anna+kept@example.net, anna",
        "bert@example.net, NO_MAILBOX",
    })
    void whoForwardsToHimselfKeepsWhatComes(String to, String expected) throws Exception {
        modify("anna", "mailLocalAddress", "a.nna@example.net");
        modify("anna", "waypostForward", to);
        modify("bert", "waypostForward", "anna@example.net");
        assertEquals(expected, whose("anna"));
        assertEquals(expected, whose("a.nna"));
        assertEquals(expected, whose("bert"));
    }

    private void modify(String user, String attribute, String value) throws Exception {
        fixture.server.modify(
                "uid=" + user + ",dc=waypost", new Modification(ModificationType.REPLACE, attribute, value));
    }

    @Test
    void duringAnOutageMemoryKnowsWhoseItIs() throws Exception {
        group("team", "groupOfNames", "member: uid=anna,dc=waypost", "member: uid=bert,dc=waypost");
        alias("info", "maildrop: anna@example.net");
        whose("team");
        whose("info");
        fixture.pass(Duration.ofHours(1));
        fixture.failSearches(OptionalInt.of(ResultCode.UNAVAILABLE_INT_VALUE));
        assertEquals("anna bert", whose("team"));
        assertEquals("anna", whose("info"));
    }

    /** As an account is: what was known and is missing is put off for ten minutes. */
    @Test
    void aGroupThatIsMissedIsNotGoneAtOnce() throws Exception {
        group("team", "groupOfNames", "member: uid=anna,dc=waypost", "member: uid=bert,dc=waypost");
        whose("team");
        fixture.server.delete("cn=team,dc=waypost");
        fixture.pass(Duration.ofMinutes(6));
        assertTrue(whose("team").startsWith("UNAVAILABLE"), whose("team"));
        fixture.pass(Duration.ofMinutes(11));
        assertEquals("UNKNOWN", whose("team"));
    }

    /** The group's entry names him still. */
    @ParameterizedTest
    @CsvSource({
        "'uid=bert,dc=waypost', groupOfNames, 'member: uid=bert,dc=waypost'",
        "'uid=bert,dc=waypost', posixGroup, memberUid: bert",
        "'cn=half,dc=waypost', groupOfNames, 'member: cn=half,dc=waypost'"
    })
    void whoIsMissedHasNotLeftTheGroup(String lost, String type, String member) throws Exception {
        modify("bert", "primaryGroupID", "513");
        fixture.server.add("dn: cn=half,dc=waypost", "objectClass: group", "cn: half", "primaryGroupToken: 513");
        group("team", type, member, "member: uid=anna,dc=waypost");
        assertEquals("anna bert", whose("team"));
        fixture.server.delete(lost);
        fixture.pass(Duration.ofMinutes(6));
        for (int minute = 0; minute < 10; minute++) {
            assertEquals(MISSING, whose("team"));
            fixture.pass(Duration.ofMinutes(1));
        }
        assertEquals("anna", whose("team"));
        fixture.pass(Duration.ofMinutes(6));
        assertEquals("anna", whose("team"), "and is not asked for again");
    }

    /** One of them is deleted as well, and one is nobody whom it ever had. */
    @ParameterizedTest
    @CsvSource({"uid=bert, ''", "cn=half, ''", "uid=bert, uid=gone", "'', uid=gone"})
    void whoLeavesAGroupGetsNoneOfItsMail(String deleted, String gone) throws Exception {
        group("half", "groupOfNames", "member: uid=cora,dc=waypost");
        group(
                "team",
                "groupOfNames",
                "member: uid=anna,dc=waypost",
                "member: uid=bert,dc=waypost",
                "member: cn=half,dc=waypost");
        assertEquals("anna bert cora", whose("team"));
        List<String> left = new ArrayList<>(List.of("uid=anna,dc=waypost"));
        if (!gone.isEmpty()) {
            left.add(gone + ",dc=waypost");
        }
        fixture.server.modify(
                "cn=team,dc=waypost",
                new Modification(ModificationType.REPLACE, "member", left.toArray(String[]::new)));
        if (!deleted.isEmpty()) {
            fixture.server.delete(deleted + ",dc=waypost");
        }
        fixture.pass(Duration.ofMinutes(6));
        assertEquals(deleted.isEmpty() || gone.isEmpty() ? "anna" : MISSING, whose("team"));
    }

    /** Otherwise a thousand members would be asked for behind the back of a client that has long gone. */
    @Test
    void aGroupThatTakesTooLongIsPutOff() throws Exception {
        group(
                "team",
                "groupOfNames",
                "member: uid=anna,dc=waypost",
                "member: uid=bert,dc=waypost",
                "member: uid=cora,dc=waypost",
                "member: uid=dora,dc=waypost");
        fixture.slow(GroupReader.PATIENCE.dividedBy(2));
        int before = fixture.searches.get();
        assertEquals("UNAVAILABLE cn=team,dc=waypost: its members take longer than 120 s", whose("team"));
        assertTrue(fixture.searches.get() - before <= 4, "the rest is not asked for");
        fixture.slow(Duration.ZERO);
        assertEquals("anna bert cora dora", whose("team"));
    }

    @Test
    void soAreNamesThatTakeTooLong() throws Exception {
        alias(
                "list",
                "maildrop: anna@example.net",
                "maildrop: bert@example.net",
                "maildrop: cora@example.net",
                "maildrop: dora@example.net");
        fixture.slow(MailNames.PATIENCE.dividedBy(2));
        assertEquals("UNAVAILABLE list@example.net takes longer than 120 s to follow", whose("list"));
        assertEquals("anna bert cora dora", whose("list"), "from where it was");
    }

    @Test
    void theCatchAllMayBeAnAlias() throws Exception {
        add("rest", "inetLocalMailRecipient", "mailLocalAddress: @example.net", "maildrop: bert@example.net");
        assertEquals("bert", whose("whoever"));
        assertEquals("anna", whose("anna"));
        assertEquals(new Answer.Unknown(), maps.authenticate("whoever@example.net", SECRET, Service.IMAP));
    }
}
