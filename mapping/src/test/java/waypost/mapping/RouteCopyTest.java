package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.Connectors;
import waypost.identity.AccountLimits;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

class RouteCopyTest {
    private static final Secret SECRET = new Secret("secret");

    /** busy. */
    private static final OptionalInt AWAY = OptionalInt.of(51);

    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void users() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        fixture.add(
                "bob",
                "mail: bob@example.net",
                "mailHost: store2",
                "waypostQuota: 1000",
                "waypostService: imap",
                "waypostEpoch: 7");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Path file() {
        return folder.resolve("routes");
    }

    private UserMaps begin() throws Exception {
        return fixture.mapping(Fixture.map(Proof.STORED_HASH));
    }

    /** What a process has found and leaves behind. */
    private void found() throws Exception {
        try (UserMaps maps = begin()) {
            assertInstanceOf(Granted.class, maps.locate("a.nna"));
            assertInstanceOf(Granted.class, maps.locate("bob"));
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            maps.onDisk().routes(file());
            maps.onDisk().save();
        }
    }

    @Test
    void aProcessThatBeginsInAnOutageKnowsWhoseMailGoesWhere() throws Exception {
        found();
        fixture.failSearches(AWAY);
        fixture.pass(Duration.ofHours(1));
        try (UserMaps maps = begin()) {
            maps.onDisk().routes(file());
            Granted anna = assertInstanceOf(Granted.class, maps.locate("a.nna"));
            assertEquals("anna@example.net", anna.name().toString());
            assertTrue(anna.degraded());
            Granted bob = assertInstanceOf(Granted.class, maps.locate("bob"));
            assertEquals("store2 epoch 7", bob.route().toString());
            assertEquals(1000, bob.limits().storage().orElse(0));
            assertEquals(1, bob.services().size());
            assertInstanceOf(Answer.Unavailable.class, maps.locate("carol"));
            assertInstanceOf(Answer.Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP), "no passwords");
        }
    }

    @Test
    void theDirectoryIsAskedWhileItCanBe() throws Exception {
        found();
        fixture.server.delete("uid=bob,dc=waypost");
        try (UserMaps maps = begin()) {
            maps.onDisk().routes(file());
            assertTrue(maps.cachedLocate("anna").isEmpty());
            assertFalse(assertInstanceOf(Granted.class, maps.locate("anna")).degraded());
            assertInstanceOf(
                    Answer.Unavailable.class, maps.locate("bob"), "who was known must be missing for some time");
            fixture.pass(CacheSettings.STANDARD.vanished());
            assertEquals(new Answer.Unknown(), maps.locate("bob"));
        }
    }

    @Test
    void limitsAreForgottenBeforeRoutesAre() throws Exception {
        found();
        fixture.failSearches(AWAY);
        CacheSettings.Staleness staleness = CacheSettings.Staleness.STANDARD;
        fixture.pass(staleness.quota().plusSeconds(1));
        try (UserMaps maps = begin()) {
            maps.onDisk().routes(file());
            assertEquals(
                    AccountLimits.NONE.withStorage(AccountLimits.UNLIMITED),
                    assertInstanceOf(Granted.class, maps.locate("bob")).limits());
            fixture.pass(staleness.route().minus(staleness.quota()));
            assertInstanceOf(Answer.Unavailable.class, maps.locate("bob"));
        }
    }

    @Test
    void whatIsTooOldIsNotPutBack() throws Exception {
        found();
        fixture.failSearches(AWAY);
        fixture.pass(CacheSettings.Staleness.STANDARD.route());
        try (UserMaps maps = begin()) {
            maps.onDisk().routes(file());
            assertInstanceOf(Answer.Unavailable.class, maps.locate("bob"));
        }
    }

    @Test
    void whatAMapSaidThatIsNoMoreIsForgotten() throws Exception {
        found();
        fixture.failSearches(AWAY);
        var other = new UserMapSettings.Directory(
                "others",
                UserMapSettings.Domains.of("example.net"),
                "main",
                Proof.STORED_HASH,
                UserMapSettings.Several.UNAVAILABLE,
                UserMapSettings.CatchAll.OFF);
        try (UserMaps maps = fixture.mapping(other)) {
            maps.onDisk().routes(file());
            assertInstanceOf(Answer.Unavailable.class, maps.locate("bob"));
        }
    }

    /** Cut anywhere, or with any octet changed, it is no copy; and the process begins. */
    @Test
    void aDamagedFileIsNone() throws Exception {
        found();
        byte[] whole = Files.readAllBytes(file());
        int entries = RoutesFile.read(file()).size();
        assertEquals(3, entries); // a.nna, anna and bob
        for (int at = 0; at < whole.length; at++) {
            Files.write(file(), Arrays.copyOf(whole, at));
            assertThrows(IOException.class, () -> RoutesFile.read(file()), "cut at " + at);
            byte[] changed = whole.clone();
            changed[at] ^= 0x41;
            Files.write(file(), changed);
            assertThrows(IOException.class, () -> RoutesFile.read(file()), "changed at " + at);
        }
        fixture.failSearches(AWAY);
        try (UserMaps maps = begin()) {
            maps.onDisk().routes(file());
            maps.onDisk().routes(folder.resolve("none"));
            assertInstanceOf(Answer.Unavailable.class, maps.locate("bob"));
        }
    }

    @Test
    void isWrittenWhenSomethingWasFound() throws Exception {
        try (UserMaps maps = begin()) {
            maps.onDisk().routes(file());
            maps.onDisk().save();
            assertFalse(Files.exists(file()));
            maps.locate("bob");
            maps.onDisk().save();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
            Files.delete(file());
            maps.onDisk().save();
            assertFalse(Files.exists(file()), "nothing was found since");
            assertEquals(List.of(), RoutesFile.read(file()));
        }
    }

    private Connectors connectors() throws Exception {
        var connectors =
                new Connectors(List.of(fixture.directory()), Fixture.trust(), fixture.ticker, new MetricRegistry());
        connectors.keepStates(folder.resolve("states"), fixture.instants);
        return connectors;
    }

    private UserMaps begin(Connectors connectors) throws Exception {
        UserMaps maps = UserMaps.open(
                Fixture.settings(fixture.directory(), Fixture.map(Proof.STORED_HASH)),
                Fixture.RULES,
                connectors,
                Trials.alone(fixture.ticker),
                fixture.instants,
                fixture.ticker,
                new SplittableRandom(3));
        maps.onDisk().routes(file());
        return maps;
    }

    private void stands(String number) throws Exception {
        fixture.server.modify("dc=waypost", new Modification(ModificationType.REPLACE, "contextCSN", number));
    }

    /** Names that nobody knew are unknown to a server only if it has what another one, or itself, had shown to the process before. */
    @Test
    void aServerThatIsBehindIsSoToTheNextProcessToo() throws Exception {
        stands("20261130000000.000000Z#000000#001#000000");
        try (Connectors connectors = connectors();
                UserMaps maps = begin(connectors)) {
            assertEquals(new Answer.Unknown(), maps.locate("late"));
            connectors.save();
        }
        stands("20261129000000.000000Z#000000#001#000000");
        fixture.pass(Duration.ofHours(1));
        try (Connectors connectors = connectors();
                UserMaps maps = begin(connectors)) {
            assertInstanceOf(Answer.Unavailable.class, maps.locate("late"));
            assertInstanceOf(Granted.class, maps.locate("anna"));
            fixture.pass(Duration.ofHours(23));
            assertEquals(new Answer.Unknown(), maps.locate("late"), "what nobody has shown for a day is lost");
        }
        Files.writeString(folder.resolve("states"), "waypost states 0");
        try (Connectors connectors = connectors();
                UserMaps maps = begin(connectors)) {
            assertEquals(new Answer.Unknown(), maps.locate("late"), "a damaged file is none");
        }
    }
}
