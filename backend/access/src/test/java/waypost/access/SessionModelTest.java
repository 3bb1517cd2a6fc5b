package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.Mailboxes;
import waypost.testkit.MemoryAccount;

/** Two sessions on one account do random things, on the store and on mailboxes in memory; both say the same. */
class SessionModelTest {
    private static final int STEPS = 1000;
    private static final int SESSIONS = 2;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agrees(long seed, @TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryAccount model = new MemoryAccount(StoreWorld.LARGEST);
        try (StoreWorld world = new StoreWorld(folder)) {
            Mailboxes first = StoreWorld.mailboxes(world.account("alice"));
            ModelSession.likeANewAccount(model);
            assertEquals(ModelSession.listed(model.open()), ModelSession.listed(first));
            List<ModelSession> sessions = sessions(world, model);
            for (int step = 0; step < STEPS; step++) {
                ModelSession session = sessions.get(random.nextInt(SESSIONS));
                session.step(random, "seed " + seed + " step " + step);
                if (random.nextInt(300) == 0) {
                    sessions.forEach(ModelSession::leave);
                    world.reopen();
                    sessions = sessions(world, model);
                }
            }
            int performed = sessions.stream().mapToInt(ModelSession::compared).sum();
            assertTrue(performed > 0);
            sessions.forEach(ModelSession::leave);
        }
    }

    private static List<ModelSession> sessions(StoreWorld world, MemoryAccount model) throws IOException {
        List<ModelSession> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(new ModelSession(StoreWorld.mailboxes(world.account("alice")), model.open()));
        }
        return sessions;
    }
}
