package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.DirectoryId;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** Who has an address, whoever of them is preferred. */
class HoldersTest {
    private static final UserMapSettings.Directory FIRST = new UserMapSettings.Directory(
            "subscribers", Domains.of("example.net"), "main", Proof.STORED_HASH, Several.FIRST, CatchAll.ON);

    private Fixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static DirectoryId id(UserMaps maps, String address) {
        return assertInstanceOf(Granted.class, maps.locate(address)).directoryId();
    }

    @Test
    void theOneWhoIsNotChosenIsAmongThem() throws Exception {
        try (UserMaps maps = fixture.mapping(FIRST)) {
            DirectoryId anna = id(maps, "anna");
            assertEquals(Optional.of(Set.of(anna)), maps.holders("A.nna+x@example.org"));
            fixture.add("bob", "mail: bob@example.net", "mailLocalAddress: a.nna@example.net", "mailHost: store2");
            DirectoryId bob = id(maps, "bob");
            assertTrue(Set.of(anna, bob).contains(id(maps, "a.nna")));
            assertEquals(Optional.of(Set.of(anna, bob)), maps.holders("a.nna"));
            fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            assertEquals(Optional.empty(), maps.holders("a.nna"));
        }
    }

    @Test
    void aCatchAllIsNot() throws Exception {
        fixture.add("bob", "mail: bob@example.net", "mailLocalAddress: @example.net", "mailHost: store2");
        try (UserMaps maps = fixture.mapping(FIRST)) {
            assertEquals(id(maps, "bob"), id(maps, "nobody"));
            assertEquals(Optional.of(Set.of()), maps.holders("nobody"));
        }
    }

    @Test
    void thoseOfAllMapsAre(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("users");
        Files.writeString(file, """
                anna@example.net - store2 id=other
                bob@example.net  - store2 alias=@example.net
                """);
        try (UserMaps maps =
                fixture.mapping(FIRST, new UserMapSettings.File("others", Domains.of("example.net"), file))) {
            DirectoryId anna = id(maps, "anna");
            assertEquals(Optional.of(Set.of(anna, new DirectoryId("other"))), maps.holders("anna"));
            assertEquals(Optional.of(Set.of()), maps.holders("nobody"));
        }
    }
}
