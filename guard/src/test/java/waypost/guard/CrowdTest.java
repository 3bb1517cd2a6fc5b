package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.config.Network;

/** 3,000 good users and a bad one behind one address. */
class CrowdTest {
    private static final int USERS = 3000;
    private static final String ADDRESS = "203.0.113.7";
    private static final Duration HOUR = Duration.ofHours(1);

    private long delayed;
    private long refused;
    private long answered;
    private long guesses;
    private long decided;

    /** Everybody logs in some times in an hour, and is right. */
    private void users(Scene scene, int times, SplittableRandom random) {
        for (int user = 0; user < USERS; user++) {
            String name = "user" + user;
            for (int i = 0; i < times; i++) {
                scene.at(
                        Duration.ofMillis(random.nextLong(HOUR.toMillis())),
                        () -> scene.begin(name, ADDRESS, "right", this::good));
            }
        }
    }

    private void good(Scene.Ended ended) {
        answered++;
        refused += ended.after().isEmpty() ? 1 : 0;
        delayed += ended.after().orElse(Duration.ZERO).toMillis();
    }

    /** Guesses as fast as it is answered, on so many connections; each guess takes a second by itself. */
    private void bad(Scene scene, int connections, String names, int accounts) {
        for (int i = 0; i < connections; i++) {
            scene.at(Duration.ofMillis(i), () -> guess(scene, names, accounts));
        }
    }

    private void guess(Scene scene, String names, int accounts) {
        long guess = guesses++;
        scene.begin(names + guess % accounts, ADDRESS, "guess" + guess / accounts, ended -> {
            decided += ended.after().isPresent() ? 1 : 0;
            scene.at(Duration.ofSeconds(1), () -> guess(scene, names, accounts));
        });
    }

    private void nobodyWasHeldUp(int logins) {
        assertEquals(logins, answered);
        assertEquals(0, refused);
        assertEquals(0, delayed);
    }

    /** He guesses at accounts that are at home elsewhere, however hard. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50})
    void whoIsAtHomeIsNotHeldUp(int connections) {
        Scene scene = new Scene();
        users(scene, 1, new SplittableRandom(1));
        scene.pass(HOUR);
        bad(scene, connections, "name", 1_000_000);
        users(scene, 3, new SplittableRandom(2));
        scene.pass(HOUR);
        nobodyWasHeldUp(4 * USERS);
        assertTrue(guesses > 100, "the bad one was there: " + guesses);
    }

    /** He guesses at theirs, one after the other: each has failures of its own, and still nobody who is right waits. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50})
    void whoIsAtHomeIsNotHeldUpByGuessesAtTheSameAccounts(int connections) {
        Scene scene = new Scene();
        users(scene, 1, new SplittableRandom(1));
        scene.pass(HOUR);
        bad(scene, connections, "user", USERS);
        users(scene, 3, new SplittableRandom(2));
        scene.pass(HOUR);
        nobodyWasHeldUp(4 * USERS);
    }

    /** Nobody was there before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void newcomersWhoAreRightAreNotHeldUpByWhoUsesFewConnections(int connections) {
        Scene scene = new Scene();
        bad(scene, connections, "name", 1_000_000);
        users(scene, 1, new SplittableRandom(3));
        scene.pass(HOUR);
        nobodyWasHeldUp(USERS);
        assertTrue(guesses < connections * 500, "the bad one was slowed: " + guesses);
    }

    /** Nobody was there before, and he guesses at few accounts, however hard: it is they that are held. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "1, 50", "4, 50"})
    void newcomersAreNotHeldUpByGuessesAtOthersAccounts(int accounts, int connections) {
        Scene scene = new Scene();
        bad(scene, connections, "name", accounts);
        users(scene, 1, new SplittableRandom(5));
        scene.pass(HOUR);
        nobodyWasHeldUp(USERS);
        assertTrue(decided > 100, "the bad one was there: " + decided);
        assertTrue(decided < accounts * 3600, "the bad one was slowed: " + decided);
    }

    /** He has guessed at so many for some minutes that the whole address is judged, and goes on with the same ones. */
    @ParameterizedTest
    @ValueSource(ints = {5, 40, 99})
    void newcomersAreNotHeldUpByGuessesAtAccountsThatHaveFailed(int accounts) {
        Scene scene = new Scene();
        bad(scene, 50, "name", accounts);
        scene.pass(Duration.ofMinutes(10));
        decided = 0;
        users(scene, 1, new SplittableRandom(6));
        scene.pass(HOUR);
        nobodyWasHeldUp(USERS);
        assertTrue(decided < 3600, "the bad one was slowed, by what is his address's: " + decided);
    }

    /** Whatever he does there. */
    @Test
    void newcomersOfASharedNetworkAreNotHeldUpAtAll() {
        Scene scene = Scene.sharing(new Network(Scene.address(ADDRESS), 32));
        bad(scene, 50, "name", 1_000_000);
        users(scene, 1, new SplittableRandom(4));
        scene.pass(HOUR);
        nobodyWasHeldUp(USERS);
    }

    /**
     * He has as many connections as he likes, and guesses at each account once: nobody can tell that from people who are there for the first time before it
     * is decided who is right. Newcomers wait once, or come again; who has been there once does not.
     */
    @Test
    void newcomersWaitBesideWhoUsesManyConnections() {
        Scene scene = new Scene();
        bad(scene, 20, "name", 1_000_000);
        scene.pass(Duration.ofMinutes(1));
        for (int user = 0; user < USERS; user++) {
            scene.pass(Duration.ofSeconds(1));
            Scene.Ended first = scene.login("user" + user, ADDRESS, "right");
            assertTrue(first.after().orElse(Duration.ZERO).compareTo(Duration.ofSeconds(15)) <= 0);
            if (first.right()) {
                assertEquals(0, scene.right("user" + user, ADDRESS));
            }
        }
    }
}
