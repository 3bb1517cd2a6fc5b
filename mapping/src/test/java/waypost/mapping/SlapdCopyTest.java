package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** A copy of what OpenLDAP has, resumed by its cookie: with a log of sessions it names who has gone, without one who is left. */
@Tag("peers")
class SlapdCopyTest {
    private static final Duration LONG = Duration.ofSeconds(60);

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

    private UserMaps begin(Slapd slapd) throws Exception {
        UserMaps maps = clock.open(Fixture.settings(slapd.settings(), Fixture.map(Proof.STORED_HASH)));
        maps.onDisk().all(Files.createDirectories(folder.resolve("copies")));
        maps.watch("main");
        return maps;
    }

    private static WholeCopy copy(UserMaps maps) {
        return maps.copies().of("subscribers").orElseThrow();
    }

    private static String target(UserMaps maps, String name) {
        return assertInstanceOf(Granted.class, maps.locate(name)).route().target();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay syncprov", "overlay syncprov\nsyncprov-sessionlog 100"})
    void goesOnWhereItWas(String overlay) throws Exception {
        try (Slapd slapd = new Slapd(
                Files.createDirectory(folder.resolve("slapd")), List.of("moduleload syncprov"), List.of(overlay))) {
            slapd.add("anna", "bob", "carol");
            String first = restarted(slapd);
            slapd.add("dave");
            try (LDAPConnection connection = slapd.connect()) {
                connection.modify(
                        "uid=bob," + Slapd.BASE, new Modification(ModificationType.REPLACE, "mailHost", "store2"));
                connection.delete("uid=carol," + Slapd.BASE);
            }
            try (UserMaps maps = begin(slapd)) {
                WholeCopy copy = copy(maps);
                assertEquals(first, copy.state().orElseThrow());
                assertEquals(3, copy.size());
                until(() -> copy.isCurrent() && !copy.state().orElseThrow().equals(first));
                assertEquals(4, copy.size(), "who has gone is missing");
                slapd.kill();
                assertEquals("store1", target(maps, "anna"));
                assertEquals("store2", target(maps, "bob"));
                assertEquals("store1", target(maps, "dave"));
                assertInstanceOf(Answer.Unavailable.class, maps.locate("carol"));
                assertInstanceOf(Answer.Unavailable.class, maps.locate("nobody"));
            }
        }
    }

    /** What a process leaves behind that has read the three and heard of nothing. */
    private String restarted(Slapd slapd) throws Exception {
        try (UserMaps maps = begin(slapd)) {
            WholeCopy copy = copy(maps);
            until(copy::isCurrent);
            assertEquals(3, copy.size());
            maps.onDisk().save();
            return copy.state().orElseThrow();
        }
    }

    @Test
    void hearsOfChangesAndTheDirectoryThatComesBack() throws Exception {
        try (Slapd slapd = Slapd.provider(Files.createDirectory(folder.resolve("slapd")))) {
            slapd.add("anna");
            try (UserMaps maps = begin(slapd)) {
                WholeCopy copy = copy(maps);
                until(copy::isCurrent);
                String state = copy.state().orElseThrow();
                slapd.add("bob");
                until(() -> copy.isCurrent() && copy.size() == 2);
                assertNotEquals(state, copy.state().orElseThrow());
                slapd.kill();
                until(() -> !copy.isCurrent());
                assertTrue(assertInstanceOf(Granted.class, maps.locate("bob")).degraded());
                slapd.startAgain();
                until(copy::isCurrent);
                slapd.add("carol");
                until(() -> {
                    clock.pass(Duration.ofMillis(1)); // a server that was not reached is left alone for a second
                    return copy.isCurrent() && copy.size() == 3;
                });
            }
        }
    }

    @Test
    void whoeverHasLessThanItHadIsNotBelieved() throws Exception {
        Path files = Files.createDirectory(folder.resolve("slapd"));
        try (Slapd slapd = Slapd.provider(files)) {
            String[] users = new String[40];
            for (int i = 0; i < users.length; i++) {
                users[i] = "u" + i;
            }
            slapd.add(users);
            try (UserMaps maps = begin(slapd)) {
                WholeCopy copy = copy(maps);
                until(() -> copy.isCurrent() && copy.size() == 40);
                try (LDAPConnection connection = slapd.connect()) {
                    for (int i = 0; i < 30; i++) {
                        connection.delete("uid=u" + i + "," + Slapd.BASE);
                    }
                }
                until(() -> copy.isCurrent() && maps.locate("u29") instanceof Granted granted && granted.degraded());
                assertEquals(40, copy.size());
                clock.pass(Duration.ofHours(1));
                maps.onDisk().save();
                assertEquals(40, copy.size());
                assertTrue(assertInstanceOf(Granted.class, maps.locate("u3")).degraded());
            }
        }
    }
}
