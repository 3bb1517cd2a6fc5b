package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** The schema, the administration and the mapping against OpenLDAP. */
@Tag("peers")
class SlapdTest {
    private static final Secret SECRET = new Secret("secret");

    @TempDir
    Path folder;

    @Test
    void openLdapTakesTheSchema() throws Exception {
        Process check = new ProcessBuilder(Slapd.check(Slapd.configure(folder)))
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
    }

    @Test
    void usersLiveInOpenLdap() throws Exception {
        try (var slapd = new Slapd(folder);
                var fixture = new Fixture();
                UserMaps maps = fixture.open(Fixture.settings(slapd.settings(), Fixture.map(Proof.STORED_HASH)));
                var administration = new DirectoryAdministration(
                        slapd.settings(),
                        Fixture.trust(),
                        Fixture.RULES,
                        PasswordScheme.SSHA512,
                        new SplittableRandom(8))) {
            assertEquals(new Change.Done(), administration.addDomain("example.net"));
            assertEquals(new Change.Done(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertEquals(new Change.Exists(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            assertEquals(new Change.Done(), administration.changeState("anna", "disabled"));
            fixture.pass(Duration.ofHours(1));
            assertEquals(new Answer.Refused(Answer.Kind.DISABLED), maps.locate("anna"));
            assertEquals(1, administration.users().size());
            assertEquals(List.of("example.net"), administration.domains());
        }
    }
}
