package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.ChangeFeed;
import waypost.directory.DirectorySettings;
import waypost.identity.NodeName;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Proof;

/** One front end begins with the copy of another. */
class SharedCopyTest {
    private static final OptionalInt AWAY = OptionalInt.of(51);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String OLD = "rid=000,csn=20261130100000.000000Z#000000#000#000000";
    private static final String NEW = "rid=000,csn=20261130110000.000000Z#000000#000#000000";

    @TempDir
    private Path folder;

    private final List<UserMaps> open = new ArrayList<>();
    private Fixture fixture;
    private UserMaps giver;

    @BeforeEach
    void users() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        fixture.add("bob", "mail: bob@example.net", "mailHost: store2", "waypostQuota: 1000");
        giver = begin("giver", settings(), CopyFellows.NOBODY);
    }

    @AfterEach
    void close() {
        open.forEach(UserMaps::close);
        fixture.close();
    }

    private MappingSettings settings() {
        return Fixture.settings(fixture.directory(), Fixture.map(Proof.STORED_HASH));
    }

    private UserMaps begin(String name, MappingSettings settings, CopyFellows fellows) throws Exception {
        UserMaps maps = fixture.open(settings);
        open.add(maps);
        maps.onDisk().all(Files.createDirectories(folder.resolve(name)), fellows);
        return maps;
    }

    /** The one that another front end has, before it has taken any. */
    private UserMaps cold() throws Exception {
        return begin("taker", settings(), CopyFellows.NOBODY);
    }

    private static WholeCopy copy(UserMaps maps) {
        return maps.copies().of("subscribers").orElseThrow();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private void tellAll(UserMaps maps, String state) {
        ChangeFeed.Changes told = copy(maps).changes();
        told.toldBy(fixture.directory().uris().getFirst());
        told.anyChanged();
        told.reached(state);
        told.current();
        until(copy(maps)::isCurrent);
    }

    private static void seed(UserMaps maps, CopyFellows fellows) throws InterruptedException {
        for (SharedCopy shared : maps.copies().in("main")) {
            shared.seed(fellows);
        }
    }

    private static Optional<NodeName> from(UserMaps maps) {
        return copy(maps).health().from();
    }

    @Test
    void whoBeginsInAnOutageKnowsWhomAnotherKnows() throws Exception {
        tellAll(giver, NEW);
        fixture.failSearches(AWAY);
        UserMaps taker = begin("taker", settings(), new HandFellows().with("fe1", giver));
        taker.watch("main");
        until(() -> from(taker).equals(Optional.of(new NodeName("fe1"))));
        Granted bob = assertInstanceOf(Granted.class, taker.locate("bob"));
        assertTrue(bob.degraded());
        assertEquals("store2", bob.route().toString());
        assertEquals(1000, bob.limits().storage().orElse(0));
        assertInstanceOf(Identity.Known.class, taker.identify("anna", Service.IMAP));
        assertInstanceOf(Answer.Unavailable.class, taker.locate("carol"));
        assertEquals(NEW, copy(taker).state().orElseThrow());
    }

    @Test
    void whatWasTakenIsOnDisk() throws Exception {
        tellAll(giver, NEW);
        UserMaps taker = cold();
        seed(taker, new HandFellows().with("fe1", giver));
        open.remove(taker);
        taker.close();
        UserMaps again = cold();
        assertEquals(NEW, copy(again).state().orElseThrow());
        assertEquals(2, copy(again).size());
        assertEquals(Optional.empty(), from(again), "it is its own by now");
    }

    @Test
    void ofOtherSettingsThereIsNone() throws Exception {
        tellAll(giver, NEW);
        DirectorySettings main = fixture.directory();
        var map = Fixture.map(Proof.STORED_HASH);
        var noCatchAll = new UserMapSettings.Directory(
                map.name(), map.domains(), "main", map.proof(), map.several(), CatchAll.OFF);
        var otherName = new UserMapSettings.Directory(
                "others", map.domains(), "main", map.proof(), map.several(), map.catchAll());
        DirectorySettings elsewhere = main.at(List.of(URI.create("ldap://192.0.2.1")));
        int number = 0;
        for (MappingSettings other : List.of(
                Fixture.settings(main, noCatchAll),
                Fixture.settings(main, otherName),
                Fixture.settings(main, Fixture.map(Proof.BIND)),
                Fixture.settings(elsewhere, map),
                Fixture.settings(with(main, "ou=people,dc=waypost", Layout.LDAP.filter()), map),
                Fixture.settings(with(main, main.base(), "(mail=%e)"), map))) {
            UserMaps taker = begin("taker" + number++, other, CopyFellows.NOBODY);
            seed(taker, new HandFellows().with("fe1", giver));
            assertEquals(
                    Optional.empty(), taker.health().getFirst().copy().flatMap(MapHealth.Copy::from), () -> "" + other);
        }
    }

    private static UserDirectory with(DirectorySettings before, String base, String filter) {
        return new VariedUsers(new Varied(before).below(base).settings())
                .found(filter)
                .directory();
    }

    /** Who asks, for how long, and which server first, may be otherwise at each. */
    @Test
    void howTheDirectoryIsAskedMayDiffer() throws Exception {
        tellAll(giver, NEW);
        DirectorySettings main = fixture.directory();
        var otherwise = new Varied(main)
                .spread(DirectorySettings.Spread.TURNS)
                .anonymously()
                .within(Duration.ofSeconds(9))
                .asked(new DirectorySettings.InFlight(1, 1, 1))
                .settings();
        UserMaps taker =
                begin("taker", Fixture.settings(otherwise, Fixture.map(Proof.STORED_HASH)), CopyFellows.NOBODY);
        seed(taker, new HandFellows().with("fe1", giver));
        assertEquals(2, copy(taker).size());
    }

    @Test
    void theNewestIsTakenAndTheNextWhereItIsNotGiven() throws Exception {
        tellAll(giver, OLD);
        UserMaps other = begin("other", settings(), CopyFellows.NOBODY);
        tellAll(other, NEW);
        copy(giver).changes().lost();
        fixture.pass(Duration.ofMinutes(5));
        UserMaps taker = cold();
        seed(taker, new HandFellows().with("fe1", giver).with("fe2", other));
        assertEquals(Optional.of(new NodeName("fe2")), from(taker));
        UserMaps unlucky = begin("unlucky", settings(), CopyFellows.NOBODY);
        seed(unlucky, new HandFellows().with("fe1", giver).with("fe2", other, 20));
        assertEquals(Optional.of(new NodeName("fe1")), from(unlucky));
        assertEquals(OLD, copy(unlucky).state().orElseThrow());
        UserMaps alone = begin("alone", settings(), CopyFellows.NOBODY);
        seed(alone, new HandFellows().with("fe2", other, 20));
        assertEquals(Optional.empty(), copy(alone).state(), "the directory is read, as ever");
    }

    /** It has a copy of its own, and is away for a while. */
    private UserMaps awayFor(String state, Duration time) throws Exception {
        UserMaps taker = cold();
        tellAll(taker, state);
        taker.onDisk().save();
        open.remove(taker);
        taker.close();
        fixture.pass(time);
        return cold();
    }

    @Test
    void oneThatIsMuchOlderGivesWay() throws Exception {
        tellAll(giver, NEW);
        UserMaps taker = awayFor(OLD, Duration.ofHours(2));
        seed(taker, new HandFellows().with("fe1", giver));
        assertEquals(NEW, copy(taker).state().orElseThrow());
    }

    @Test
    void oneThatIsAsGoodStays() throws Exception {
        tellAll(giver, NEW);
        UserMaps brief = awayFor(OLD, Duration.ofMinutes(50));
        seed(brief, new HandFellows().with("fe1", giver));
        assertEquals(OLD, copy(brief).state().orElseThrow(), "the directory tells what it lacks");
    }

    /** Somebody watches a server that lacks changes. */
    @Test
    void oneThatLacksChangesIsNotTaken() throws Exception {
        tellAll(giver, OLD);
        UserMaps taker = awayFor(NEW, Duration.ofHours(2));
        seed(taker, new HandFellows().with("fe1", giver));
        assertEquals(NEW, copy(taker).state().orElseThrow());
        assertEquals(Optional.empty(), from(taker));
    }

    @Test
    void oneThatIsTooOldIsNotTaken() throws Exception {
        tellAll(giver, NEW);
        copy(giver).changes().lost();
        fixture.pass(CacheSettings.STANDARD.staleness().route().plusSeconds(1));
        UserMaps taker = cold();
        seed(taker, new HandFellows().with("fe1", giver));
        assertEquals(Optional.empty(), copy(taker).state());
    }

    @Test
    void whoMissesManyGivesNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            fixture.add("u" + i, "mail: u" + i + "@example.net", "mailHost: store1");
        }
        tellAll(giver, OLD);
        var fellows = new HandFellows().with("fe1", giver);
        for (int i = 0; i < 30; i++) {
            fixture.server.delete("uid=u" + i + ",dc=waypost");
        }
        tellAll(giver, NEW);
        SharedCopy shared = giver.copies().in("main").getFirst();
        assertEquals(new CopyOffer.Suspect(), shared.offer());
        UserMaps taker = cold();
        seed(taker, fellows);
        assertEquals(Optional.empty(), copy(taker).state());
    }

    @Test
    void whoIsMissingThereIsMissingHere() throws Exception {
        tellAll(giver, OLD);
        fixture.server.delete("uid=bob,dc=waypost");
        tellAll(giver, NEW);
        fixture.failSearches(AWAY);
        UserMaps taker = cold();
        seed(taker, new HandFellows().with("fe1", giver));
        assertEquals(2, copy(taker).size());
        assertInstanceOf(Granted.class, taker.locate("anna"));
        assertInstanceOf(Answer.Unavailable.class, taker.locate("bob"));
    }

    /** Its age is counted from then on, whatever the other's clock says. */
    @Test
    void aDateToComeIsToday() throws Exception {
        tellAll(giver, NEW);
        UserMaps taker = cold();
        CopyFile.Loaded loaded = new CopyFile.Loaded(
                new CopyTable("subscribers"),
                new CopyGroup.Stood(NEW, fixture.instants.instant().plus(Duration.ofDays(5))));
        copy(taker).goOn(loaded, new NodeName("fe1"));
        Instant now = fixture.instants.instant();
        assertEquals(Optional.of(now), copy(taker).health().asOf());
    }

    @Test
    void whoHasReadNothingGivesNothing() throws Exception {
        SharedCopy shared = giver.copies().in("main").getFirst();
        assertEquals(new CopyOffer.None(), shared.offer());
        assertEquals(Optional.empty(), shared.piece(1, 0));
    }
}
