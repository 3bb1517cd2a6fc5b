package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.DirectorySettings;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

class UserMapsTest {
    private static final Secret SECRET = new Secret("secret");
    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        maps = fixture.mapping(Fixture.map(Proof.STORED_HASH));
        fixture.addAnna();
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "ANNA@Example.org", "a.nna@example.net", "anna+tag@example.net."})
    void everyNameOfAnAccountLeadsToIt(String spelling) {
        Granted granted = assertInstanceOf(Granted.class, maps.locate(spelling));
        assertEquals("anna@example.net", granted.name().toString());
        assertEquals("store1", granted.route().target());
        assertEquals("subscribers", granted.map());
        assertFalse(granted.degraded());
        assertEquals(Optional.of(granted), maps.cachedLocate(spelling));
    }

    @Test
    void aNameThatTheDirectoryDoesNotHaveIsUnknown() {
        assertEquals(new Unknown(), maps.locate("nobody@example.net"));
        assertEquals(Optional.of(new Unknown()), maps.cachedLocate("nobody@example.net"));
        fixture.pass(Duration.ofSeconds(21));
        assertEquals(Optional.empty(), maps.cachedLocate("nobody@example.net"));
        assertEquals(new Unknown(), maps.locate("anna@elsewhere.example"));
        assertEquals(new Refused(Kind.ADDRESS), maps.locate("an\0na"));
    }

    @Test
    void domainsAreOursOrNot() {
        assertEquals(Mapping.DomainAnswer.OURS, maps.domain("nobody@example.org"));
        assertEquals(Mapping.DomainAnswer.FOREIGN, maps.domain("nobody@elsewhere.example"));
    }

    @Test
    void anEntryIsFoundByItsIdWhateverItIsCalled() throws Exception {
        Granted anna = assertInstanceOf(Granted.class, maps.locate("anna"));
        assertEquals(new Presence.Present(Optional.of(anna.name())), maps.presence(anna.directoryId()));
        fixture.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "mail", "anne@example.net"));
        AccountName anne = new AccountName("anne", "example.net");
        assertEquals(new Presence.Present(Optional.of(anne)), maps.presence(anna.directoryId()));
        fixture.server.modify("uid=anna,dc=waypost", new Modification(ModificationType.DELETE, "mail"));
        assertEquals(new Presence.Present(Optional.empty()), maps.presence(anna.directoryId()));
        fixture.server.delete("uid=anna,dc=waypost");
        assertEquals(new Presence.Absent(), maps.presence(anna.directoryId()));
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
        assertInstanceOf(Presence.Unavailable.class, maps.presence(anna.directoryId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a*", "anna)(uid=*", "*)(objectClass=*", "an\\2ana"})
    void aNameIsNeverFilterSyntax(String local) {
        Answer answer = maps.locate("\"" + local.replace("\\", "\\\\") + "\"@example.net");
        assertTrue(answer instanceof Unknown || answer instanceof Refused, answer::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sn: x", "mailHost: nowhere", "waypostQuota: 5"})
    void anEntryThatNamesNoNodeIsUnavailable(String line) throws Exception {
        fixture.add("bob", "mail: bob@example.net", line, "userPassword: secret");
        assertInstanceOf(Unavailable.class, maps.locate("bob"));
        assertInstanceOf(Unavailable.class, maps.authenticate("bob", SECRET, Service.IMAP));
    }

    @Test
    void mailOfAnEntryWithAFaultWaits() throws Exception {
        maps.locate("anna");
        fixture.pass(Duration.ofHours(1));
        fixture.add("bob", "mail: anna@example.net", "mailHost: store2");
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        fixture.server.delete("uid=bob,dc=waypost");
        assertInstanceOf(Granted.class, maps.locate("anna"));
    }

    @Test
    void severalEntriesAreUnavailable() throws Exception {
        fixture.add("bob", "mail: anna@example.net", "mailHost: store2", "userPassword: secret");
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        fixture.add("cyd", "mail: anna@example.net", "mailHost: store2", "userPassword: secret");
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
    }

    @Test
    void aCatchAllTakesWhatNobodyElseHas() throws Exception {
        fixture.add("bob", "mail: bob@example.net", "mailLocalAddress: @example.net", "mailHost: store2");
        assertEquals(
                "bob",
                assertInstanceOf(Granted.class, maps.locate("nobody")).name().local());
        assertEquals(
                "anna",
                assertInstanceOf(Granted.class, maps.locate("anna")).name().local());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 10, 11, 32, 50, 51, 52, 53, 80})
    void everyResultThatIsNotDefiniteIsUnavailable(int code) {
        fixture.failSearches(OptionalInt.of(code));
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        assertInstanceOf(Unavailable.class, maps.locate("nobody"));
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 51, 52, 80})
    void whatTheDirectoryAnswersToOneQuestionStopsNoOther(int code) {
        fixture.failSearches(OptionalInt.of(code));
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        fixture.failSearches(OptionalInt.empty());
        assertInstanceOf(Granted.class, maps.locate("anna"));
    }

    @Test
    void aDirectoryWithoutItsCanaryKnowsNothing() throws Exception {
        DirectorySettings d = fixture.directory();
        var watched = new Varied(d).guarded("uid=canary,dc=waypost").settings();
        try (UserMaps other = fixture.open(Fixture.settings(watched, Fixture.map(Proof.STORED_HASH)))) {
            assertInstanceOf(Granted.class, other.locate("anna"));
            assertInstanceOf(Unavailable.class, other.locate("nobody"));
            fixture.add("canary");
            assertEquals(new Unknown(), other.locate("nobody"));
        }
    }

    @Test
    void knownUsersAreServedWhileTheDirectoryIsDown() {
        maps.locate("anna");
        maps.authenticate("anna", SECRET, Service.IMAP);
        fixture.pass(Duration.ofHours(1));
        fixture.server.shutDown(true);
        assertTrue(assertInstanceOf(Granted.class, maps.locate("anna")).degraded());
        Granted login = assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        assertTrue(login.degraded());
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", new Secret("other"), Service.IMAP));
        assertInstanceOf(Unavailable.class, maps.locate("nobody"));
        fixture.pass(CacheSettings.Staleness.STANDARD.verifier());
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
        assertInstanceOf(Granted.class, maps.locate("anna"));
        fixture.pass(CacheSettings.Staleness.STANDARD.route());
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
    }

    @Test
    void aNameThatWasKnownMustBeMissingForSomeTime() throws Exception {
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        fixture.pass(Duration.ofHours(1));
        fixture.server.delete("uid=anna,dc=waypost");
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
        fixture.pass(CacheSettings.STANDARD.vanished().minusSeconds(1));
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        fixture.pass(Duration.ofSeconds(1));
        assertEquals(new Unknown(), maps.locate("anna"));
        assertEquals(new Unknown(), maps.authenticate("anna", SECRET, Service.IMAP));
    }

    @Test
    void aNameThatIsFoundAgainWasNeverMissing() throws Exception {
        maps.locate("anna");
        fixture.pass(Duration.ofHours(1));
        fixture.server.delete("uid=anna,dc=waypost");
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
        fixture.addAnna();
        assertInstanceOf(Granted.class, maps.locate("anna"));
        fixture.pass(Duration.ofHours(1));
        fixture.server.delete("uid=anna,dc=waypost");
        assertInstanceOf(Unavailable.class, maps.locate("anna"));
    }

    @Test
    void aNameThatTheAccountHasLostIsMissingAtOnce() throws Exception {
        maps.locate("anna");
        fixture.pass(Duration.ofHours(1));
        fixture.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "mail", "anne@example.net"));
        assertEquals(new Unknown(), maps.locate("anna"));
        assertInstanceOf(Granted.class, maps.locate("anne"));
    }

    @Test
    void aDomainVouchedForDuringAnOutageMustBeMissingTwice() throws Exception {
        var domains = new UserMapSettings.Domains(List.of("listed.example"), Optional.of("(associatedDomain=%d)"));
        var queried = new UserMapSettings.Directory(
                "customers", domains, "main", Proof.STORED_HASH, Several.UNAVAILABLE, CatchAll.OFF);
        String entry = "uid=domain,dc=waypost";
        fixture.add("domain", "associatedDomain: example.net");
        try (UserMaps other = fixture.mapping(queried)) {
            assertEquals(Mapping.DomainAnswer.OURS, other.domain("a@example.net"));
            assertEquals(Mapping.DomainAnswer.FOREIGN, other.domain("a@elsewhere.example"));
            fixture.pass(Duration.ofHours(1));
            fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            assertEquals(Mapping.DomainAnswer.OURS, other.domain("a@example.net"));
            fixture.failSearches(OptionalInt.empty());
            fixture.server.delete(entry);
            assertEquals(Mapping.DomainAnswer.UNAVAILABLE, other.domain("a@example.net"));
            assertEquals(Mapping.DomainAnswer.UNAVAILABLE, other.domain("a@example.net"));
            fixture.add("domain", "associatedDomain: example.net");
            assertEquals(Mapping.DomainAnswer.OURS, other.domain("a@example.net"));
            fixture.pass(Duration.ofHours(1));
            fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            assertEquals(Mapping.DomainAnswer.OURS, other.domain("a@example.net"));
            fixture.failSearches(OptionalInt.empty());
            fixture.server.delete(entry);
            assertEquals(Mapping.DomainAnswer.UNAVAILABLE, other.domain("a@example.net"));
            fixture.pass(Duration.ofSeconds(21));
            assertEquals(Mapping.DomainAnswer.FOREIGN, other.domain("a@example.net"));
        }
    }

    @Test
    void concurrentAskersShareAnswers() throws Exception {
        List<Callable<Answer>> askers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            askers.add(() -> maps.locate("anna"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(askers)) {
                assertInstanceOf(Granted.class, answer.get());
            }
        }
        assertTrue(fixture.searches.get() < 100, () -> fixture.searches.get() + " searches");
    }

    @Test
    void anExplanationSaysWhy() {
        Explanation explanation = maps.explain("Anna+x@example.org");
        Explanation.Tried tried = explanation.tried().getFirst();
        assertEquals("main (|(mail=anna@example.net)(mailLocalAddress=anna@example.net))", tried.filter());
        assertEquals("uid=anna,dc=waypost", tried.dn());
        assertEquals(List.of("store1"), tried.attributes().get("mailHost"));
        assertFalse(tried.attributes().toString().contains("secret"));
        assertInstanceOf(Granted.class, explanation.answer());
        assertEquals(Optional.empty(), explanation.cacheAge());
        maps.locate("anna");
        fixture.pass(Duration.ofSeconds(7));
        assertEquals(Optional.of(Duration.ofSeconds(7)), maps.explain("anna").cacheAge());
    }
}
