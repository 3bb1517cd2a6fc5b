package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.codahale.metrics.MetricRegistry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.Connectors;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.InFlight;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** A directory that takes its time: so much is asked of it at once, and log-ins take nothing from look-ups, nor these from them. */
class InFlightTest {
    private static final int SEARCHES = 2;
    private static final int BINDS = 3;
    private static final int WAITING = 4;
    private static final Unavailable BUSY = new Unavailable("directory main is busy");

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final MetricRegistry metrics = new MetricRegistry();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean slowSearches;
    private Fixture fixture;
    private Connectors connectors;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
                if (request.getRequest().getBindDN().startsWith("uid=")) {
                    await();
                }
            }

            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                if (slowSearches) {
                    await();
                }
            }
        }));
        DirectorySettings settings = patient(fixture.directory());
        connectors = new Connectors(List.of(settings), Fixture.trust(), fixture.ticker, metrics);
        maps = UserMaps.open(
                Fixture.settings(settings, Fixture.map(Proof.BIND)),
                Fixture.RULES,
                connectors,
                Trials.alone(fixture.ticker),
                fixture.instants,
                fixture.ticker,
                new SplittableRandom(3));
        for (int i = 0; i <= BINDS + WAITING; i++) {
            fixture.add("u" + i, "mail: u" + i + "@example.net", "mailHost: store1", "userPassword: secret");
        }
    }

    private static DirectorySettings patient(DirectorySettings usual) {
        return new Varied(usual)
                .within(Duration.ofMinutes(1))
                .asked(new InFlight(SEARCHES, BINDS, WAITING))
                .settings();
    }

    private void await() {
        try {
            goOn.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        goOn.countDown();
        clients.close();
        maps.close();
        connectors.close();
        fixture.close();
    }

    private void until(String what, int value) {
        until(() -> count(what) == value);
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private int count(String what) {
        return (int) metrics.gauge("directory.main." + what).getValue();
    }

    private Answer login(int user) {
        return maps.authenticate("u" + user, new Secret("secret"), Service.IMAP);
    }

    @Test
    void aStormOfLogInsKeepsNoMailWaiting() throws Exception {
        List<Future<Answer>> logins = new ArrayList<>();
        for (int i = 0; i < BINDS + WAITING; i++) {
            int user = i;
            logins.add(clients.submit(() -> login(user)));
            until("binds.asked", Math.min(i + 1, BINDS));
            until("binds.waiting", Math.max(0, i + 1 - BINDS));
        }
        assertEquals(BUSY, login(BINDS + WAITING));
        assertEquals(1, metrics.meter("directory.main.binds.refused").getCount());
        assertInstanceOf(Granted.class, maps.locate("u" + (BINDS + WAITING)));
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        goOn.countDown();
        for (Future<Answer> login : logins) {
            assertInstanceOf(Granted.class, login.get());
        }
        assertEquals(0, metrics.meter("directory.main.searches.refused").getCount());
    }

    /** Ten that come at once with addresses of one domain are one question. */
    @Test
    void whoAsksForTheSameDomainSharesTheAnswer() throws Exception {
        try (UserMaps queried = UserMaps.open(
                Fixture.settings(patient(fixture.directory()), byQuery()),
                Fixture.RULES,
                connectors,
                Trials.alone(fixture.ticker),
                fixture.instants,
                fixture.ticker,
                new SplittableRandom(3))) {
            slowSearches = true;
            int before = fixture.searches.get();
            List<FutureTask<Mapping.DomainAnswer>> answers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String address = "u" + i + "@queried.example";
                answers.add(new FutureTask<>(() -> queried.domain(address)));
                threads.add(Thread.ofVirtual().start(answers.getLast()));
            }
            until(() -> threads.stream()
                            .filter(thread -> thread.getState() == Thread.State.WAITING)
                            .count()
                    >= 9);
            goOn.countDown();
            for (Future<Mapping.DomainAnswer> answer : answers) {
                assertEquals(Mapping.DomainAnswer.OURS, answer.get());
            }
            assertEquals(1, fixture.searches.get() - before);
        }
    }

    private UserMapSettings byQuery() throws Exception {
        fixture.server.add(
                "dn: associatedDomain=queried.example,dc=waypost",
                "objectClass: domainRelatedObject",
                "associatedDomain: queried.example");
        return new UserMapSettings.Directory(
                "queried",
                new UserMapSettings.Domains(List.of(), Optional.of("(associatedDomain=%d)")),
                "main",
                Proof.BIND,
                UserMapSettings.Several.UNAVAILABLE,
                UserMapSettings.CatchAll.OFF);
    }

    @Test
    void noMoreSearchesThanItIsToHaveAreAsked() throws Exception {
        slowSearches = true;
        List<Future<Answer>> lookups = new ArrayList<>();
        for (int i = 0; i < SEARCHES + WAITING; i++) {
            String user = "u" + i;
            lookups.add(clients.submit(() -> maps.locate(user)));
            until("searches.asked", Math.min(i + 1, SEARCHES));
            until("searches.waiting", Math.max(0, i + 1 - SEARCHES));
        }
        assertEquals(BUSY, maps.locate("u" + (SEARCHES + WAITING)));
        assertEquals(1, metrics.meter("directory.main.searches.refused").getCount());
        goOn.countDown();
        for (Future<Answer> lookup : lookups) {
            assertInstanceOf(Granted.class, lookup.get());
        }
    }
}
