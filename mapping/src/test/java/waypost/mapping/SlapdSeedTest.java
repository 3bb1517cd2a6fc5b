package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** A front end that begins with another's copy has OpenLDAP tell what has changed since. */
@Tag("peers")
class SlapdSeedTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int USERS = 500;

    @TempDir
    private Path folder;

    private Fixture clock;

    @BeforeEach
    void open() throws Exception {
        clock = new Fixture();
    }

    @AfterEach
    void close() {
        clock.close();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private UserMaps begin(Slapd slapd, String name, CopyFellows fellows) throws Exception {
        UserMaps maps = clock.open(Fixture.settings(slapd.settings(), Fixture.map(Proof.STORED_HASH)));
        maps.onDisk().all(Files.createDirectories(folder.resolve(name)), fellows);
        return maps;
    }

    private static WholeCopy copy(UserMaps maps) {
        return maps.copies().of("subscribers").orElseThrow();
    }

    private Slapd slapd(String... overlays) throws Exception {
        Path files = Files.createDirectory(folder.resolve("slapd"));
        Slapd slapd = new Slapd(
                files,
                List.of("moduleload syncprov", "moduleload back_monitor"),
                List.of(String.join("\n", overlays), "database monitor"));
        slapd.add(IntStream.range(0, USERS).mapToObj(i -> "u" + i).toArray(String[]::new));
        return slapd;
    }

    /** How many entries the server has sent to anybody. */
    private static long sent(LDAPConnection connection) throws LDAPException {
        Entry counter =
                Objects.requireNonNull(connection.getEntry("cn=Entries,cn=Statistics,cn=Monitor", "monitorCounter"));
        return Objects.requireNonNull(counter.getAttributeValueAsLong("monitorCounter"));
    }

    /** Has read all, and hears nothing more. */
    private void reads(Slapd slapd) throws Exception {
        try (UserMaps maps = begin(slapd, "giver", CopyFellows.NOBODY)) {
            maps.watch("main");
            until(() -> copy(maps).isCurrent());
            assertEquals(USERS, copy(maps).size());
            maps.onDisk().save();
        }
    }

    private static String target(UserMaps maps, String name) {
        return assertInstanceOf(Granted.class, maps.locate(name)).route().target();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay syncprov", "overlay syncprov\nsyncprov-sessionlog 100"})
    void readsWhatHasChangedSince(String overlay) throws Exception {
        try (Slapd slapd = slapd(overlay);
                LDAPConnection connection = slapd.connect()) {
            reads(slapd);
            slapd.add("new");
            connection.modify("uid=u7," + Slapd.BASE, new Modification(ModificationType.REPLACE, "mailHost", "store2"));
            connection.delete("uid=u8," + Slapd.BASE);
            long before = sent(connection);
            try (UserMaps giver = begin(slapd, "giver", CopyFellows.NOBODY);
                    UserMaps taker = begin(slapd, "taker", new HandFellows().with("fe1", giver))) {
                taker.watch("main");
                until(() -> copy(taker).isCurrent());
                long sent = sent(connection) - before;
                System.out.println(
                        "figures: entries sent for a copy of " + USERS + " that was taken, 3 changed: " + sent);
                assertTrue(sent < 30, sent + " entries");
                assertEquals(USERS + 1, copy(taker).size());
                slapd.kill();
                assertEquals("store2", target(taker, "u7"));
                assertEquals("store1", target(taker, "new"));
                assertInstanceOf(Answer.Unavailable.class, taker.locate("u8"));
            }
        }
    }

    @Test
    void readsNothingOfADirectoryThatIsDown() throws Exception {
        try (Slapd slapd = slapd("overlay syncprov")) {
            reads(slapd);
            slapd.kill();
            try (UserMaps giver = begin(slapd, "giver", CopyFellows.NOBODY);
                    UserMaps taker = begin(slapd, "taker", new HandFellows().with("fe1", giver))) {
                taker.watch("main");
                until(() -> copy(taker).size() == USERS);
                assertEquals("store1", target(taker, "u7"));
                assertInstanceOf(Identity.Known.class, taker.identify("u8", Service.IMAP));
                assertInstanceOf(Answer.Unavailable.class, taker.locate("nobody"));
                slapd.startAgain();
                until(() -> copy(taker).isCurrent());
            }
        }
    }
}
