package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.FrontEnds.Link;
import waypost.app.FrontEnds.Submission;
import waypost.testkit.SambaProcess;

/**
 * A change in a real directory ends a user's sessions at each of four front ends. Each hears of it from the directory: their rounds take an hour, and
 * a client waits no longer than a minute.
 */
@Tag("peers")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FrontEndsEndSessionsTest {
    private static final int COUNT = 4;
    private static final int RUNS = 20;
    private static final int ENDED = 421;
    private static final String HOME = "203.0.113.1";
    private static final String PASSWORD = "Secret-2026-";
    private static final String ROUNDS = "cache: {sessions: 1h}\n";

    @TempDir
    private Path folder;

    /** A change of the user's entry that ends his sessions. */
    @FunctionalInterface
    private interface Change {
        void make() throws Exception;
    }

    /** From the change to the end of a session at each, in milliseconds. */
    private static List<Long> ended(FrontEnds all, String password, Change change) throws Exception {
        List<Submission> sessions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
                sessions.add(all.session(frontEnd, HOME, "anna", password));
            }
            List<Future<Long>> ends = new ArrayList<>();
            long begun = System.nanoTime();
            sessions.forEach(session -> ends.add(threads.submit(() -> {
                assertEquals(ENDED, session.reply());
                long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
                assertTrue(session.atEnd());
                return took;
            })));
            change.make();
            List<Long> took = new ArrayList<>();
            for (Future<Long> end : ends) {
                took.add(end.get());
            }
            return took;
        } finally {
            for (Submission session : sessions) {
                session.close();
            }
        }
    }

    /** A change with a number, by which the password is another each time. */
    @FunctionalInterface
    private interface Changes {
        void make(int run) throws Exception;
    }

    private static void measure(String where, FrontEnds all, Changes changes) throws Exception {
        List<List<Long>> byFrontEnd = IntStream.range(0, COUNT)
                .<List<Long>>mapToObj(_ -> new ArrayList<>())
                .toList();
        for (int run = 0; run < RUNS; run++) {
            int next = run + 1;
            List<Long> took = ended(all, PASSWORD + run, () -> changes.make(next));
            for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
                byFrontEnd.get(frontEnd).add(took.get(frontEnd));
            }
        }
        for (int frontEnd = 0; frontEnd < COUNT; frontEnd++) {
            List<Long> millis = byFrontEnd.get(frontEnd);
            Collections.sort(millis);
            System.out.println("figures: another password in " + where + " to ended session at fe" + (frontEnd + 1)
                    + " of " + COUNT + ", " + RUNS + " runs: median " + millis.get(RUNS / 2) + " ms, longest "
                    + millis.getLast() + " ms");
        }
    }

    @Test
    void inOpenLdap() throws Exception {
        try (OpenLdap directory = new OpenLdap(folder.resolve("slapd"), List.of("syncprov"), "overlay syncprov\n")) {
            directory.add(OpenLdap.user("anna", "store1", "userPassword: " + PASSWORD + 0));
            try (FrontEnds all =
                    FrontEnds.start(folder, COUNT, Link.JOINED, directory.users("ldap-password") + ROUNDS)) {
                measure(
                        "OpenLDAP",
                        all,
                        run -> directory.ldap.modify(
                                OpenLdap.dn("anna"),
                                new Modification(ModificationType.REPLACE, "userPassword", PASSWORD + run)));
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "user.name",
            matches = "root",
            disabledReason = "Samba listens on ports below 1024 only, which takes root")
    void inActiveDirectory() throws Exception {
        String anna = "CN=anna,CN=Users," + SambaProcess.BASE;
        try (SambaProcess samba = SambaProcess.first(
                Files.createDirectory(folder.resolve("samba")), "ldap server require strong auth = no")) {
            samba.tool("domain", "passwordsettings", "set", "--min-pwd-age=0", "--history-length=0");
            try (LDAPConnection ldap = new LDAPConnection(
                    samba.address(),
                    SambaProcess.LDAP,
                    SambaProcess.ADMINISTRATOR,
                    SambaProcess.ADMINISTRATORS_PASSWORD)) {
                ldap.add(
                        "dn: " + anna,
                        "objectClass: user",
                        "sAMAccountName: anna",
                        "userAccountControl: 512",
                        "unicodePwd:: " + Base64.getEncoder().encodeToString(quoted(0)),
                        "proxyAddresses: SMTP:anna@example.net",
                        "info: store1");
                try (FrontEnds all = FrontEnds.start(folder, COUNT, Link.JOINED, inDomain(samba) + ROUNDS)) {
                    measure(
                            "Active Directory",
                            all,
                            run -> ldap.modify(
                                    anna, new Modification(ModificationType.REPLACE, "unicodePwd", quoted(run))));
                }
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
                    timeout: 20s
                    attributes: {host: info}
                user-maps: [{name: users, type: ldap-bind, directory: main, domains: [example.net]}]
                """.formatted(
                samba.address(), SambaProcess.ADMINISTRATOR, SambaProcess.ADMINISTRATORS_PASSWORD, SambaProcess.BASE);
    }

    private static byte[] quoted(int run) {
        return ('"' + PASSWORD + run + '"').getBytes(StandardCharsets.UTF_16LE);
    }
}
