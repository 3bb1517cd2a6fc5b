package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.PasswordScheme;
import waypost.identity.AccountLimits;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** Classes of accounts in OpenLDAP, by our schema. */
@Tag("peers")
class SlapdClassesTest {
    @TempDir
    Path folder;

    @Test
    void aUserIsOfTheClassThatHisEntryNames() throws Exception {
        try (var slapd = new Slapd(folder);
                var fixture = new Fixture();
                DirectoryAdministration administration = new DirectoryAdministration(
                        UserDirectory.usual(slapd.settings()),
                        Fixture.trust(),
                        Fixture.RULES,
                        PasswordScheme.SSHA512,
                        new SplittableRandom(8))) {
            var settings = new MappingSettings(
                    List.of(UserDirectory.usual(slapd.settings())),
                    List.of(Fixture.map(Proof.BIND)),
                    Routes.to("store1"),
                    new AccountClasses(
                            List.of(new AccountClass("kiosk", Set.of(Service.WEB), AccountLimits.NONE.withStorage(7)))),
                    CacheSettings.STANDARD);
            NewUser anna = NewUser.of("anna@example.net", new Secret("secret"), "store1");
            assertEquals(new Change.Done(), administration.addUser(anna));
            assertEquals("none", limits(fixture, settings));
            assertEquals(
                    new Change.Done(), administration.change("anna@example.net", UserProperty.CLASS, List.of("Kiosk")));
            assertEquals("storage:7", limits(fixture, settings));
            assertEquals(new Change.Done(), administration.change("anna@example.net", UserProperty.CLASS, List.of()));
            assertEquals("none", limits(fixture, settings));
            assertEquals(
                    new Change.Missing(),
                    administration.change("bert@example.net", UserProperty.CLASS, List.of("kiosk")));
        }
    }

    private static String limits(Fixture fixture, MappingSettings settings) throws Exception {
        try (UserMaps maps = fixture.open(settings)) {
            return assertInstanceOf(Answer.Granted.class, maps.locate("anna"))
                    .limits()
                    .text();
        }
    }
}
