package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.UserMapSettings.Proof;

/** Users who show passwords. */
class AuthenticationTest {
    private static final Secret SECRET = new Secret("secret");
    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        maps = fixture.mapping(Fixture.map(Proof.STORED_HASH));
        fixture.addAnna();
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    @ByEitherProof
    void aPasswordIsCheckedByEitherProof(Proof proof) throws Exception {
        try (UserMaps other = fixture.mapping(Fixture.map(proof))) {
            assertInstanceOf(Granted.class, other.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(new Refused(Kind.CREDENTIALS), other.authenticate("anna", new Secret("Secret"), Service.IMAP));
            assertEquals(new Unknown(), other.authenticate("nobody", SECRET, Service.IMAP));
            int before = fixture.searches.get();
            for (String absurd : List.of("", "\0", "sec\0ret", "x".repeat(1025))) {
                assertEquals(
                        new Refused(Kind.CREDENTIALS), other.authenticate("anna", new Secret(absurd), Service.IMAP));
            }
            assertEquals(before, fixture.searches.get(), "the directory was asked for an absurd password");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "waypostState: disabled, DISABLED, DISABLED",
        "waypostState: locked, , LOCKED",
        "waypostState: expired, , EXPIRED",
        "waypostService: pop3, , SERVICE",
        "userAccountControl: 514, DISABLED, DISABLED",
        "accountExpires: 100000000000000000, , EXPIRED",
        "pwdAccountLockedTime: 000001010000Z, , LOCKED",
        "msDS-User-Account-Control-Computed: 8388608, , EXPIRED",
    })
    void accountStatesAreObeyed(String line, Kind mail, Kind login) throws Exception {
        fixture.add("bob", "mail: bob@example.net", "mailHost: store1", "userPassword: secret", line);
        Answer located = maps.locate("bob");
        if (mail == null) {
            assertInstanceOf(Granted.class, located);
        } else {
            assertEquals(new Refused(mail), located);
        }
        assertEquals(new Refused(login), maps.authenticate("bob", SECRET, Service.IMAP));
        assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("bob", new Secret("guess"), Service.IMAP));
    }

    /** The attribute stays when the lock has run out; who lets the user bind knows that it has. */
    @ParameterizedTest
    @CsvSource({
        "BIND, 20261123115000Z, true",
        "BIND, 000001010000Z, false",
        "STORED_HASH, 20261123115000Z, false",
    })
    void aLockForATimeIsTheBindingDirectorysToJudge(Proof proof, String since, boolean granted) throws Exception {
        fixture.add(
                "bob",
                "mail: bob@example.net",
                "mailHost: store1",
                "userPassword: secret",
                "pwdAccountLockedTime: " + since);
        try (UserMaps other = fixture.mapping(Fixture.map(proof))) {
            Answer answer = other.authenticate("bob", SECRET, Service.IMAP);
            assertEquals(granted, answer instanceof Granted, answer::toString);
            other.locate("bob");
            assertEquals(granted, other.authenticate("bob", SECRET, Service.IMAP) instanceof Granted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "userPassword, {CRYPT}!$6$salt$hash",
        "waypostState, suspended",
        "waypostService, telnet",
        "mailHost, nowhere",
        "mailHost,",
    })
    void aFaultIsNoOutageInWhichTheOldPasswordCounts(String attribute, String value) throws Exception {
        maps.locate("anna");
        maps.authenticate("anna", SECRET, Service.IMAP);
        fixture.pass(Duration.ofHours(1));
        var fault = value == null
                ? new Modification(ModificationType.DELETE, attribute)
                : new Modification(ModificationType.REPLACE, attribute, value);
        fixture.server.modify("uid=anna,dc=waypost", fault);
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP), "in a later outage");
    }

    @Test
    void aChangedPasswordCountsAtOnce() throws Exception {
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        fixture.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "userPassword", "newer"));
        assertInstanceOf(Granted.class, maps.authenticate("anna", new Secret("newer"), Service.IMAP));
        assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", SECRET, Service.IMAP));
    }

    @Test
    void aVerifierSavesTheDirectoryTheQuestion() {
        assertEquals(Optional.empty(), maps.cachedAuthenticate("anna", SECRET, Service.IMAP));
        maps.authenticate("anna", SECRET, Service.IMAP);
        int before = fixture.searches.get();
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.POP3));
        assertTrue(maps.cachedAuthenticate("anna", SECRET, Service.WEB).isPresent());
        assertEquals(before, fixture.searches.get());
        assertEquals(Optional.empty(), maps.cachedAuthenticate("anna", new Secret("guess"), Service.IMAP));
    }
}
