package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** What an outage finds remembered of a user whose entry has a password that cannot be read. */
class UnreadablePasswordTest {
    private static final String UNREADABLE = "{CRYPT}!$6$salt$hash";
    private static final Secret SECRET = new Secret("secret");
    private static final Secret GUESS = new Secret("guess");

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void prove() throws Exception {
        fixture = new Fixture();
        maps = fixture.mapping(Fixture.map(Proof.STORED_HASH));
        fixture.addAnna();
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        fixture.pass(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private void passwords(String... values) throws LDAPException {
        fixture.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "userPassword", values));
    }

    private void unavailable(Secret password) {
        assertInstanceOf(Unavailable.class, maps.authenticate("anna", password, Service.IMAP));
    }

    private void outage() {
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
    }

    private static void degraded(Answer answer) {
        assertTrue(assertInstanceOf(Granted.class, answer).degraded());
    }

    @Test
    void whereTheAccountIsStaysKnown() throws Exception {
        passwords(UNREADABLE);
        unavailable(SECRET);
        outage();
        degraded(maps.locate("anna"));
    }

    @Test
    void aGuessTakesNothingFromAPasswordThatIsBesideIt() throws Exception {
        passwords(UNREADABLE, SECRET.value());
        unavailable(GUESS);
        outage();
        degraded(maps.authenticate("anna", SECRET, Service.IMAP));
    }

    @Test
    void aPasswordThatNoOtherValueConfirmsCountsNoMore() throws Exception {
        passwords(UNREADABLE, "newer");
        unavailable(SECRET);
        outage();
        unavailable(SECRET);
    }

    @Test
    void noPasswordCountsWhenNoneCanBeRead() throws Exception {
        passwords(UNREADABLE);
        unavailable(GUESS);
        outage();
        unavailable(SECRET);
    }
}
