package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.ChangeFeed;
import waypost.directory.Hashes;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** A copy of a directory whose changes are told by hand. */
class WholeCopyTest {
    private static final Secret SECRET = new Secret("secret");
    private static final OptionalInt AWAY = OptionalInt.of(51);
    private static final OptionalInt HERE = OptionalInt.empty();
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void users() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        fixture.add("bob", "mail: bob@example.net", "mailHost: store2", "waypostQuota: 1000");
        begin();
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private void begin() throws Exception {
        maps = fixture.mapping(Fixture.map(Proof.STORED_HASH));
        maps.onDisk().all(folder);
        copy().changes().toldBy(fixture.directory().uris().getFirst());
    }

    private void again() throws Exception {
        maps.onDisk().save();
        maps.close();
        begin();
    }

    private WholeCopy copy() {
        return maps.copies().of("subscribers").orElseThrow();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    /** The directory tells that anything may have changed, and that this is its state. */
    private void tellAll(String state) {
        ChangeFeed.Changes told = copy().changes();
        told.anyChanged();
        told.reached(state);
        told.current();
        until(copy()::isCurrent);
    }

    private void tell(String... users) throws Exception {
        for (String user : users) {
            copy().changes().changed(List.of(id(user)));
        }
        until(copy()::isCurrent);
    }

    private String id(String user) throws Exception {
        Entry entry = Objects.requireNonNull(fixture.server.getEntry("uid=" + user + ",dc=waypost", "entryUUID"));
        return Objects.requireNonNull(entry.getAttributeValue("entryUUID"));
    }

    private Granted granted(String name) {
        return assertInstanceOf(Granted.class, maps.locate(name));
    }

    private void assertUnavailable(String name) {
        assertInstanceOf(Answer.Unavailable.class, maps.locate(name));
    }

    @Test
    void whoWasNeverAskedForGetsMailInAnOutage() throws Exception {
        tellAll("one");
        fixture.failSearches(AWAY);
        Granted anna = granted("a.nna");
        assertEquals("anna@example.net", anna.name().toString());
        assertTrue(anna.degraded());
        assertEquals("store2", granted("bob").route().toString());
        assertEquals(1000, granted("bob").limits().storage().orElse(0));
        assertUnavailable("carol");
        assertInstanceOf(Answer.Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP), "no passwords");
        assertInstanceOf(Identity.Known.class, maps.identify("anna", Service.IMAP));
    }

    @Test
    void aDirectoryThatAnswersIsAsked() throws Exception {
        tellAll("one");
        int before = fixture.searches.get();
        assertFalse(granted("bob").degraded());
        assertTrue(fixture.searches.get() > before);
    }

    @Test
    void aProcessThatBeginsInAnOutageKnowsEverybody() throws Exception {
        tellAll("one");
        again();
        fixture.failSearches(AWAY);
        assertEquals("one", copy().state().orElseThrow());
        assertEquals("store2", granted("bob").route().toString());
        assertTrue(granted("bob").degraded());
    }

    @Test
    void whatIsToldIsReadAgain() throws Exception {
        tellAll("one");
        fixture.server.modify("uid=bob,dc=waypost", new Modification(ModificationType.REPLACE, "mailHost", "store1"));
        fixture.add("carol", "mail: carol@example.net", "mailHost: store1");
        tell("bob", "carol");
        copy().changes().reached("two");
        until(copy()::isCurrent);
        again();
        fixture.failSearches(AWAY);
        assertEquals("two", copy().state().orElseThrow());
        assertEquals("store1", granted("bob").route().toString());
        granted("carol");
    }

    /** What was found before the change is older than the copy. */
    @Test
    void theCopyIsNewerThanWhatWasFound() throws Exception {
        tellAll("one");
        granted("bob");
        fixture.server.modify(
                "uid=bob,dc=waypost", new Modification(ModificationType.REPLACE, "waypostState", "disabled"));
        fixture.pass(Duration.ofMinutes(1));
        tell("bob");
        fixture.failSearches(AWAY);
        fixture.pass(CacheSettings.STANDARD.positive());
        assertEquals(new Answer.Refused(Answer.Kind.DISABLED), maps.locate("bob"));
    }

    @Test
    void whoHasGoneIsMissingUntilThatIsBelieved() throws Exception {
        tellAll("one");
        String bob = id("bob");
        fixture.server.delete("uid=bob,dc=waypost");
        copy().changes().changed(List.of(bob));
        until(copy()::isCurrent);
        assertUnavailable("bob");
        fixture.failSearches(AWAY);
        assertUnavailable("bob");
        again();
        assertUnavailable("bob");
        fixture.failSearches(HERE);
        fixture.pass(CacheSettings.STANDARD.vanished().plusSeconds(1));
        assertEquals(new Answer.Unknown(), locatedWhenBelieved("bob"));
        assertEquals(2, copy().size());
        maps.onDisk().save();
        assertEquals(1, copy().size());
    }

    /** After a restart the look-up is the first that hears of it. */
    private Answer locatedWhenBelieved(String name) {
        maps.locate(name);
        fixture.pass(CacheSettings.STANDARD.vanished().plusSeconds(1));
        return maps.locate(name);
    }

    @Test
    void whoWasNeverAskedForIsKnownNevertheless() throws Exception {
        tellAll("one");
        fixture.server.delete("uid=bob,dc=waypost"); // and nobody tells
        assertUnavailable("bob");
        fixture.pass(CacheSettings.STANDARD.vanished());
        assertEquals(new Answer.Unknown(), maps.locate("bob"));
        fixture.pass(CacheSettings.STANDARD.negative());
        assertEquals(new Answer.Unknown(), maps.locate("bob"), "once believed, it is");
    }

    @Test
    void whoIsLeftMayBeToldInPlaceOfWhoHasGone() throws Exception {
        tellAll("one");
        Hashes present = new Hashes();
        present.add(Hashes.of(id("anna")));
        copy().changes().others(present);
        until(copy()::isCurrent);
        fixture.failSearches(AWAY);
        granted("bob"); // was looked for, and is there
        fixture.failSearches(HERE);
        fixture.server.delete("uid=bob,dc=waypost");
        copy().changes().others(present);
        until(copy()::isCurrent);
        fixture.failSearches(AWAY);
        assertUnavailable("bob");
        granted("anna");
    }

    private void addMany() throws Exception {
        for (int i = 0; i < 30; i++) {
            fixture.add("u" + i, "mail: u" + i + "@example.net", "mailHost: store1");
        }
    }

    private void removeMany() throws Exception {
        for (int i = 0; i < 30; i++) {
            fixture.server.delete("uid=u" + i + ",dc=waypost");
        }
    }

    /** A refresh that would remove twenty, and one in a hundred, is not believed: they go on as in an outage. */
    @Test
    void manyWhoAreMissingAtOnceHaveNotGone() throws Exception {
        addMany();
        tellAll("one");
        removeMany();
        tellAll("two");
        assertTrue(granted("u7").degraded());
        fixture.pass(Duration.ofHours(1));
        again();
        assertEquals(32, copy().size());
        assertTrue(granted("u7").degraded(), "also in the next process");
        addMany();
        tellAll("three");
        assertFalse(granted("u7").degraded());
    }

    /** Twenty-four of 2,500 are no sign of anything, neither when they go nor in the next process. */
    @Test
    void aFewOfManyHaveGone() throws Exception {
        for (int i = 0; i < 2500; i++) {
            fixture.add("v" + i, "mail: v" + i + "@example.net", "mailHost: store1");
        }
        tellAll("one");
        for (int i = 0; i < 24; i++) {
            fixture.server.delete("uid=v" + i + ",dc=waypost");
        }
        tellAll("two");
        assertEquals(MapHealth.State.OK, maps.health().getFirst().state());
        again();
        assertEquals(MapHealth.State.OK, maps.health().getFirst().state());
        assertUnavailable("v7");
    }

    @Test
    void howItStandsIsTold() throws Exception {
        assertEquals(
                List.of(new MapHealth(
                        "subscribers",
                        MapHealth.State.OK,
                        Optional.of(new MapHealth.Copy(0, false, Optional.empty(), Optional.empty())))),
                maps.health());
        addMany();
        tellAll("one");
        Instant now = fixture.instants.instant();
        assertEquals(
                List.of(new MapHealth(
                        "subscribers",
                        MapHealth.State.OK,
                        Optional.of(new MapHealth.Copy(32, true, Optional.of(now), Optional.empty())))),
                maps.health());
        fixture.failSearches(AWAY);
        granted("bob");
        assertEquals(MapHealth.State.DEGRADED, maps.health().getFirst().state());
        fixture.failSearches(HERE);
        granted("bob");
        assertEquals(MapHealth.State.OK, maps.health().getFirst().state());
        removeMany();
        copy().changes().lost();
        copy().changes().anyChanged();
        until(() -> maps.health().getFirst().state() == MapHealth.State.SUSPECT);
    }

    @Test
    void afterADayTheyHaveGone() throws Exception {
        addMany();
        tellAll("one");
        removeMany();
        tellAll("two");
        fixture.pass(Duration.ofDays(1));
        maps.onDisk().save();
        assertEquals(2, copy().size());
        assertEquals(new Answer.Unknown(), maps.locate("u7"));
    }

    @Test
    void isOfNoUseWhenItIsTooOld() throws Exception {
        tellAll("one");
        copy().changes().lost();
        again();
        fixture.failSearches(AWAY);
        CacheSettings.Staleness staleness = CacheSettings.Staleness.STANDARD;
        fixture.pass(staleness.quota().plusSeconds(1));
        assertEquals(
                AccountLimits.NONE.withStorage(AccountLimits.UNLIMITED),
                granted("bob").limits());
        fixture.pass(staleness.route().minus(staleness.quota()).plusSeconds(1));
        assertUnavailable("bob");
    }

    @Test
    void isReadWhenTheDirectoryComesBack() throws Exception {
        fixture.failSearches(AWAY);
        ChangeFeed.Changes told = copy().changes();
        told.anyChanged();
        told.reached("one");
        told.current();
        int before = fixture.searches.get();
        until(() -> fixture.searches.get() > before);
        assertFalse(copy().isCurrent());
        assertUnavailable("bob");
        fixture.failSearches(HERE);
        until(copy()::isCurrent);
        assertEquals(2, copy().size());
    }

    @Test
    void anEntryAtFaultIsNobody() throws Exception {
        fixture.add("carol", "mail: carol@example.net", "mailHost: nowhere");
        fixture.add("all", "mail: all@example.net", "mailLocalAddress: @example.net", "mailHost: store1");
        fixture.add("team", "mail: team@example.net", "objectClass: groupOfNames");
        fixture.add("twin", "mail: twin@example.net", "mailLocalAddress: bob@example.net", "mailHost: store1");
        tellAll("one");
        fixture.failSearches(AWAY);
        assertUnavailable("carol");
        assertUnavailable("bob");
        assertUnavailable("team"); // a group, which is not for who gets what is left
        assertUnavailable("whoever"); // somebody may have come to have it since
    }

    @Test
    void aCopyHasWhoHasTheRest() throws Exception {
        fixture.add("all", "mail: all@example.net", "mailLocalAddress: @example.net", "mailHost: store1");
        tellAll("one");
        AccountName rest = AccountName.rest("example.net");
        assertEquals("has all@example.net", copy().find(rest, Prospect.Use.MAIL).toString());
    }

    /** Names that are no addresses find who logs in, and nobody's mail. */
    @Test
    void aLoginNameIsNoAddress() {
        CopyTable table = new CopyTable("subscribers");
        var name = new AccountName("anna", "example.net");
        var entry = new CopyEntry(CopyTableTest.id(0), Set.of(CopyName.login("anna", "")), Optional.empty());
        table.put(new CopyTable.Kept(entry, Optional.empty()));
        assertEquals(0, found(table, name, Prospect.Use.MAIL));
        assertEquals(1, found(table, name, Prospect.Use.LOGIN));
    }

    private static int found(CopyTable table, AccountName name, Prospect.Use use) {
        return CopyName.searches(name, use).stream()
                .flatMap(Set::stream)
                .mapToInt(one -> table.find(one).size())
                .sum();
    }
}
