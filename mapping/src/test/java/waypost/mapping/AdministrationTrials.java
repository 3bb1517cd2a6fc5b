package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.PasswordScheme;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.NewName.Before;
import waypost.mapping.UserMapSettings.Proof;

/** What is done to users and domains of a directory by the commands for them, whichever directory it is. */
abstract class AdministrationTrials {
    private static final Secret SECRET = new Secret("secret");
    private static final String ANNA = "anna@example.net";
    private static final String BERG = "anna.berg@example.net";
    private static final String BERT = "bert@example.net";
    private static final String TEAM = "team@example.net";

    private UserDirectory directory;
    private Fixture fixture;
    private DirectoryAdministration administration;

    /** Has it begin, empty. */
    abstract UserDirectory open() throws Exception;

    @BeforeEach
    final void users() throws Exception {
        directory = open();
        fixture = new Fixture();
        administration = new DirectoryAdministration(
                directory, Fixture.trust(), Fixture.RULES, PasswordScheme.SSHA512, new SplittableRandom(9));
        done(administration.addUser(NewUser.of(ANNA, SECRET, "store1").with("a.nna@example.net")));
        done(administration.addUser(NewUser.of(BERT, SECRET, "store1").with("b@example.net")));
        done(administration.groups().add(TEAM, List.of(ANNA, BERT)));
    }

    @AfterEach
    final void close() {
        administration.close();
        fixture.close();
    }

    private String dn(String login) {
        return directory.attributes().logins().login() + "=" + login + ",ou=users,dc=waypost";
    }

    private static void done(Change change) {
        assertEquals(new Change.Done(), change);
    }

    private static String declined(Change change) {
        return assertInstanceOf(Change.Declined.class, change).why();
    }

    private static NewName address(String address, Before before) {
        return new NewName(Optional.of(address), Optional.empty(), before);
    }

    /** Past all memory. */
    private Answer locate(String address) throws Exception {
        try (UserMaps maps = fixture.open(Fixture.settings(directory, Fixture.map(Proof.BIND)))) {
            return maps.locate(address);
        }
    }

    private Granted logsIn(String user) throws Exception {
        try (UserMaps maps = fixture.open(Fixture.settings(directory, Fixture.map(Proof.BIND)))) {
            return assertInstanceOf(Granted.class, maps.authenticate(user, SECRET, Service.IMAP));
        }
    }

    private UserEntry user(String address) throws Exception {
        List<UserEntry> users = administration.users(address);
        assertEquals(1, users.size());
        return users.getFirst();
    }

    private void team(String... members) throws Exception {
        assertEquals(
                List.of(new GroupAdministration.Listing(TEAM, List.of(members))),
                administration.groups().all());
    }

    @Test
    void whoHasAnotherAddressIsTheSameAccount() throws Exception {
        String id = logsIn(ANNA).directoryId().value();
        done(administration.rename(ANNA, address("Anna.Berg@Example.net", Before.KEPT)));
        for (String name : List.of(BERG, ANNA, "a.nna@example.net")) {
            assertEquals(id, logsIn(name).directoryId().value());
            assertEquals(BERG, logsIn(name).name().toString());
        }
        UserEntry berg = user(ANNA);
        assertEquals(id, berg.id());
        assertEquals(dn("anna.berg@example.net"), berg.dn());
        assertEquals(BERG, berg.login());
        assertEquals(
                Set.of(ANNA, BERG, "a.nna@example.net"), Set.copyOf(berg.user().aliases()));
        team(BERG, BERT);
    }

    @Test
    void anAddressGivenUpIsNobodys() throws Exception {
        String id = user(ANNA).id();
        done(administration.rename("a.nna@example.net", address(BERG, Before.GIVEN_UP)));
        assertEquals(new Answer.Unknown(), locate(ANNA));
        assertEquals(id, logsIn("a.nna@example.net").directoryId().value());
        done(administration.rename(BERG, address("a.nna@example.net", Before.GIVEN_UP)));
        assertEquals(
                List.of("a.nna@example.net"), user("a.nna@example.net").user().aliases());
        assertEquals(new Answer.Unknown(), locate(BERG));
        team("a.nna@example.net", BERT);
        done(administration.addUser(NewUser.of(ANNA, SECRET, "store1")));
    }

    @Test
    void aNameToLogInWithIsAnother() throws Exception {
        NewName berg = new NewName(Optional.empty(), Optional.of("berg"), Before.KEPT);
        done(administration.rename(ANNA, berg));
        UserEntry anna = user(ANNA);
        assertEquals(dn("berg"), anna.dn());
        assertEquals("berg", anna.login());
        assertEquals(ANNA, anna.user().address());
        team(ANNA, BERT);
        assertTrue(declined(administration.rename(BERT, berg)).startsWith(dn("berg")));
        done(administration.rename(ANNA, new NewName(Optional.of(BERG), Optional.of("anna"), Before.KEPT)));
        assertEquals(dn("anna"), user(BERG).dn());
        done(administration.rename(BERG, address(ANNA, Before.KEPT)));
        assertEquals(dn("anna"), user(ANNA).dn());
        team(ANNA, BERT);
    }

    @Test
    void nobodyIsGivenWhatAnotherHas() throws Exception {
        String bert = user(BERT).dn() + " has that already";
        assertEquals(bert, declined(administration.rename(ANNA, address(BERT, Before.KEPT))));
        assertEquals(bert, declined(administration.rename(ANNA, address("b@example.net", Before.KEPT))));
        assertTrue(declined(administration.rename(ANNA, address(TEAM, Before.KEPT)))
                .startsWith("cn=team@"));
        assertEquals("not an address: x y", declined(administration.rename(ANNA, address("x y", Before.KEPT))));
        assertEquals(new Change.Missing(), administration.rename("cora@example.net", address(BERG, Before.KEPT)));
        assertEquals(new Change.Missing(), administration.rename(TEAM, address(BERG, Before.KEPT)));
        done(administration.rename(ANNA, address(ANNA, Before.KEPT)));
        assertEquals(dn(ANNA), user(ANNA).dn());
    }

    @Test
    void whatAnEntrySaysIsSaidAnewAndNoMore() throws Exception {
        record Trial(UserProperty property, List<String> one, List<String> other) {}
        List<Trial> trials = List.of(
                new Trial(UserProperty.HOST, List.of("store2"), List.of("store1")),
                new Trial(UserProperty.SERVICES, List.of("imap", "smtp"), List.of("web")),
                new Trial(UserProperty.QUOTA, List.of("1000"), List.of(Long.toString(Long.MAX_VALUE))),
                new Trial(UserProperty.CLASS, List.of("staff"), List.of("kiosk")));
        for (Trial trial : trials) {
            for (List<String> values : List.of(trial.one(), trial.other(), List.<String>of())) {
                done(administration.change(ANNA, trial.property(), values));
                assertEquals(values, user(ANNA).said(trial.property()));
            }
            done(administration.change(ANNA, trial.property(), List.of())); // of what is not said
            assertEquals(
                    new Change.Missing(), administration.change("cora@example.net", trial.property(), trial.one()));
        }
        done(administration.change(ANNA, UserProperty.HOST, List.of("store2")));
        assertEquals(
                "store2", assertInstanceOf(Granted.class, locate(ANNA)).route().target());
    }

    @Test
    void aDomainGoesWhenNobodyHasAnAddressThere() throws Exception {
        DomainAdministration domains = administration.domains();
        done(domains.add("example.com"));
        done(domains.add("Example.NET"));
        assertEquals(new Change.Exists(), domains.add("example.net"));
        assertEquals(List.of("example.com", "example.net"), domains.all());
        done(administration.aliases().add("info@example.com", "gone@elsewhere.example"));
        done(administration.aliases().add("postmaster@example.com", BERT));
        assertEquals(
                new DomainUse(
                        "example.com",
                        Optional.of(directory.attributes().made().domain() + "=example.com,ou=domains,dc=waypost"),
                        1,
                        0,
                        1,
                        List.of("info@example.com", "postmaster@example.com"),
                        Optional.of(BERT),
                        Optional.empty()),
                domains.use("Example.com").orElseThrow());
        assertEquals(
                "users: 1, groups: 0, aliases: 1 have addresses in it, as info@example.com, postmaster@example.com",
                declined(domains.delete("example.com")));
        assertEquals(
                "users: 2, groups: 1, aliases: 0 have addresses in it, as a.nna@example.net, anna@example.net,"
                        + " b@example.net, bert@example.net, team@example.net",
                declined(domains.delete("example.net")));
        done(administration.aliases().delete("info@example.com"));
        done(administration.aliases().delete("postmaster@example.com"));
        done(domains.delete("EXAMPLE.com"));
        assertEquals(new Change.Missing(), domains.delete("example.com"));
        assertEquals(List.of("example.net"), domains.all());
        assertEquals("not a domain: a b", declined(domains.delete("a b")));
        assertEquals(Optional.empty(), domains.use("a b"));
    }

    /** The address that a group was made with stays its own, whichever of its addresses is the lowest. */
    @Test
    void aGroupHasFurtherAddresses() throws Exception {
        AliasAdministration aliases = administration.aliases();
        done(aliases.add("info@example.net", TEAM));
        team(ANNA, BERT);
        assertEquals(Optional.of(TEAM), address(administration.groups().of("Info@example.net")));
        assertTrue(aliases.all().contains(new AliasAdministration.Listing("info@example.net", TEAM)));
        assertTrue(declined(aliases.delete(TEAM)).startsWith("that is the primary address of "));
        done(aliases.delete("info@example.net"));
        assertEquals(Optional.empty(), address(administration.groups().of("info@example.net")));
        assertEquals(Optional.empty(), address(administration.groups().of(ANNA)));
    }

    private static Optional<String> address(Optional<GroupAdministration.Listing> group) {
        return group.map(GroupAdministration.Listing::address);
    }

    @Test
    void whoIsAMemberIsToldSo() throws Exception {
        GroupAdministration groups = administration.groups();
        assertEquals(ANNA + " is a member of it already", declined(groups.addMember(TEAM, ANNA)));
        done(groups.removeMember(TEAM, ANNA));
        assertEquals(new Change.Missing(), groups.removeMember(TEAM, ANNA));
        done(groups.addMember(TEAM, ANNA));
    }

    @Test
    void whatIsLeftOverIsGivenAndTakenAsOtherAddressesAre() throws Exception {
        AliasAdministration aliases = administration.aliases();
        done(aliases.add("@Example.com", BERT));
        assertTrue(aliases.all().contains(new AliasAdministration.Listing("@example.com", BERT)));
        assertEquals(new Change.Exists(), aliases.add("@example.com", ANNA));
        assertEquals(new Change.Missing(), administration.deleteUser("x@example.com"));
        assertEquals("not an address: @example.com", declined(administration.deleteUser("@example.com")));
        done(aliases.delete("@example.com"));
        assertEquals(new Change.Missing(), aliases.delete("@example.com"));
        assertEquals("not an address: @a b", declined(aliases.add("@a b", BERT)));
        assertEquals("not an address: @a b", declined(aliases.delete("@a b")));
        assertEquals(BERT, user(BERT).user().address());
    }

    @Test
    void whatIsLeftOverInADomainIsAnAddressToo() throws Exception {
        DomainAdministration domains = administration.domains();
        done(domains.add("example.com"));
        done(administration.addUser(
                NewUser.of("rest@example.net", SECRET, "store1").with("@example.com")));
        DomainUse use = domains.use("example.com").orElseThrow();
        assertEquals(Optional.of("rest@example.net"), use.rest());
        assertEquals(1, use.users());
        assertTrue(declined(domains.delete("example.com")).endsWith(", as @example.com"));
    }
}
