package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
    @ParameterizedTest
    @CsvSource({
        "52e, Wrong[]",
        "775, LockedOut[]",
        "530, Right[bar=Optional[HOURS]]",
        "531, Right[bar=Optional[HOURS]]",
        "533, Right[bar=Optional[DISABLED]]",
        "532, Right[bar=Optional[EXPIRED]]",
        "701, Right[bar=Optional[EXPIRED]]",
        "773, Right[bar=Optional[MUST_CHANGE]]",
    })
    void activeDirectorySaysWhyABindFailed(String subCode, String bound) {
        assertEquals(bound, refused(subCodeOf(subCode), DirectoryKind.LDAP).toString());
        assertEquals(
                bound,
                refused(subCodeOf(subCode), DirectoryKind.ACTIVE_DIRECTORY).toString());
    }

    private static String subCodeOf(String subCode) {
        return "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data " + subCode + ", v3839";
    }

    private static Bound refused(String message, DirectoryKind kind) {
        return Bound.refused(
                new LDAPException(
                        new LDAPResult(1, ResultCode.INVALID_CREDENTIALS, message, null, (String[]) null, null)),
                kind);
    }

    /** An entry that went, one that is restricted, a kind of log-in that is not granted, too many contexts, a parameter, a binding to TLS, and no reason. */
    @ParameterizedTest
    @ValueSource(strings = {"525", "52f", "534", "569", "568", "57", "80090346", "0", "c000006d"})
    void anyOtherReasonSaysNothingOfThePassword(String subCode) {
        for (DirectoryKind kind : DirectoryKind.values()) {
            var failed = assertInstanceOf(Bound.Failed.class, refused(subCodeOf(subCode), kind));
            assertTrue(failed.reason().contains("data " + subCode), failed.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error",
                "8009030C: LdapErr: DSID-0C0903A9, comment: something else, v1db1"
            })
    void aRefusalOfADomainControllerWithoutAReasonSaysNothingEither(String message) {
        for (DirectoryKind kind : DirectoryKind.values()) {
            assertInstanceOf(Bound.Failed.class, refused(message, kind));
        }
        assertInstanceOf(Bound.Failed.class, refused("", DirectoryKind.ACTIVE_DIRECTORY));
        assertInstanceOf(Bound.Wrong.class, refused("", DirectoryKind.LDAP));
    }
}
