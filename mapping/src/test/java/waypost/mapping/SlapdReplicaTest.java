package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.Connectors;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Spread;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** OpenLDAP and a replica of it that was away while something changed, and is alone when it comes back. */
@Tag("peers")
class SlapdReplicaTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofHours(1);
    private static final Secret SECRET = new Secret("secret");
    private static final Secret NEWER = new Secret("newer");
    private static final int MANY = 400;

    /** Octets, of what a server that is being filled hears. */
    private static final long HALF = 100_000;

    @TempDir
    private Path folder;

    private Fixture clock;
    private Slapd first;
    private Slapd replica;

    @BeforeEach
    void open() throws Exception {
        clock = new Fixture();
        first = Slapd.provider(Files.createDirectory(folder.resolve("first")));
        first.addAnna(SECRET);
        replica = first.replica(Files.createDirectory(folder.resolve("replica")));
        until(() -> has(replica, "anna"));
    }

    @AfterEach
    void close() {
        replica.close();
        first.close();
        clock.close();
    }

    private static void until(Callable<Boolean> there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.call()) {
                Thread.onSpinWait();
            }
        });
    }

    private MappingSettings settings(Proof proof) {
        List<URI> both = List.of(
                URI.create("ldap://127.0.0.1:" + first.port()), URI.create("ldap://127.0.0.1:" + replica.port()));
        return Fixture.settings(first.settings().at(both), Fixture.map(proof));
    }

    private UserMaps maps(Proof proof) throws Exception {
        return clock.open(settings(proof));
    }

    /** Anna moves and has another password, and another user comes. */
    private void change() throws Exception {
        try (LDAPConnection connection = first.connect()) {
            connection.modify(
                    "uid=anna," + Slapd.BASE,
                    new Modification(ModificationType.REPLACE, "userPassword", NEWER.value()),
                    new Modification(ModificationType.REPLACE, "mailHost", "store2"));
        }
        first.add("late");
    }

    /** Something changes while the replica is away; then it is alone. */
    private void leaveBehind(UserMaps maps) throws Exception {
        replica.kill();
        change();
        assertEquals(new Answer.Unknown(), maps.locate("nobody"), "and the state of the first is seen");
        first.kill();
        replica.startAgain();
        clock.pass(LATER);
    }

    @ByEitherProof
    void whatItLacksSaysNothing(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof)) {
            leaveBehind(maps);
            assertInstanceOf(Granted.class, maps.locate("anna"));
            assertInstanceOf(Unavailable.class, maps.authenticate("anna", NEWER, Service.IMAP));
            assertInstanceOf(Unavailable.class, maps.authenticate("anna", NEWER, Service.IMAP), "nor the second time");
            assertInstanceOf(Unavailable.class, maps.locate("late"));
            assertInstanceOf(Unavailable.class, maps.locate("nobody"));
            first.startAgain();
            until(() -> {
                clock.pass(LATER);
                return maps.locate("late") instanceof Granted;
            });
            assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        }
    }

    /** The front end is another process by then. */
    @Test
    void whatItLacksSaysNothingBehindARestart() throws Exception {
        try (Connectors connectors = connectors();
                UserMaps maps = maps(connectors)) {
            leaveBehind(maps);
            connectors.save();
        }
        try (Connectors connectors = connectors();
                UserMaps maps = maps(connectors)) {
            assertInstanceOf(Unavailable.class, maps.locate("late"));
            assertInstanceOf(Unavailable.class, maps.locate("nobody"));
            assertInstanceOf(Unavailable.class, maps.authenticate("anna", NEWER, Service.IMAP));
            assertInstanceOf(Granted.class, maps.locate("anna"));
        }
    }

    private Connectors connectors() throws Exception {
        var connectors =
                new Connectors(settings(Proof.BIND).reached(), Fixture.trust(), clock.ticker, new MetricRegistry());
        connectors.keepStates(folder.resolve("states"), clock.instants);
        return connectors;
    }

    private UserMaps maps(Connectors connectors) throws Exception {
        return UserMaps.open(
                settings(Proof.BIND),
                Fixture.RULES,
                connectors,
                Trials.alone(clock.ticker),
                clock.instants,
                clock.ticker,
                new SplittableRandom(3));
    }

    /** Both answer; what changes in the first does not reach the other any more. They take turns, so that each question comes to each. */
    @ByEitherProof
    void oneThatIsCutOffFromTheOtherIsBelievedNothingOld(Proof proof) throws Exception {
        try (Tap link = new Tap(first.port());
                Slapd frozen = first.replica(Files.createDirectory(folder.resolve("frozen")), link.port());
                Tap asked = new Tap(frozen.port())) {
            until(() -> has(frozen, "anna"));
            link.end();
            change();
            DirectorySettings both = new Varied(first.settings())
                    .at("ldap://127.0.0.1:" + first.port(), "ldap://127.0.0.1:" + asked.port())
                    .spread(Spread.TURNS)
                    .settings();
            try (UserMaps maps = clock.open(Fixture.settings(both, Fixture.map(proof)))) {
                assertEquals(new Answer.Unknown(), maps.locate("nobody"), "said by the first");
                for (int i = 0; i < 6; i++) {
                    assertServedAsTheFirstHasIt(maps);
                }
            }
            for (String name : List.of("late", "nobody", "anna")) {
                assertTrue(asked.heard().contains(name + "@example.net"), name);
            }
        }
    }

    private static boolean has(Slapd server, String user) throws Exception {
        try (LDAPConnection connection = server.connect()) {
            return connection.getEntry("uid=" + user + "," + Slapd.BASE) != null;
        }
    }

    private DirectorySettings inTurns(Slapd one, Slapd another) {
        return new Varied(first.settings())
                .at("ldap://127.0.0.1:" + one.port(), "ldap://127.0.0.1:" + another.port())
                .spread(Spread.TURNS)
                .settings();
    }

    /** It shows its base, and those of the users who have come to it. */
    @ByEitherProof
    void oneThatIsBeingFilledIsBelievedNothing(Proof proof) throws Exception {
        first.add(IntStream.range(0, MANY).mapToObj(i -> "u" + i).toArray(String[]::new));
        change();
        try (Tap link = new Tap(first.port())) {
            var cut = new CountDownLatch(1);
            link.cutBehind(HALF, () -> {
                link.refuse();
                cut.countDown();
            });
            try (Slapd half = first.replica(Files.createDirectory(folder.resolve("half")), link.port());
                    UserMaps maps = clock.open(Fixture.settings(inTurns(first, half), Fixture.map(proof)))) {
                assertTrue(cut.await(60, TimeUnit.SECONDS), "it was being filled");
                until(() -> has(half, "u0"));
                assertFalse(has(half, "late"));
                assertEquals(new Answer.Unknown(), maps.locate("nobody"), "said by the first");
                for (int i = 0; i < 6; i++) {
                    assertServedAsTheFirstHasIt(maps);
                }
                first.kill();
                clock.pass(LATER);
                assertInstanceOf(Unavailable.class, maps.locate("u" + (MANY - 1)));
                assertInstanceOf(Unavailable.class, maps.locate("nobody"));
            }
        }
    }

    /** Both take changes. To the first none of the other's has ever come, so it shows no number of those. */
    @Test
    void oneThatHasNoChangeOfAnotherKnowsNobodyToBeAway() throws Exception {
        try (Slapd second = first.twin(Files.createDirectory(folder.resolve("second")))) {
            until(() -> has(second, "anna"));
            second.add("late");
            assertFalse(has(first, "late"));
            try (UserMaps maps = clock.open(Fixture.settings(inTurns(second, first), Fixture.map(Proof.STORED_HASH)))) {
                assertEquals(new Answer.Unknown(), maps.locate("nobody"), "said by the second");
                for (int i = 0; i < 6; i++) {
                    clock.pass(LATER);
                    assertInstanceOf(Granted.class, maps.locate("late"));
                    clock.pass(LATER);
                    assertEquals(new Answer.Unknown(), maps.locate("nobody"));
                }
                second.kill();
                clock.pass(LATER);
                assertInstanceOf(Unavailable.class, maps.locate("nobody"));
                assertInstanceOf(Granted.class, maps.locate("anna"));
            }
        }
    }

    private void assertServedAsTheFirstHasIt(UserMaps maps) {
        clock.pass(LATER);
        assertInstanceOf(Granted.class, maps.locate("late"));
        clock.pass(LATER);
        assertEquals(
                "store2",
                assertInstanceOf(Granted.class, maps.locate("anna")).route().target());
        clock.pass(LATER);
        assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP));
        clock.pass(LATER);
        assertEquals(
                new Answer.Refused(Answer.Kind.CREDENTIALS),
                maps.authenticate("anna", new Secret("never"), Service.IMAP));
        clock.pass(LATER);
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
    }

    @Test
    void aWatchKnowsTheStateToo() throws Exception {
        try (UserMaps maps = maps(Proof.BIND)) {
            maps.watch("main");
            leaveBehind(maps);
            assertInstanceOf(Unavailable.class, maps.locate("late"));
            first.startAgain();
            until(() -> {
                clock.pass(LATER);
                return maps.locate("late") instanceof Granted;
            });
        }
    }
}
