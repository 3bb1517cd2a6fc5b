package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.DirectorySettings.Protection;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** OpenLDAP dies, hangs, and closes idle connections; the mapping has one life. */
@Tag("peers")
@Timeout(120)
class SlapdOutageTest {
    private static final Secret SECRET = new Secret("secret");

    /** No answer takes as long, on a busy machine either; a slapd that is dead is noticed at once. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Where slapd hangs: each question to it takes as long. */
    private static final Duration TIMEOUT_OF_A_HANG = Duration.ofSeconds(2);

    /** Longer than the answers of the cache live, and than the pause after a failure. */
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Slapd slapd;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        slapd = new Slapd(folder, "idletimeout 1");
        fixture = new Fixture();
        slapd.addAnna(SECRET);
    }

    @AfterEach
    void stop() {
        fixture.close();
        slapd.close();
    }

    private UserMaps maps(Proof proof, Duration timeout) throws Exception {
        URI uri = URI.create("ldap://127.0.0.1:" + slapd.port());
        return fixture.open(Fixture.settings(Slapd.settings(uri, Protection.PLAIN, timeout), Fixture.map(proof)));
    }

    private static void served(UserMaps maps, boolean degraded) {
        Granted mail = assertInstanceOf(Granted.class, maps.locate("anna"));
        Granted login = assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        assertEquals(List.of(degraded, degraded), List.of(mail.degraded(), login.degraded()));
    }

    private void outage(UserMaps maps) {
        fixture.pass(LATER);
        served(maps, true);
        fixture.pass(LATER);
        assertInstanceOf(Unavailable.class, maps.locate("nobody"));
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", new Secret("other"), Service.IMAP));
        fixture.pass(LATER);
        assertInstanceOf(Unavailable.class, maps.authenticate("nobody", SECRET, Service.IMAP));
    }

    private void recovered(UserMaps maps) {
        fixture.pass(LATER);
        served(maps, false);
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
    }

    @ByEitherProof
    void itDies(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof, TIMEOUT)) {
            served(maps, false);
            slapd.kill();
            outage(maps);
            slapd.startAgain();
            recovered(maps);
        }
    }

    /** Beside what it says, which is nothing, what mail and log-ins go by. */
    @Test
    void anExplanationTellsWhatIsAnsweredWhenItHasDied() throws Exception {
        try (UserMaps maps = maps(Proof.BIND, TIMEOUT)) {
            served(maps, false);
            slapd.kill();
            fixture.pass(LATER);
            Explanation mail = maps.explain("anna");
            assertInstanceOf(Unavailable.class, mail.answer());
            assertEquals(maps.whose("anna"), mail.given().mail());
            assertEquals(new Explanation.Origin.Memory(LATER, true), mail.from());
            LoginExplanation login = maps.explainLogin("anna");
            assertInstanceOf(Unavailable.class, login.said().get(Service.IMAP));
            assertInstanceOf(Granted.class, login.given().get(Service.IMAP));
            assertEquals(Optional.of(LATER), login.proof());
            fixture.pass(LATER);
            assertInstanceOf(Unavailable.class, maps.explain("nobody").given().account());
        }
    }

    @ByEitherProof
    void itHangs(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof, TIMEOUT_OF_A_HANG)) {
            served(maps, false);
            slapd.hang();
            outage(maps);
            slapd.goOn();
            recovered(maps);
        }
    }

    @ByEitherProof
    void itStartsAgainUnnoticed(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof, TIMEOUT)) {
            served(maps, false);
            slapd.kill();
            slapd.startAgain();
            recovered(maps);
        }
    }

    @ByEitherProof
    void itClosesIdleConnections(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof, TIMEOUT)) {
            served(maps, false);
            // idle a little less long than those of the pools
            try (var idle = new Socket(InetAddress.getLoopbackAddress(), slapd.port());
                    InputStream in = idle.getInputStream()) {
                assertEquals(-1, in.read());
            }
            recovered(maps);
        }
    }

    @Test
    void manyWaitForOneThatHangs() throws Exception {
        try (UserMaps maps = maps(Proof.BIND, TIMEOUT_OF_A_HANG)) {
            served(maps, false);
            slapd.hang();
            fixture.pass(LATER);
            List<Callable<Answer>> askers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String user = "user" + i;
                askers.add(() -> maps.authenticate(user, SECRET, Service.IMAP));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(askers)) {
                    assertInstanceOf(Unavailable.class, answer.get());
                }
            }
            served(maps, true);
            slapd.goOn();
            recovered(maps);
        }
    }
}
