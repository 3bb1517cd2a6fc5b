package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.DirectorySettings;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.Proof;
import waypost.testkit.SambaProcess;

/**
 * Two controllers of one domain, of which one has what the other has when the test brings it there. The clock of the cache stands still: what
 * is remembered is asked for again only because a change was told.
 */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaPairTest {
    private static final String CLEAR = "ldap server require strong auth = no";

    private static final int MEMBERS = 200;

    /** Octets; all else that is said on one connection is less. */
    private static final int HALF_A_PAGE = 20_000;

    @TempDir
    static Path folder;

    private static Samba first;
    private static Samba second;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeAll
    static void start() throws Exception {
        first = new Samba(Files.createDirectory(folder.resolve("1")), CLEAR);
        second = first.joined(Files.createDirectory(folder.resolve("2")), CLEAR);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        DirectorySettings both = new Varied(first.settings())
                .at("ldap://" + first.address(), "ldap://" + second.address())
                .settings();
        maps = fixture.open(Fixture.settings(Samba.users(both), Fixture.map(Proof.BIND)));
        maps.watch("main");
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private static void add(String account) throws Exception {
        first.add(account, "mail: " + account + "@example.net");
        second.replicate(first);
    }

    private static void move(String account, Samba at, String node) throws Exception {
        try (LDAPConnection connection = at.connect()) {
            connection.modify(
                    Samba.dn(account),
                    new Modification(
                            ModificationType.REPLACE, at.users().attributes().host(), node));
        }
    }

    private void assertBecomes(String account, String node) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!node(account).equals(node)) {
                Thread.onSpinWait();
            }
        });
    }

    private String node(String account) {
        return assertInstanceOf(Granted.class, maps.locate(account)).route().target();
    }

    /** What the second one is told while the first is away comes to the first when it is back. */
    @Test
    void aChangeIsHeardOfAtEitherAndWhenItArrives() throws Exception {
        add("anna");
        assertEquals("store1", node("anna"));
        move("anna", first, "store2");
        assertBecomes("anna", "store2");
        second.replicate(first);
        first.stop();
        move("anna", second, "store1");
        assertBecomes("anna", "store1");
        first.start();
        fixture.pass(Duration.ofSeconds(10)); // it is tried again
        first.replicate(second);
        move("anna", first, "store2");
        assertBecomes("anna", "store2");
        second.replicate(first);
    }

    /** The second one was asked when it did not know yet, and tells when it does: the first has told that before. */
    @Test
    void whatTheOneSaidTooSoonIsAskedForAgain() throws Exception {
        add("bert");
        assertEquals("store1", node("bert"));
        move("bert", first, "store2");
        assertBecomes("bert", "store2");
        first.stop();
        fixture.pass(CacheSettings.STANDARD.positive());
        assertEquals("store1", node("bert"), "of yesterday");
        first.start();
        second.replicate(first);
        assertBecomes("bert", "store2");
    }

    /** The feed of a controller that went goes on at the change behind the last one told. */
    @Test
    void whatChangedWhileNobodyWasThereToTellIsToldAfterwards() throws Exception {
        add("cora");
        assertEquals("store1", node("cora"));
        second.stop();
        move("cora", first, "store2");
        assertBecomes("cora", "store2");
        second.start();
        second.replicate(first);
        first.stop();
        move("cora", second, "store1");
        assertBecomes("cora", "store1");
        first.start();
        first.replicate(second);
    }

    /** A password is checked where the entry was seen, and a refusal is that of a controller that has the password. */
    @Test
    void logInsGoOnAtTheSecond() throws Exception {
        add("dora");
        assertInstanceOf(Granted.class, maps.authenticate("dora", Samba.PASSWORD, Service.IMAP));
        first.stop();
        fixture.pass(CacheSettings.STANDARD.verifier());
        assertInstanceOf(Granted.class, maps.authenticate("dora", Samba.PASSWORD, Service.IMAP));
        assertEquals(
                new Refused(Answer.Kind.CREDENTIALS), maps.authenticate("dora", new Secret("wrong"), Service.IMAP));
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        first.start();
    }

    /** The first one that is asked has not heard of him. */
    @Test
    void whoIsNewAtOneIsKnown() throws Exception {
        first.add("emil", "mail: emil@example.net");
        DirectorySettings both = new Varied(first.settings())
                .at("ldap://" + second.address(), "ldap://" + first.address())
                .settings();
        try (UserMaps asking = fixture.open(Fixture.settings(Samba.users(both), Fixture.map(Proof.BIND)))) {
            assertInstanceOf(Granted.class, asking.locate("emil"));
            assertInstanceOf(Granted.class, asking.authenticate("emil", Samba.PASSWORD, Service.IMAP));
            assertEquals(new Answer.Unknown(), asking.locate("nobody"));
        }
        second.replicate(first);
    }

    private static AccountName member(int number) {
        return new AccountName("m" + number, "example.net");
    }

    private static void addMembers() throws Exception {
        try (LDAPConnection connection = first.connect()) {
            for (int i = 0; i < MEMBERS; i++) {
                connection.add(
                        "dn: " + Samba.dn("m" + i),
                        "objectClass: user",
                        "sAMAccountName: m" + i,
                        "mail: " + member(i),
                        "info: store1");
            }
        }
        second.replicate(first);
    }

    /** The other one is asked as often, and has what was before. */
    @Test
    void aCopyHasWhatTheOneHasToldThatItFollows() throws Exception {
        add("fred");
        DirectorySettings both = new Varied(first.settings())
                .at("ldap://" + first.address(), "ldap://" + second.address())
                .spread(DirectorySettings.Spread.TURNS)
                .settings();
        try (UserMaps copying = fixture.open(Fixture.settings(Samba.users(both), Fixture.map(Proof.BIND)))) {
            copying.onDisk().all(Files.createDirectory(folder.resolve("turns")));
            WholeCopy copy = copying.copies().of("subscribers").orElseThrow();
            copying.watch("main");
            assertBecomes(copy, "fred", "store1");
            for (String node : List.of("store2", "store1", "store2", "store1", "store2")) {
                move("fred", first, node);
                assertBecomes(copy, "fred", node);
            }
        }
        second.replicate(first);
    }

    private static void assertBecomes(WholeCopy copy, String account, String node) {
        var name = new AccountName(account, "example.net");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!copy.known(name, Prospect.Use.MAIL)
                    .map(known -> known.route().target())
                    .equals(Optional.of(node))) {
                Thread.onSpinWait();
            }
        });
    }

    /** A copy is read for the first time, and the controller that shows it ends in the middle of a page. */
    @Test
    void whatTheFirstHasNotShownToItsEndTheSecondShows() throws Exception {
        addMembers();
        try (Tap tap = new Tap(new InetSocketAddress(first.address(), SambaProcess.LDAP))) {
            var stopped = new CountDownLatch(1);
            tap.cutBehind(HALF_A_PAGE, () -> {
                first.stop();
                stopped.countDown();
            });
            DirectorySettings both = new Varied(first.settings())
                    .at(tap.uri("ldap", "127.0.0.1").toString(), "ldap://" + second.address())
                    .settings();
            try (UserMaps copying = fixture.open(Fixture.settings(Samba.users(both), Fixture.map(Proof.BIND)))) {
                copying.onDisk().all(Files.createDirectory(folder.resolve("copies")));
                WholeCopy copy = copying.copies().of("subscribers").orElseThrow();
                copying.watch("main");
                assertTrue(stopped.await(60, TimeUnit.SECONDS), "it was being read");
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                    while (!copy.isCurrent()) {
                        Thread.onSpinWait();
                    }
                });
                for (int i = 0; i < MEMBERS; i++) {
                    assertTrue(copy.known(member(i), Prospect.Use.MAIL).isPresent(), "m" + i);
                }
            }
        } finally {
            first.start();
        }
    }
}
