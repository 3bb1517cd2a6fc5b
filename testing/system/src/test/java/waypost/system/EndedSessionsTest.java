package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;
import waypost.testkit.SambaProcess;

/** Sessions end at a front end when their log-in stands no more, by a change that is made in a real directory. */
@Tag("peers")
class EndedSessionsTest {
    private static final int RUNS = 20;
    private static final String ALICE = "uid=alice@example.test,ou=users,dc=waypost";

    @TempDir
    Path temp;

    /** A change of an entry. */
    @FunctionalInterface
    private interface Change {
        void make() throws Exception;
    }

    /** From the change to the end of all three sessions, so many times. */
    private static void measure(String what, Runs runs) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            millis.add(runs.run(run));
        }
        Collections.sort(millis);
        System.out.println("figures: " + what + " to ended session, " + RUNS + " runs: median " + millis.get(RUNS / 2)
                + " ms, longest " + millis.getLast() + " ms");
    }

    @FunctionalInterface
    private interface Runs {
        long run(int number) throws Exception;
    }

    private static long ended(Site site, String user, String password, Change change) throws Exception {
        try (LiveSessions sessions = LiveSessions.begin(site, user, password)) {
            long begun = System.nanoTime();
            change.make();
            sessions.awaitEnd();
            return Duration.ofNanos(System.nanoTime() - begun).toMillis();
        }
    }

    @Test
    void inOpenLdap() throws Exception {
        Cluster cluster = Cluster.prepare(temp.resolve("cluster"));
        cluster.start(Member.DIRECTORY);
        List<Entry> entries = OpenLdap.entries(cluster);
        cluster.kill(Member.DIRECTORY);
        OpenLdap directory = OpenLdap.start(cluster, entries, "waypost");
        try (cluster) {
            cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
            Mail.awaitMailboxes(cluster, "alice", "bob");
            String user = "alice@example.test";
            measure("ldapmodify of the state in OpenLDAP", _ -> {
                long took = ended(cluster, user, "waypost", () -> set(cluster, "waypostState", "disabled"));
                set(cluster, "waypostState", "active");
                return took;
            });
            measure("ldapmodify of the password in OpenLDAP", run -> {
                String before = run == 0 ? "waypost" : "secret" + run;
                String next = OpenLdap.salted("secret" + (run + 1));
                return ended(cluster, user, before, () -> set(cluster, "userPassword", next));
            });
            measure(
                    "waypost's order in OpenLDAP",
                    run -> ended(
                            cluster,
                            user,
                            "secret" + RUNS,
                            () -> set(cluster, "waypostGeneration", Integer.toString(run + 1))));
            deletion(cluster);
            outage(cluster, directory, user, "secret" + RUNS);
        } finally {
            directory.close();
        }
    }

    /** A deleted entry is named by the directory, and so needs no time to be believed. */
    private static void deletion(Cluster cluster) throws Exception {
        ended(cluster, "bob@example.test", "waypost", () -> {
            try (LDAPConnection ldap = OpenLdap.administrator(cluster)) {
                ldap.delete("uid=bob@example.test,ou=users,dc=waypost");
            }
        });
    }

    /** While the directory is away nothing ends; what has changed meanwhile is told when it is back. */
    private static void outage(Cluster cluster, OpenLdap directory, String user, String password) throws Exception {
        try (LiveSessions sessions = LiveSessions.begin(cluster, user, password)) {
            directory.close();
            boolean noticed = cluster.program(Member.FE1)
                    .awaitPrinted(
                            "event=directory-watch-ended", 1, Instant.now().plusSeconds(60));
            assertTrue(noticed);
            sessions.goOn();
            try (OpenLdap _ = OpenLdap.again(cluster)) {
                set(cluster, "cn", "Alice");
                assertTrue(cluster.program(Member.FE1)
                        .awaitPrinted(
                                "event=directory-watched", 2, Instant.now().plusSeconds(60)));
                sessions.goOn();
                set(cluster, "waypostState", "locked");
                sessions.awaitEnd();
            }
        }
        assertEquals(3 * (3 * RUNS + 2), cluster.log(Member.FE1).split("event=session-revoked", -1).length - 1);
    }

    private static void set(Site site, String attribute, String value) throws Exception {
        try (LDAPConnection ldap = OpenLdap.administrator(site)) {
            ldap.modify(ALICE, new Modification(ModificationType.REPLACE, attribute, value));
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "user.name",
            matches = "root",
            disabledReason = "Samba listens on ports below 1024 only, which takes root")
    void inActiveDirectory() throws Exception {
        Cluster cluster = Cluster.prepare(temp.resolve("cluster"));
        try (SambaProcess samba = SambaProcess.first(temp.resolve("samba"), "ldap server require strong auth = no");
                cluster) {
            for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
                inDomain(cluster.configuration(member), samba);
            }
            add(samba);
            cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
            Mail.awaitMailboxes(cluster, "alice");
            measure("ldapmodify of the state in Active Directory", _ -> {
                long took = ended(
                        cluster,
                        "alice",
                        PASSWORD + 0,
                        () -> set(samba, "userAccountControl", "514".getBytes(StandardCharsets.US_ASCII)));
                set(samba, "userAccountControl", "512".getBytes(StandardCharsets.US_ASCII));
                return took;
            });
            measure(
                    "ldapmodify of the password in Active Directory",
                    run -> ended(
                            cluster,
                            "alice",
                            PASSWORD + run,
                            () -> set(samba, "unicodePwd", written(PASSWORD + (run + 1)))));
        }
    }

    static final String PASSWORD = "Secret-2026-";
    static final String PERSON = "CN=alice,CN=Users," + SambaProcess.BASE;

    static void inDomain(Path configuration, SambaProcess samba) throws Exception {
        String text = Files.readString(configuration);
        int from = text.indexOf("directories:");
        int to = text.indexOf("\n", text.indexOf("bind:", from)) + 1;
        String domain = """
                directories:
                  - name: main
                    type: active-directory
                    uris: ["ldap://%s"]
                    base: "%s"
                    bind: {dn: "%s", password: "%s"}
                    timeout: 20s
                    attributes: {host: info}
                """.formatted(
                samba.address(), SambaProcess.BASE, SambaProcess.ADMINISTRATOR, SambaProcess.ADMINISTRATORS_PASSWORD);
        String users = text.lines()
                .filter(line -> line.contains("name: users"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                configuration,
                text.replace(text.substring(from, to), domain)
                        .replace(
                                users, "  - {name: users, type: ldap-bind, directory: main, domains: [example.test]}"));
    }

    private static byte[] written(String password) {
        return ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE);
    }

    static LDAPConnection administrator(SambaProcess samba) throws Exception {
        return new LDAPConnection(
                samba.address(), SambaProcess.LDAP, SambaProcess.ADMINISTRATOR, SambaProcess.ADMINISTRATORS_PASSWORD);
    }

    static void add(SambaProcess samba) throws Exception {
        samba.tool("domain", "passwordsettings", "set", "--min-pwd-age=0", "--history-length=0");
        Entry person = new Entry(PERSON);
        person.addAttribute("objectClass", "user");
        person.addAttribute("sAMAccountName", "alice");
        person.addAttribute("userAccountControl", "512");
        person.addAttribute("unicodePwd", written(PASSWORD + 0));
        person.addAttribute("mail", "alice@example.test");
        person.addAttribute("info", "store1");
        try (LDAPConnection ldap = administrator(samba)) {
            ldap.add(person);
        }
    }

    private static void set(SambaProcess samba, String attribute, byte[] value) throws Exception {
        try (LDAPConnection ldap = administrator(samba)) {
            ldap.modify(PERSON, new Modification(ModificationType.REPLACE, attribute, value));
        }
    }
}
