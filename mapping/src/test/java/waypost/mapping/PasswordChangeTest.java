package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryExtendedOperationHandler;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.DirectorySettings;
import waypost.directory.PasswordScheme;
import waypost.directory.StoredPassword;
import waypost.identity.Secret;

/** Passwords of new and present users, in directories that hash them themselves and others. */
class PasswordChangeTest {
    private static final Secret SECRET = new Secret("secret");
    private static final Secret NEWER = new Secret("newer");
    private static final NewUser ANNA = NewUser.of("anna", SECRET, "store1");
    private static final String DN = "uid=anna@example.net,ou=users,dc=waypost";

    private static DirectoryAdministration administration(Fixture fixture) throws Exception {
        return administration(fixture.directory());
    }

    private static DirectoryAdministration administration(DirectorySettings directory) throws Exception {
        return new DirectoryAdministration(
                UserDirectory.usual(directory),
                Fixture.trust(),
                Fixture.RULES,
                PasswordScheme.SSHA512,
                new SplittableRandom(8));
    }

    private static @Nullable String stored(Fixture fixture) throws LDAPException {
        Entry anna = fixture.server.getEntry(DN);
        assertNotNull(anna);
        return anna.getAttributeValue("userPassword");
    }

    /** The SDK's server announces the operation, and is set up to hash nothing. */
    @Test
    void aDirectoryThatTakesTheOperationStoresThePasswordAsItWill() throws Exception {
        try (var fixture = new Fixture();
                DirectoryAdministration administration = administration(fixture)) {
            assertEquals(new Change.Done(), administration.addUser(ANNA));
            assertEquals("secret", stored(fixture));
            assertEquals(new Change.Done(), administration.changePassword("anna", NEWER));
            assertEquals("newer", stored(fixture));
        }
    }

    @Test
    void otherDirectoriesGetOurHash() throws Exception {
        try (var fixture = new Fixture(
                        config -> config.getExtendedOperationHandlers().clear());
                DirectoryAdministration administration = administration(fixture)) {
            assertEquals(new Change.Done(), administration.addUser(ANNA));
            assertHashOf(SECRET, stored(fixture));
            assertEquals(new Change.Done(), administration.changePassword("anna", NEWER));
            assertHashOf(NEWER, stored(fixture));
        }
    }

    private static void assertHashOf(Secret password, @Nullable String stored) {
        assertNotNull(stored);
        assertTrue(stored.startsWith("{SSHA512}"), "stored otherwise");
        assertEquals(StoredPassword.Match.RIGHT, StoredPassword.parse(stored).match(password));
    }

    @ParameterizedTest
    @CsvSource({
        "ldap://127.0.0.1, true",
        "ldap://127.8.9.10:3890, true",
        "ldap://[::1], true",
        "ldap://localhost, true",
        "ldap://127.evil.example, false",
        "ldap://127.0.0.1.evil.example, false",
        "ldap://localhost.evil.example, false",
        "ldap://10.0.0.1, false",
        "ldap://[fe80::1], false",
    })
    void whatIsHere(URI uri, boolean here) {
        assertEquals(here, DirectoryAdministration.isHere(uri));
    }

    /** A hash may be shown, a password may not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPasswordDoesNotTravelInClear(boolean operation) throws Exception {
        try (var fixture = new Fixture(config -> {
                    if (!operation) {
                        config.getExtendedOperationHandlers().clear();
                    }
                });
                DirectoryAdministration here = administration(fixture);
                DirectoryAdministration elsewhere = administration(fixture.directory()
                        .at(List.of(
                                fixture.directory().uris().getFirst(), URI.create("ldap://directory.example.net"))))) {
            Change added = elsewhere.addUser(ANNA);
            if (operation) {
                assertInClear(added);
                assertNull(fixture.server.getEntry(DN));
                assertEquals(new Change.Done(), here.addUser(ANNA));
                assertInClear(elsewhere.changePassword("anna", NEWER));
                assertEquals("secret", stored(fixture));
            } else {
                assertEquals(new Change.Done(), added);
                assertEquals(new Change.Done(), elsewhere.changePassword("anna", NEWER));
                assertHashOf(NEWER, stored(fixture));
            }
        }
    }

    private static void assertInClear(Change change) {
        var declined = assertInstanceOf(Change.Declined.class, change);
        assertTrue(declined.why().contains("without TLS"), declined.why());
    }

    @Test
    void aUserWhosePasswordIsRefusedIsNotAdded() throws Exception {
        try (var fixture = new Fixture(config -> refusing(config, ResultCode.CONSTRAINT_VIOLATION));
                DirectoryAdministration administration = administration(fixture)) {
            var declined = assertInstanceOf(Change.Declined.class, administration.addUser(ANNA));
            assertTrue(declined.why().endsWith("too short for us"), declined.why());
            assertNull(fixture.server.getEntry(DN));
            fixture.server.add(
                    "dn: " + DN,
                    "objectClass: inetOrgPerson",
                    "cn: anna",
                    "sn: anna",
                    "mail: anna@example.net",
                    "userPassword: before");
            assertEquals(declined, administration.changePassword("anna", NEWER));
            assertEquals("before", stored(fixture));
        }
    }

    /** A replica may not have the entry yet: that is no missing user. */
    @Test
    void aRefusalIsToldAsWhatItIs() throws Exception {
        try (var fixture = new Fixture(config -> refusing(config, ResultCode.NO_SUCH_OBJECT));
                DirectoryAdministration administration = administration(fixture)) {
            assertInstanceOf(Change.Declined.class, administration.addUser(ANNA));
            assertNull(fixture.server.getEntry(DN));
        }
    }

    @Test
    void anEntryThatStaysIsTold() throws Exception {
        try (var fixture = new Fixture(config -> {
                    refusing(config, ResultCode.CONSTRAINT_VIOLATION);
                    config.addInMemoryOperationInterceptor(new NothingIsDeleted());
                });
                DirectoryAdministration administration = administration(fixture)) {
            var declined = assertInstanceOf(Change.Declined.class, administration.addUser(ANNA));
            assertTrue(declined.why().contains("too short for us"), declined.why());
            assertTrue(declined.why().contains("The entry " + DN + " stays"), declined.why());
            assertNull(stored(fixture));
        }
    }

    private static void refusing(InMemoryDirectoryServerConfig config, ResultCode code) {
        config.getExtendedOperationHandlers().clear();
        config.addExtendedOperationHandler(new Refusing(code));
    }

    /** A policy that takes no password. */
    private static final class Refusing extends InMemoryExtendedOperationHandler {
        private final ResultCode code;

        Refusing(ResultCode code) {
            this.code = code;
        }

        @Override
        public String getExtendedOperationHandlerName() {
            return "refusing";
        }

        @Override
        public List<String> getSupportedExtendedRequestOIDs() {
            return List.of(PasswordModifyExtendedRequest.PASSWORD_MODIFY_REQUEST_OID);
        }

        @Override
        public ExtendedResult processExtendedOperation(
                InMemoryRequestHandler handler, int id, ExtendedRequest request) {
            return new ExtendedResult(id, code, "too short for us", null, null, null, null, null);
        }
    }

    private static final class NothingIsDeleted extends InMemoryOperationInterceptor {
        @Override
        public void processDeleteRequest(InMemoryInterceptedDeleteRequest request) throws LDAPException {
            throw new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "nothing is deleted here");
        }
    }
}
