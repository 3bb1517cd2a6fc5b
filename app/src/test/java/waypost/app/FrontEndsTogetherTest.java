package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.FrontEnds.Link;
import waypost.testkit.SambaProcess;

/** Four front ends show a directory that locks, and that counts, no more of a user's log-ins than one would. */
@Tag("peers")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FrontEndsTogetherTest {
    private static final int RIGHT = 235;
    private static final int WRONG = 535;
    private static final int COUNT = 4;
    private static final int TRIES = 100;
    private static final String HOME = "203.0.113.1";

    /** As three devices of hers have them. */
    private static final List<String> OLD = List.of("Winter-2024", "Spring-2025", "Autumn-2025");

    private static final String PASSWORD = "Secret-2026";

    /** draft-zeilenga-ldap-relax: the administrator may write what the server else writes alone. */
    private static final Control RELAX = new Control("1.3.6.1.4.1.4203.666.5.12", true);

    /** When her password was set: it has expired, or it has not. */
    private static final String LONG_AGO = "20200101000000Z";

    private static final String OF_LATE = "20261101000000Z";

    @TempDir
    private Path folder;

    /** Devices with old passwords come to all front ends at the same time, again and again. */
    private static void tryOldOnes(FrontEnds all) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
                int there = frontEnd;
                ends.add(threads.submit(() -> {
                    int wrong = 0;
                    for (int i = 0; i < TRIES; i++) {
                        String old = OLD.get(i % OLD.size());
                        wrong += all.login(there, HOME, "anna", old) == WRONG ? 1 : 0;
                    }
                    return wrong;
                }));
            }
            for (Future<Integer> end : ends) {
                assertEquals(TRIES, end.get());
            }
        }
    }

    private static void logInEverywhere(FrontEnds all) throws IOException {
        for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
            assertEquals(RIGHT, all.login(frontEnd, HOME, "anna", PASSWORD), "at " + frontEnd);
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "user.name",
            matches = "root",
            disabledReason = "Samba listens on ports below 1024 only, which takes root")
    void activeDirectoryDoesNotLockTheOwnerOut() throws Exception {
        try (SambaProcess samba = SambaProcess.first(
                Files.createDirectory(folder.resolve("samba")), "ldap server require strong auth = no")) {
            samba.tool("domain", "passwordsettings", "set", "--account-lockout-threshold=5");
            String dn = "CN=anna,CN=Users," + SambaProcess.BASE;
            try (LDAPConnection ldap = new LDAPConnection(
                            samba.address(),
                            SambaProcess.LDAP,
                            SambaProcess.ADMINISTRATOR,
                            SambaProcess.ADMINISTRATORS_PASSWORD);
                    FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, inDomain(samba))) {
                addAnna(ldap, dn);
                tryOldOnes(all);
                int count = Integer.parseInt(
                        OpenLdap.values(ldap, dn, "badPwdCount").getFirst());
                System.out.println("figures: badPwdCount after " + COUNT + " x " + TRIES + " log-ins with " + OLD.size()
                        + " old passwords: " + count);
                assertTrue(count < 5, "badPwdCount is " + count);
                logInEverywhere(all);
            }
        }
    }

    private static String inDomain(SambaProcess samba) {
        return """
                directories:
                  - name: main
                    type: active-directory
                    uris: ["ldap://%s"]
                    bind: {dn: "%s", password: "%s"}
                    base: "%s"
                    attributes: {host: info}
                user-maps: [{name: users, type: ldap-bind, directory: main, domains: [example.net]}]
                """.formatted(
                samba.address(), SambaProcess.ADMINISTRATOR, SambaProcess.ADMINISTRATORS_PASSWORD, SambaProcess.BASE);
    }

    private static void addAnna(LDAPConnection ldap, String dn) throws LDAPException, LDIFException {
        byte[] quoted = ('"' + PASSWORD + '"').getBytes(StandardCharsets.UTF_16LE);
        ldap.add(
                "dn: " + dn,
                "objectClass: user",
                "sAMAccountName: anna",
                "userAccountControl: 512",
                "unicodePwd:: " + Base64.getEncoder().encodeToString(quoted),
                "proxyAddresses: SMTP:anna@example.net",
                "info: store1");
    }

    /** OpenLDAP with a password policy: five failures lock, and an expired password is good for three log-ins. */
    private OpenLdap policy(String changed) throws IOException, LDAPException, LDIFException {
        var directory = new OpenLdap(folder.resolve("slapd"), List.of("ppolicy"), """
                overlay ppolicy
                ppolicy_default cn=policy,dc=waypost
                """);
        directory.add(List.of(
                "dn: cn=policy,dc=waypost",
                "objectClass: device",
                "objectClass: pwdPolicy",
                "cn: policy",
                "pwdAttribute: userPassword",
                "pwdLockout: TRUE",
                "pwdMaxFailure: 5",
                "pwdMaxAge: 86400000",
                "pwdGraceAuthNLimit: 3"));
        var anna = new AddRequest(
                OpenLdap.user("anna", "store1", "userPassword: " + PASSWORD, "pwdChangedTime: " + changed)
                        .toArray(String[]::new));
        anna.addControl(RELAX);
        directory.ldap.add(anna);
        return directory;
    }

    private static int count(OpenLdap directory, String attribute) throws LDAPException {
        return directory.values(OpenLdap.dn("anna"), attribute).size();
    }

    @Test
    void openLdapDoesNotLockTheOwnerOut() throws Exception {
        try (OpenLdap directory = policy(OF_LATE);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, directory.users("ldap-bind"))) {
            tryOldOnes(all);
            int failures = count(directory, "pwdFailureTime");
            System.out.println("figures: pwdFailureTime after " + COUNT + " x " + TRIES + " log-ins with " + OLD.size()
                    + " old passwords: " + failures);
            assertTrue(failures < 5, failures + " failures");
            logInEverywhere(all);
        }
    }

    @Test
    void aLogInAtEachUsesUpOneOfThoseThatAreLeft() throws Exception {
        try (OpenLdap directory = policy(LONG_AGO);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, directory.users("ldap-bind"))) {
            logInEverywhere(all);
            assertEquals(1, count(directory, "pwdGraceUseTime"));
        }
    }

    @Test
    void soDoFourAtOnce() throws Exception {
        try (OpenLdap directory = policy(LONG_AGO);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, directory.users("ldap-bind"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
                int there = frontEnd;
                ends.add(threads.submit(() -> all.login(there, HOME, "anna", PASSWORD)));
            }
            for (Future<Integer> end : ends) {
                assertEquals(RIGHT, end.get());
            }
            assertEquals(1, count(directory, "pwdGraceUseTime"));
        }
    }

    /** Each asks for itself: that costs as many as there are front ends, and lets nobody in that should not be. */
    @Test
    void withoutTheLinkEachAsksOnce() throws Exception {
        try (OpenLdap directory = policy(LONG_AGO);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.CUT, directory.users("ldap-bind"))) {
            for (int i = 0; i < TRIES; i++) {
                assertEquals(WRONG, all.login(i % COUNT, HOME, "anna", OLD.getFirst()));
            }
            assertEquals(COUNT, count(directory, "pwdFailureTime"));
            for (int frontEnd = 0; frontEnd < 3; frontEnd++) {
                assertEquals(RIGHT, all.login(frontEnd, HOME, "anna", PASSWORD));
                assertEquals(RIGHT, all.login(frontEnd, HOME, "anna", PASSWORD));
            }
            assertEquals(3, count(directory, "pwdGraceUseTime"));
            assertEquals(WRONG, all.login(3, HOME, "anna", PASSWORD), "it has expired now");
        }
    }
}
