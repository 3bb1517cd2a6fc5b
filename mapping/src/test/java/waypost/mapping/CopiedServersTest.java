package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.ChangeFeed;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Spread;
import waypost.identity.AccountName;
import waypost.mapping.UserMapSettings.Proof;

/** A copy of what several servers have, of which each may lack what another one has told. */
class CopiedServersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final OptionalInt BUSY = OptionalInt.of(51);
    private static final OptionalInt HERE = OptionalInt.empty();

    @TempDir
    private Path folder;

    private Controller first;
    private Controller second;
    private Optional<UserMaps> opened = Optional.empty();

    @BeforeEach
    void bothHaveAnna() throws Exception {
        first = new Controller(1);
        second = new Controller(2);
        first.has("anna");
        second.has("anna");
    }

    @AfterEach
    void close() {
        opened.ifPresent(UserMaps::close);
        first.close();
        second.close();
    }

    private UserMaps maps(DirectoryKind kind, Spread spread) throws Exception {
        DirectorySettings domain = Controller.domain(kind, spread, first, second);
        UserMaps maps = first.fixture.open(Fixture.settings(domain, Fixture.map(Proof.BIND)));
        opened = Optional.of(maps);
        maps.onDisk().all(folder);
        return maps;
    }

    private WholeCopy copy() {
        return opened.orElseThrow().copies().of("subscribers").orElseThrow();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private Optional<String> host(String user) {
        return copy().known(new AccountName(user, "example.net"), Prospect.Use.MAIL)
                .map(account -> account.route().target());
    }

    private void tell(Controller by, String... users) {
        ChangeFeed.Changes told = copy().changes();
        told.toldBy(by.uri());
        if (users.length == 0) {
            told.anyChanged();
        }
        List.of(users).forEach(user -> told.changed(List.of(Controller.id(user))));
        told.reached("a state");
        told.current();
    }

    /** Whichever is asked first: what the other one has is from before. */
    @ParameterizedTest
    @EnumSource
    void isReadOfTheOneThatToldIt(Spread spread) throws Exception {
        maps(DirectoryKind.ACTIVE_DIRECTORY, spread);
        for (String host : List.of("store2", "store1", "store2", "store1", "store2")) {
            second.moves("anna", host);
            tell(second, "anna");
            until(copy()::isCurrent);
            assertEquals(Optional.of(host), host("anna"));
        }
        second.has("bert");
        tell(second);
        until(copy()::isCurrent);
        assertEquals(Optional.of("store2"), host("anna"), "as all is read");
        assertEquals(Optional.of("store1"), host("bert"));
    }

    /** The other one would say that nobody has gone, or come. */
    @Test
    void waitsForTheOneThatToldIt() throws Exception {
        maps(DirectoryKind.ACTIVE_DIRECTORY, Spread.FIRST);
        tell(second);
        until(copy()::isCurrent);
        second.has("bert");
        second.fixture.server.delete(Controller.dn("anna"));
        second.fixture.failSearches(BUSY);
        int before = second.fixture.searches.get();
        tell(second, "anna", "bert");
        until(() -> second.fixture.searches.get() > before + 1);
        assertFalse(copy().isCurrent());
        second.fixture.failSearches(HERE);
        until(copy()::isCurrent);
        assertEquals(Optional.of("store1"), host("bert"));
        assertEquals(2, copy().size(), "of whom one is missing");
        first.fixture.pass(CacheSettings.STANDARD.vanished().plusSeconds(1));
        assertEquals(Optional.empty(), host("anna"));
    }

    /** One that tells of the changes of others, and lacks none, is as good. */
    @Test
    void isReadOfAnotherThatIsKnownToHaveIt() throws Exception {
        String number = "20261123120000.000000Z#000000#001#000000";
        for (Controller one : List.of(first, second)) {
            one.fixture.server.modify(
                    "dn: dc=waypost", "changetype: modify", "replace: contextCSN", "contextCSN: " + number);
            one.fixture.add("bert", "mail: bert@example.net", "mailHost: store1");
        }
        maps(DirectoryKind.LDAP, Spread.FIRST);
        second.fixture.failSearches(BUSY);
        tell(second);
        until(copy()::isCurrent);
        assertEquals(Optional.of("store1"), host("bert"));
    }

    /** What was read of the second one meanwhile is from before, and the first has told of it already. */
    @Test
    void isReadAnewWhenAnotherOneTells() throws Exception {
        UserMaps maps = maps(DirectoryKind.ACTIVE_DIRECTORY, Spread.FIRST);
        maps.watch("main");
        until(() -> host("anna").equals(Optional.of("store1")));
        first.moves("anna", "store2");
        until(() -> host("anna").equals(Optional.of("store2")));
        first.fixture.failSearches(BUSY);
        until(() -> host("anna").equals(Optional.of("store1")));
        second.fixture.failSearches(BUSY);
        first.fixture.failSearches(HERE);
        until(() -> host("anna").equals(Optional.of("store2")));
    }
}
