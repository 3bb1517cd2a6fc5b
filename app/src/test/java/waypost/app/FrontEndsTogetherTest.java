package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
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
import java.util.Objects;
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
import waypost.testkit.SlapdProcess;

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
                int count = Integer.parseInt(attribute(ldap, dn, "badPwdCount").getFirst());
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
                "info: fe1");
    }

    private static List<String> attribute(LDAPConnection ldap, String dn, String name) throws LDAPException {
        Entry entry = Objects.requireNonNull(ldap.getEntry(dn, name));
        String[] values = entry.getAttributeValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** OpenLDAP with a password policy: five failures lock, and an expired password is good for three log-ins. */
    private final class Policy implements AutoCloseable {
        private static final String ANNA = "uid=anna,dc=waypost";

        /** draft-zeilenga-ldap-relax: the administrator may write what the server else writes alone. */
        private static final Control RELAX = new Control("1.3.6.1.4.1.4203.666.5.12", true);

        private final int port = Site.unusedPort();
        private final Process process;
        private final LDAPConnection ldap;

        Policy(String changed) throws IOException, LDAPException, LDIFException {
            process = SlapdProcess.start(configuration(), "ldap://127.0.0.1:" + port + "/", port);
            ldap = new LDAPConnection("127.0.0.1", port, "cn=admin,dc=waypost", "adminpw");
            ldap.add("dn: dc=waypost", "objectClass: domain", "dc: waypost");
            ldap.add(
                    "dn: cn=policy,dc=waypost",
                    "objectClass: device",
                    "objectClass: pwdPolicy",
                    "cn: policy",
                    "pwdAttribute: userPassword",
                    "pwdLockout: TRUE",
                    "pwdMaxFailure: 5",
                    "pwdMaxAge: 86400000",
                    "pwdGraceAuthNLimit: 3");
            var anna = new AddRequest(
                    "dn: " + ANNA,
                    "objectClass: inetOrgPerson",
                    "objectClass: inetLocalMailRecipient",
                    "cn: anna",
                    "sn: anna",
                    "mail: anna@example.net",
                    "mailHost: fe1",
                    "userPassword: " + PASSWORD,
                    "pwdChangedTime: " + changed);
            anna.addControl(RELAX);
            ldap.add(anna);
        }

        private Path configuration() throws IOException {
            Path data = Files.createDirectories(folder.resolve("slapd"));
            return Files.writeString(data.resolve("slapd.conf"), """
                    include /etc/ldap/schema/core.schema
                    include /etc/ldap/schema/cosine.schema
                    include /etc/ldap/schema/inetorgperson.schema
                    include /etc/ldap/schema/misc.schema
                    modulepath /usr/lib/ldap
                    moduleload back_mdb
                    moduleload ppolicy
                    pidfile %1$s/pid
                    database mdb
                    suffix dc=waypost
                    rootdn cn=admin,dc=waypost
                    rootpw adminpw
                    directory %1$s
                    overlay ppolicy
                    ppolicy_default cn=policy,dc=waypost
                    """.formatted(data));
        }

        String users() {
            return """
                    directories:
                      - name: main
                        uris: ["ldap://127.0.0.1:%d"]
                        bind: {dn: "cn=admin,dc=waypost", password: adminpw}
                        base: dc=waypost
                    user-maps: [{name: users, type: ldap-bind, directory: main, domains: [example.net]}]
                    """.formatted(port);
        }

        int values(String name) throws LDAPException {
            return attribute(ldap, ANNA, name).size();
        }

        @Override
        public void close() {
            ldap.close();
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static final String LONG_AGO = "20200101000000Z";
    private static final String OF_LATE = "20261101000000Z";

    @Test
    void openLdapDoesNotLockTheOwnerOut() throws Exception {
        try (Policy policy = new Policy(OF_LATE);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, policy.users())) {
            tryOldOnes(all);
            int failures = policy.values("pwdFailureTime");
            System.out.println("figures: pwdFailureTime after " + COUNT + " x " + TRIES + " log-ins with " + OLD.size()
                    + " old passwords: " + failures);
            assertTrue(failures < 5, failures + " failures");
            logInEverywhere(all);
        }
    }

    @Test
    void aLogInAtEachUsesUpOneOfThoseThatAreLeft() throws Exception {
        try (Policy policy = new Policy(LONG_AGO);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, policy.users())) {
            logInEverywhere(all);
            assertEquals(1, policy.values("pwdGraceUseTime"));
        }
    }

    @Test
    void soDoFourAtOnce() throws Exception {
        try (Policy policy = new Policy(LONG_AGO);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, policy.users());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
                int there = frontEnd;
                ends.add(threads.submit(() -> all.login(there, HOME, "anna", PASSWORD)));
            }
            for (Future<Integer> end : ends) {
                assertEquals(RIGHT, end.get());
            }
            assertEquals(1, policy.values("pwdGraceUseTime"));
        }
    }

    /** Each asks for itself: that costs as many as there are front ends, and lets nobody in that should not be. */
    @Test
    void withoutTheLinkEachAsksOnce() throws Exception {
        try (Policy policy = new Policy(LONG_AGO);
                FrontEnds all = FrontEnds.start(folder, COUNT, Link.CUT, policy.users())) {
            for (int i = 0; i < TRIES; i++) {
                assertEquals(WRONG, all.login(i % COUNT, HOME, "anna", OLD.getFirst()));
            }
            assertEquals(COUNT, policy.values("pwdFailureTime"));
            for (int frontEnd = 0; frontEnd < 3; frontEnd++) {
                assertEquals(RIGHT, all.login(frontEnd, HOME, "anna", PASSWORD));
                assertEquals(RIGHT, all.login(frontEnd, HOME, "anna", PASSWORD));
            }
            assertEquals(3, policy.values("pwdGraceUseTime"));
            assertEquals(WRONG, all.login(3, HOME, "anna", PASSWORD), "it has expired now");
        }
    }
}
