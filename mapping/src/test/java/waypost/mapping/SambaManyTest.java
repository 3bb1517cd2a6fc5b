package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.Asking;
import waypost.directory.ChangeFeed;
import waypost.directory.Heard;
import waypost.mapping.UserMapSettings.Proof;

/** More people than a controller shows at once. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaManyTest {
    private static final int PEOPLE = 1_100;

    @TempDir
    static Path folder;

    private static Samba samba;
    private static final Heard FEED = new Heard();

    /** The feed has heard of all that was there before, and hears next of all that came since. */
    @BeforeAll
    static void start() throws Exception {
        samba = new Samba(folder, "ldap server require strong auth = no");
        var changes = Asking.feed(samba.settings(), FEED);
        try (LDAPConnection connection = samba.connect()) {
            hear(changes, connection);
            for (int i = 0; i < PEOPLE; i++) {
                connection.add(
                        "dn: " + Samba.dn("p" + i),
                        "objectClass: user",
                        "sAMAccountName: p" + i,
                        "mail: p" + i + "@example.net",
                        "info: store1");
            }
            hear(changes, connection);
        }
    }

    private static void hear(ChangeFeed feed, LDAPConnection connection) {
        assertThrows(InterruptedException.class, () -> feed.follow(connection, () -> {}));
    }

    @AfterAll
    static void stop() {
        samba.close();
    }

    private static MappingSettings settings() {
        return Fixture.settings(samba.users(), Fixture.map(Proof.BIND));
    }

    @Test
    void manyChangesAreToldAsTheyAre() {
        assertEquals(List.of(Heard.ANY, Integer.toString(PEOPLE)), FEED.told());
    }

    @Test
    void theCensusCountsAll() throws Exception {
        try (var fixture = new Fixture();
                Census census = Census.of(
                        settings(), Fixture.map(Proof.BIND), Fixture.RULES, Fixture.trust(), fixture.instants)) {
            List<Flaw> flaws = new ArrayList<>();
            assertEquals(Optional.empty(), census.servers().getFirst().fault());
            long counted = census.take(flaws::add, _ -> {});
            assertTrue(counted >= PEOPLE, "counted: " + counted);
            assertEquals(List.of(), flaws);
        }
    }

    @Test
    void allAddressesAreListed() throws Exception {
        Set<String> addresses = new HashSet<>();
        new AddressListing(settings(), Fixture.trust()).read(addresses::add);
        assertTrue(
                addresses.containsAll(IntStream.range(0, PEOPLE)
                        .mapToObj("p%d@example.net"::formatted)
                        .toList()),
                () -> addresses.size() + " addresses");
    }
}
