package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Spread;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Logins.Claim;
import waypost.mapping.Logins.Ended;
import waypost.mapping.UserMapSettings.Proof;

/** Two servers of one directory take turns; one of them lacks what has changed since yesterday. */
class ReplicasTest {
    private static final Secret SECRET = new Secret("secret");
    private static final Secret NEWER = new Secret("newer");

    private Fixture behind;
    private Fixture current;

    @BeforeEach
    void open() throws Exception {
        behind = new Fixture();
        current = new Fixture();
        behind.addAnna();
        current.addAnna();
        state(behind, "20261129000000.000000Z#000000#001#000000");
        state(current, "20261130000000.000000Z#000000#001#000000");
        current.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "userPassword", NEWER.value()));
        current.add("late", "mail: late@example.net", "mailHost: store1");
    }

    @AfterEach
    void close() {
        behind.close();
        current.close();
    }

    private static void state(Fixture fixture, String number) throws Exception {
        fixture.server.modify("dc=waypost", new Modification(ModificationType.REPLACE, "contextCSN", number));
    }

    private UserMaps maps(Proof proof) throws Exception {
        return maps(proof, Layout.LDAP.attributes());
    }

    private UserMaps maps(Proof proof, AttributeNames names) throws Exception {
        return maps(proof, names, Spread.TURNS);
    }

    private UserMaps maps(Proof proof, AttributeNames names, Spread spread) throws Exception {
        DirectorySettings d = behind.directory();
        DirectorySettings reached = new Varied(d)
                .at(
                        d.uris().getFirst().toString(),
                        current.directory().uris().getFirst().toString())
                .spread(spread)
                .settings();
        var both = new VariedUsers(reached).named(names).directory();
        return behind.open(Fixture.settings(both, Fixture.map(proof)));
    }

    @ByEitherProof
    void theOneThatLacksChangesRefusesNobody(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof)) {
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            behind.pass(Duration.ofMinutes(1));
            assertEquals(
                    new Answer.Unknown(), maps.locate("nobody"), "both have been asked, and said how far they are");
            for (int i = 0; i < 6; i++) {
                behind.pass(Duration.ofHours(1));
                assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP), "time " + i);
                assertInstanceOf(Granted.class, maps.locate("late"), "time " + i);
                behind.pass(Duration.ofHours(1));
                assertEquals(
                        new Answer.Refused(Answer.Kind.CREDENTIALS),
                        maps.authenticate("anna", new Secret("never"), Service.IMAP));
                assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            }
            assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP));
            assertEquals(
                    new Answer.Refused(Answer.Kind.CREDENTIALS),
                    maps.authenticate("anna", SECRET, Service.IMAP),
                    "while the other one is asked first");
        }
    }

    /** And answers, so that nobody would ask the other one. */
    @ByEitherProof
    void theOneThatLacksChangesMayBeTheFirst(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof, Layout.LDAP.attributes(), Spread.FIRST)) {
            assertInstanceOf(Granted.class, maps.locate("late"));
            assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP));
        }
        try (UserMaps maps = maps(proof, Layout.LDAP.attributes(), Spread.FIRST)) {
            assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        }
    }

    @Test
    void howFarTheOthersAreIsAskedOnceInAWhile() throws Exception {
        state(behind, "20261130000000.000000Z#000000#001#000000");
        try (UserMaps maps = maps(Proof.BIND, Layout.LDAP.attributes(), Spread.FIRST)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(new Answer.Unknown(), maps.locate("nobody" + i));
            }
            int once = current.searches.get();
            assertTrue(once <= 2, once + " searches");
            behind.pass(Duration.ofSeconds(10));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            assertTrue(current.searches.get() > once);
        }
    }

    @Test
    void oneThatIsAwaySaysNothingOfTheFirst() throws Exception {
        try (UserMaps maps = maps(Proof.BIND, Layout.LDAP.attributes(), Spread.FIRST)) {
            current.close();
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        }
    }

    /** What it shows is as it was, whoever is asked first. */
    @Test
    void theOneThatLacksChangesSendsNobodyWhereHeWas() throws Exception {
        current.server.modify("uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "mailHost", "store2"));
        try (UserMaps maps = maps(Proof.BIND)) {
            maps.locate("nobody");
            behind.pass(Duration.ofMinutes(1));
            maps.locate("nobody"); // both have been asked, and said how far they are
            for (int i = 0; i < 6; i++) {
                behind.pass(Duration.ofHours(1));
                assertEquals(
                        "store2",
                        assertInstanceOf(Granted.class, maps.locate("anna"))
                                .route()
                                .target(),
                        "time " + i);
            }
            current.close();
            behind.pass(Duration.ofHours(1));
            assertEquals(
                    "store1",
                    assertInstanceOf(Granted.class, maps.locate("anna")).route().target(),
                    "better than nothing");
        }
    }

    /** In both servers anna is the same entry. */
    private AttributeNames byUid() {
        return new VariedNames(Layout.LDAP.attributes()).id("uid").names();
    }

    /** What an entry was before says neither that a log-in stands nor that it does not. */
    @Test
    void theOneThatLacksChangesEndsNoSession() throws Exception {
        try (UserMaps maps = maps(Proof.STORED_HASH, byUid())) {
            maps.locate("nobody");
            behind.pass(Duration.ofMinutes(1));
            maps.locate("nobody"); // both have been asked, and said how far they are
            Granted granted = assertInstanceOf(Granted.class, maps.authenticate("anna", NEWER, Service.IMAP));
            LiveLogins logins = (LiveLogins) maps.liveLogins();
            CompletableFuture<Ended> ended = new CompletableFuture<>();
            logins.begin(granted, new Claim(Service.IMAP, logins.moment()), ended::complete);
            for (int i = 0; i < 6; i++) {
                behind.pass(Duration.ofMinutes(1));
                lookedAt(logins);
                assertFalse(ended.isDone(), "time " + i);
            }
            current.server.modify(
                    "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "waypostState", "disabled"));
            lookedAt(logins);
            lookedAt(logins); // one of them at the other server
            assertEquals(Ended.DISABLED, ended.getNow(Ended.GONE));
        }
    }

    private static void lookedAt(LiveLogins logins) {
        logins.anyChanged();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!logins.idle()) {
                Thread.onSpinWait();
            }
        });
    }
}
