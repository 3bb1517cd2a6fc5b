package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.Logins.Claim;

/**
 * Log-ins and changes of the password in random order, step by step: a log-in takes its moment, is asked about (of memory, or of the
 * directory), is remembered, begins; a change is made, has memory outdated, is told; others go on while an account is asked about. When all is done, each log-in that stands is by the
 * password that the entry has.
 */
class LoginRaceTest {
    private static final AccountName ANNA = new AccountName("anna", "example.net");
    private static final DirectoryId ID = new DirectoryId("id-anna");
    private static final int SCHEDULES = 20_000;

    /** One run. */
    private static final class Scene implements LiveLogins.Asking {
        private final SplittableRandom random;
        private final Deque<Runnable> work = new ArrayDeque<>();
        private final LiveLogins logins = new LiveLogins(this, Duration.ofMinutes(10), work::add);
        private final List<Deque<Runnable>> parties = new ArrayList<>();
        private final Map<Integer, Long> standing = new HashMap<>();
        private long password = 1;
        private long remembered;
        private boolean fresh;
        private int begun;

        Scene(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public Standing ask(AccountName login, DirectoryId id, Waiting.Cause cause) {
            others();
            Standing then = new Standing.Is(account(password));
            others();
            return then;
        }

        @Override
        public void passwordChanged(AccountName login, Generation now) {
            remembered = remembered == now.password() ? remembered : 0;
        }

        private static Account account(long password) {
            return new Account(
                    ANNA,
                    ID,
                    new Route("store1", OptionalLong.empty()),
                    AccountState.ACTIVE,
                    Account.ALL_SERVICES,
                    AccountLimits.NONE,
                    "test",
                    Instant.EPOCH,
                    new Generation(0, password),
                    Forward.NONE);
        }

        /** By the password that was right when this was called, or the one before. */
        private Deque<Runnable> login(long shown) {
            long[] moment = {0};
            boolean[] right = {false};
            Deque<Runnable> steps = new ArrayDeque<>();
            steps.add(() -> moment[0] = logins.moment());
            steps.add(() -> right[0] = fresh && remembered == shown || password == shown);
            steps.add(() -> {
                if (right[0]) {
                    remembered = shown;
                    fresh = true;
                }
            });
            steps.add(() -> {
                if (right[0]) {
                    begin(shown, moment[0]);
                }
            });
            return steps;
        }

        private void begin(long shown, long moment) {
            int number = begun++;
            Identity known = account(shown).forLogin(ANNA, Service.IMAP, Account.Freshness.FRESH);
            Answer.Granted granted = ((Identity.Known) known).account().by(Logins.Shown.PASSWORD);
            standing.put(number, shown);
            logins.begin(granted, new Claim(Service.IMAP, moment), _ -> standing.remove(number));
        }

        private Deque<Runnable> change() {
            Deque<Runnable> steps = new ArrayDeque<>();
            steps.add(() -> password++);
            steps.add(() -> fresh = false);
            steps.add(() -> logins.changed(Set.of(ID)));
            return steps;
        }

        void run() {
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                parties.add(change());
            }
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                parties.add(login(random.nextInt(1, 3)));
            }
            while (!parties.isEmpty() || !work.isEmpty()) {
                if (random.nextInt(parties.size() + 1) > 0) {
                    step();
                } else if (!work.isEmpty()) {
                    work.remove().run();
                }
            }
        }

        private void step() {
            parties.get(random.nextInt(parties.size())).remove().run();
            parties.removeIf(Deque::isEmpty);
        }

        /** To ask takes time, in which others go on. */
        private void others() {
            while (!parties.isEmpty() && random.nextBoolean()) {
                step();
            }
        }
    }

    @Test
    void noLoginByAnOldPasswordStandsInTheEnd() {
        int begun = 0;
        int stood = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Scene scene = new Scene(seed);
            scene.run();
            for (long shown : scene.standing.values()) {
                assertEquals(scene.password, shown, "seed " + seed);
            }
            begun += scene.begun;
            stood += scene.standing.size();
        }
        assertTrue(stood > SCHEDULES / 10 && begun > stood + SCHEDULES / 10, begun + " began, " + stood + " stand");
    }
}
