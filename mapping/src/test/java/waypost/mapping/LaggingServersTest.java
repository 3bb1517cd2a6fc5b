package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Spread;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** Servers of one directory that say nothing of each other's changes, as controllers: each knows whom the others have told it of. */
class LaggingServersTest {
    private static final OptionalInt BUSY = OptionalInt.of(51);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Controller> controllers = new ArrayList<>();
    private Controller first;
    private Controller second;
    private Optional<UserMaps> opened = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        for (int i = 1; i <= 3; i++) {
            controllers.add(new Controller(i));
        }
        first = controllers.get(0);
        second = controllers.get(1);
    }

    @AfterEach
    void close() {
        opened.ifPresent(UserMaps::close);
        controllers.forEach(Controller::close);
    }

    private UserMaps maps(DirectoryKind kind, Spread spread, Controller... those) throws Exception {
        DirectorySettings domain = Controller.domain(kind, spread, those);
        UserMaps maps = first.fixture.open(Fixture.settings(domain, Fixture.map(Proof.BIND)));
        opened = Optional.of(maps);
        return maps;
    }

    private UserMaps pair() throws Exception {
        return maps(DirectoryKind.ACTIVE_DIRECTORY, Spread.FIRST, first, second);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNewAtOneIsKnown(Spread spread) throws Exception {
        UserMaps maps = maps(DirectoryKind.ACTIVE_DIRECTORY, spread, first, second);
        second.has("anna");
        for (int i = 0; i < 4; i++) {
            Granted anna = assertInstanceOf(Granted.class, maps.locate("anna"));
            assertEquals(anna.directoryId(), granted(maps.authenticate("nanna", Controller.SECRET, Service.IMAP)));
            assertEquals(
                    new Presence.Present(Optional.of(anna.name())), maps.presence(anna.directoryId()), "by his id");
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            first.fixture.pass(HOUR);
        }
    }

    private static Object granted(Answer answer) {
        return assertInstanceOf(Granted.class, answer).directoryId();
    }

    /** As any other that shows nothing of what its servers have. */
    @Test
    void soItIsWhereNoServerSaysHowFarItIs() throws Exception {
        UserMaps maps = maps(DirectoryKind.LDAP, Spread.FIRST, first, second);
        second.fixture.addAnna();
        assertInstanceOf(Granted.class, maps.locate("anna"));
        assertInstanceOf(Granted.class, maps.authenticate("anna", Controller.SECRET, Service.IMAP));
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
    }

    /** By the address; a log-in by its name, too. That the other one shows its base need not be seen. */
    @Test
    void itCostsOneSearchAtEachOther() throws Exception {
        UserMaps maps = pair();
        assertEquals(new Answer.Unknown(), maps.locate("nobody"), "asks for the rest of the domain, and how far it is");
        second.fixture.searches.set(0);
        assertEquals(new Answer.Unknown(), maps.locate("nobody1"));
        assertEquals(1, second.fixture.searches.get());
        assertEquals(new Answer.Unknown(), maps.authenticate("nobody2", Controller.SECRET, Service.IMAP));
        assertEquals(3, second.fixture.searches.get());
        first.has("anna");
        assertInstanceOf(Granted.class, maps.locate("anna"));
        assertEquals(3, second.fixture.searches.get());
    }

    /** However often somebody writes to the same names within {@code cache.negative}, each server is asked for each of them once. */
    @Test
    void whoIsUnknownIsNotAskedForAgain() throws Exception {
        UserMaps maps = pair();
        assertEquals(new Answer.Unknown(), maps.locate("nobody"), "asks for the rest of the domain, and how far it is");
        first.fixture.searches.set(0);
        second.fixture.searches.set(0);
        for (int mail = 0; mail < 1_000; mail++) {
            assertEquals(new Answer.Unknown(), maps.locate("nobody" + mail % 10));
        }
        assertEquals(10, second.fixture.searches.get());
        assertEquals(30, first.fixture.searches.get(), "with the base and its number");
        first.fixture.pass(CacheSettings.STANDARD.negative());
        assertEquals(new Answer.Unknown(), maps.locate("nobody0"));
        assertTrue(second.fixture.searches.get() > 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatCannotBeAskedKeepsNobodyWaiting(boolean away) throws Exception {
        UserMaps maps = pair();
        second.has("anna");
        if (away) {
            second.fixture.close();
        } else {
            second.fixture.failSearches(BUSY);
        }
        assertEquals(new Answer.Unknown(), maps.locate("anna"));
        assertEquals(MapHealth.State.OK, maps.health().getFirst().state());
    }

    @Test
    void whomOneOnlyHasTwiceIsNobodyInParticular() throws Exception {
        UserMaps maps = pair();
        second.has("anna");
        second.has("anne");
        second.fixture.server.modify(
                "dn: " + Controller.dn("anne"), "changetype: modify", "replace: mail", "mail: anna@example.net");
        assertInstanceOf(Answer.Unavailable.class, maps.locate("anna"));
    }

    /** What one shows that was put back is as it was before. */
    @Test
    void whoWasDeletedIsNotKnownByOneThatWasPutBack() throws Exception {
        UserMaps maps = pair();
        second.number.set(200);
        assertEquals(new Answer.Unknown(), maps.locate("nobody"), "both have said how far they are");
        second.has("anna");
        second.number.set(150);
        first.fixture.pass(HOUR);
        assertEquals(new Answer.Unknown(), maps.locate("anna"));
    }

    /** Of three of which one or the other cannot be asked, and which tell each other when they like. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoIsKnownToAnyIsNotUnknown(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        UserMaps maps = maps(
                DirectoryKind.ACTIVE_DIRECTORY,
                Spread.values()[random.nextInt(2)],
                controllers.toArray(Controller[]::new));
        List<Set<String>> known =
                controllers.stream().<Set<String>>map(_ -> new TreeSet<>()).toList();
        for (int user = 0; user < 60; user++) {
            int born = random.nextInt(3);
            controllers.get(born).has("u" + user);
            known.get(born).add("u" + user);
            int told = random.nextInt(3);
            for (String one : known.get(random.nextInt(3))) {
                if (random.nextInt(4) == 0 && known.get(told).add(one)) {
                    controllers.get(told).has(one);
                }
            }
            int busy = random.nextInt(4);
            for (int i = 0; i < 3; i++) {
                controllers.get(i).fixture.failSearches(i == busy ? BUSY : OptionalInt.empty());
            }
            first.fixture.pass(CacheSettings.STANDARD.negative().plusSeconds(random.nextInt(3600)));
            String asked = "u" + random.nextInt(user + 2);
            boolean there = IntStream.range(0, 3)
                    .anyMatch(i -> i != busy && known.get(i).contains(asked));
            Answer answer = maps.locate(asked);
            if (there) {
                assertInstanceOf(Granted.class, answer, asked + " at step " + user);
            } else if (known.stream().noneMatch(names -> names.contains(asked))) {
                assertEquals(new Answer.Unknown(), answer, asked + " at step " + user);
            }
        }
    }
}
