package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.DirectorySettings;
import waypost.mapping.UserMapSettings.Proof;

/** All entries of OpenLDAP, page by page. */
@Tag("peers")
class SlapdCensusTest {
    private static final int USERS = 1_100;

    @TempDir
    Path folder;

    private static Census census(DirectorySettings directory) throws Exception {
        UserMapSettings.Directory map = Fixture.map(Proof.BIND);
        return Census.of(Fixture.settings(directory, map), map, Fixture.RULES, Fixture.trust(), InstantSource.system());
    }

    private static void fill(Slapd slapd) throws Exception {
        try (LDAPConnection connection = slapd.connect()) {
            for (int i = 0; i < USERS; i++) {
                connection.add(
                        "dn: uid=u" + i + "," + Slapd.BASE,
                        "objectClass: inetOrgPerson",
                        "objectClass: inetLocalMailRecipient",
                        "cn: u" + i,
                        "sn: u" + i,
                        "uid: u" + i,
                        "mail: u" + i + "@example.net",
                        "mailLocalAddress: alias" + i / 2 * 2 % 1_000 + "@example.net",
                        i == 700 ? "mailHost: gone" : "mailHost: store1");
            }
        }
    }

    @Test
    void findsWhatIsWrong() throws Exception {
        try (var slapd = new Slapd(folder)) {
            fill(slapd);
            List<Flaw> flaws = new ArrayList<>();
            List<Long> read = new ArrayList<>();
            try (Census census = census(slapd.settings())) {
                assertEquals(Optional.empty(), census.servers().getFirst().fault());
                assertEquals(USERS, census.take(flaws::add, read::add));
            }
            assertEquals(USERS, read.size());
            assertEquals(
                    List.of(new Flaw(Flaw.Kind.HOST, "uid=u700,dc=waypost", "mailHost names no node or volume: gone")),
                    flaws.stream().filter(flaw -> flaw.kind() == Flaw.Kind.HOST).toList());
            assertEquals(
                    500,
                    flaws.stream()
                            .filter(flaw -> flaw.kind() == Flaw.Kind.SHARED_ADDRESS)
                            .count());
            assertEquals(501, flaws.size());
        }
    }

    @Test
    void saysThatTheAccountMayNotReadAll() throws Exception {
        try (var slapd = new Slapd(folder, "sizelimit 100")) {
            fill(slapd);
            DirectorySettings d = slapd.settings();
            var anonymous = new Varied(d).anonymously().settings();
            try (Census census = census(anonymous)) {
                var refused = assertThrows(IOException.class, () -> census.take(_ -> {}, _ -> {}));
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("raise its limits there"), refused::getMessage);
            }
        }
    }
}
