package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.PasswordScheme;
import waypost.directory.Verdict;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** The schema, the administration and the mapping against OpenLDAP. */
@Tag("peers")
class SlapdTest {
    private static final Secret SECRET = new Secret("secret");
    private static final Answer WRONG_PASSWORD = new Answer.Refused(Answer.Kind.CREDENTIALS);

    @TempDir
    Path folder;

    @Test
    void openLdapTakesTheSchema() throws Exception {
        Process check = new ProcessBuilder(Slapd.check(Slapd.configure(folder, List.of(), List.of())))
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
                DirectoryAdministration administration = administration(slapd)) {
            assertEquals(new Change.Done(), administration.domains().add("example.net"));
            assertEquals(new Change.Done(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertEquals(new Change.Exists(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            var anna = assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(new Presence.Present(Optional.of(anna.name())), maps.presence(anna.directoryId()));
            for (String other : List.of("00112233-4455-6677-8899-aabbccddeeff", "anna@example.net")) {
                assertEquals(new Presence.Absent(), maps.presence(new DirectoryId(other)));
            }
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            assertEquals(new Change.Done(), administration.changeState("anna", "disabled"));
            fixture.pass(Duration.ofHours(1));
            assertEquals(new Answer.Refused(Answer.Kind.DISABLED), maps.locate("anna"));
            assertEquals(1, administration.users().size());
            assertEquals(List.of("example.net"), administration.domains().all());
        }
    }

    private static DirectoryAdministration administration(Slapd slapd) throws Exception {
        return new DirectoryAdministration(
                UserDirectory.usual(slapd.settings()),
                Fixture.trust(),
                Fixture.RULES,
                PasswordScheme.SSHA512,
                new SplittableRandom(8));
    }

    /** OpenLDAP hashes the password as it can check it; with a hash of ours it could not, so nobody could bind. */
    @ByEitherProof
    void eitherMapChecksAPasswordGivenHere(Proof proof) throws Exception {
        var newer = new Secret("newer");
        try (var slapd = new Slapd(folder);
                var fixture = new Fixture();
                UserMaps maps = fixture.open(Fixture.settings(slapd.settings(), Fixture.map(proof)));
                DirectoryAdministration administration = administration(slapd)) {
            assertEquals(new Change.Done(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(WRONG_PASSWORD, maps.authenticate("anna", newer, Service.IMAP));
            assertEquals(new Change.Done(), administration.changePassword("anna", newer));
            fixture.pass(Duration.ofHours(1));
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", newer, Service.IMAP));
            assertEquals(WRONG_PASSWORD, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(new Change.Missing(), administration.changePassword("bob", newer));
        }
    }

    /** Without an account that searches; passwords can be checked, and read by nobody. */
    @Test
    void whoNeedsNoAccountToSearchHasNone() throws Exception {
        List<String> rights =
                List.of("access to attrs=userPassword by anonymous auth by * none", "access to * by * read");
        try (var slapd = new Slapd(folder, List.of(), rights);
                var fixture = new Fixture()) {
            slapd.addAnna(SECRET);
            DirectorySettings anonymous =
                    new Varied(slapd.settings()).anonymously().settings();
            try (UserMaps maps = fixture.open(Fixture.settings(anonymous, Fixture.map(Proof.BIND)))) {
                assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
                assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
                assertEquals(WRONG_PASSWORD, maps.authenticate("anna", new Secret("newer"), Service.IMAP));
                assertEquals(new Answer.Unknown(), maps.locate("nobody"));
                assertEquals(new Answer.Unknown(), maps.authenticate("nobody", SECRET, Service.IMAP));
            }
        }
    }

    /** Such a server says unwillingToPerform, which is for the operator, and of nobody. */
    @Test
    void whereAnAccountIsNeededNobodyIsUnknownWithout() throws Exception {
        try (var slapd = new Slapd(folder, List.of("disallow bind_anon", "require authc"), List.of());
                var fixture = new Fixture()) {
            slapd.addAnna(SECRET);
            DirectorySettings anonymous =
                    new Varied(slapd.settings()).anonymously().settings();
            try (UserMaps maps = fixture.open(Fixture.settings(anonymous, Fixture.map(Proof.BIND)))) {
                for (String name : List.of("anna", "nobody")) {
                    assertInstanceOf(Answer.Unavailable.class, maps.locate(name));
                    assertInstanceOf(Answer.Unavailable.class, maps.authenticate(name, SECRET, Service.IMAP));
                }
            }
            assertEquals(Optional.of(Verdict.CONFIGURATION), Asking.fault(anonymous, Fixture.trust()));
            assertEquals(
                    Optional.of(ResultCode.UNWILLING_TO_PERFORM),
                    Asking.failure(anonymous, Fixture.trust()).map(LDAPException::getResultCode));
        }
    }

    @Test
    void aUserWhosePasswordOpenLdapRefusesIsNotAdded() throws Exception {
        try (var slapd = new Slapd(folder, "restrict extended=1.3.6.1.4.1.4203.1.11.1");
                DirectoryAdministration administration = administration(slapd)) {
            var declined = assertInstanceOf(
                    Change.Declined.class, administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertTrue(declined.why().contains("restricted"), declined.why());
            assertEquals(List.of(), administration.users());
        }
    }
}
