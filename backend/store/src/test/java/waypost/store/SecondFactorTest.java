package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

class SecondFactorTest {
    private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");
    private static final long STEP = TotpKey.step(NOW);

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(20_261_130);
    private StoreFixture fixture;
    private Store store;
    private AccountId id;
    private TotpKey key;

    @BeforeEach
    void create() throws IOException {
        fixture = new StoreFixture(folder);
        store = fixture.open();
        id = fixture.create(store, "alice");
        assertFalse(factor().on());
        assertEquals(Optional.empty(), factor().since());
        key = Results.done(factor().enable(NOW, random)).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private SecondFactor factor() throws IOException {
        return store.accounts().open(id).orElseThrow().secondFactor();
    }

    private boolean accepted(String code) throws IOException {
        return Results.done(factor().accept(code, NOW));
    }

    @Test
    void aCodeIsGoodOnce() throws IOException {
        assertTrue(factor().on());
        assertEquals(Optional.of(NOW), factor().since());
        assertTrue(accepted(key.code(STEP)));
        assertFalse(accepted(key.code(STEP)));
        assertFalse(accepted(key.code(STEP - 1)), "nor one of before");
        assertTrue(accepted(key.code(STEP + 1)));
        assertFalse(accepted(key.code(STEP)));
        assertFalse(accepted(key.code(STEP + 2)), "nor one of which the time has not come");
        assertTrue(Results.done(factor().accept(key.code(STEP + 2), NOW.plusSeconds(60))));
    }

    @Test
    void ofManyAtTheSameTimeOneIsGood() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> shown = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                shown.add(() -> accepted(key.code(STEP)));
            }
            long good = threads.invokeAll(shown).stream()
                    .filter(SecondFactorTest::get)
                    .count();
            assertEquals(1, good);
        }
    }

    private static boolean get(Future<Boolean> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void noRestartAndNoRebuiltIndexMakesItGoodAgain() throws IOException {
        assertTrue(accepted(key.code(STEP)));
        byte[] archive =
                StoreFixture.archive(store, store.accounts().open(id).orElseThrow(), TransferId.random(random));
        store.close();
        fixture.deleteIndex();
        store = fixture.open();
        assertFalse(accepted(key.code(STEP)));
        Account other = fixture.account(store);
        StoreFixture.restore(archive, other);
        assertFalse(Results.done(other.secondFactor().accept(key.code(STEP), NOW)));
        assertTrue(accepted(key.code(STEP + 1)));
        assertTrue(Results.done(other.secondFactor().accept(key.code(STEP + 1), NOW)));
    }

    /** Whatever the disk forgets: a code that was accepted is not again. */
    @Test
    void noEndOfTheProcessMakesACodeGoodAgain() throws IOException {
        long step = STEP;
        for (int life = 0; life < 40; life++) {
            SplittableRandom chance = new SplittableRandom(life);
            VolumeWorld world = new VolumeWorld(chance, 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
            AccountId alice = world.accounts().getFirst();
            TotpKey made = Results.done(
                            world.volume().account(alice).secondFactor().enable(NOW, chance))
                    .orElseThrow();
            for (int death = 0; death < 3; death++) {
                world.killAt(1 + chance.nextInt(6));
                step = acceptedUntilTheEnd(world.volume().account(alice).secondFactor(), made, step);
                world.restart();
                SecondFactor after = world.volume().account(alice).secondFactor();
                for (long seen = step - 3; seen < step; seen++) {
                    assertFalse(Results.done(after.accept(made.code(seen), at(seen))), "life " + life);
                }
                step++; // whether the one that was shown at the end counts is not known
            }
        }
    }

    /** Answers the first step whose code nobody heard to be good. */
    private static long acceptedUntilTheEnd(SecondFactor factor, TotpKey key, long from) throws IOException {
        long step = from;
        try {
            while (factor.accept(key.code(step), at(step)) instanceof Outcome.Done<Boolean>(Boolean good)) {
                assertTrue(good);
                step++;
            }
        } catch (SteppedJournal.Killed end) {
            return step;
        }
        return step;
    }

    private static Instant at(long step) {
        return Instant.ofEpochSecond(step * 30);
    }

    @Test
    void thereIsOneAtMost() throws IOException {
        assertEquals(Optional.empty(), Results.done(factor().enable(NOW, random)));
        assertTrue(accepted(key.code(STEP)));
        assertTrue(Results.done(factor().disable()));
        assertFalse(Results.done(factor().disable()));
        assertFalse(factor().on());
        assertFalse(accepted(key.code(STEP + 1)), "without one no code is right");
        TotpKey next = Results.done(factor().enable(NOW, random)).orElseThrow();
        assertFalse(accepted(key.code(STEP)), "of another key");
        assertTrue(accepted(next.code(STEP)), "what the one before accepted does not count");
    }
}
