package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;
import waypost.testkit.SambaProcess;

/** One domain whose users are in OpenLDAP and, eve, in Active Directory: IMAP and mail know both, POP3 those of Active Directory, submission those of OpenLDAP. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SeveralDirectoriesTest {
    private static final String PASSWORD = "waypost";
    private static final String ACCEPTED = "250 2.6.0 Message accepted";

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static OpenLdap openLdap;
    private static SambaProcess samba;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        cluster.start(Member.DIRECTORY);
        List<Entry> entries = OpenLdap.entries(cluster);
        cluster.kill(Member.DIRECTORY);
        openLdap = OpenLdap.start(cluster, entries, PASSWORD);
        samba = SambaProcess.first(temp.resolve("samba"), "ldap server require strong auth = no");
        addEve();
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            bothIn(cluster.configuration(member));
        }
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "alice", "eve");
    }

    private static void addEve() throws Exception {
        samba.tool("domain", "passwordsettings", "set", "--complexity=off", "--min-pwd-length=1");
        Entry eve = new Entry("CN=eve,CN=Users," + SambaProcess.BASE);
        eve.addAttribute("objectClass", "user");
        eve.addAttribute("sAMAccountName", "eve");
        eve.addAttribute("userAccountControl", "512");
        eve.addAttribute("unicodePwd", ('"' + PASSWORD + '"').getBytes(StandardCharsets.UTF_16LE));
        eve.addAttribute("mail", "eve@example.test");
        eve.addAttribute("info", "store2");
        try (LDAPConnection ldap = EndedSessionsTest.administrator(samba)) {
            ldap.add(eve);
        }
    }

    private static void bothIn(Path configuration) throws IOException {
        String domain = """
                directories:
                  - name: domain
                    type: active-directory
                    uris: ["ldap://%s"]
                    base: "%s"
                    bind: {dn: "%s", password: "%s"}
                    attributes: {host: info}
                """.formatted(
                samba.address(), SambaProcess.BASE, SambaProcess.ADMINISTRATOR, SambaProcess.ADMINISTRATORS_PASSWORD);
        String text = Files.readString(configuration)
                .replace("directories:\n", domain)
                .replace(
                        "user-maps:\n",
                        "user-maps:\n  - {name: staff, type: ldap-bind, directory: domain, domains: [example.test]}\n")
                .replace("  pop3: {listeners", "  pop3: {user-maps: [staff], listeners")
                .replace("  submission: {listeners", "  submission: {user-maps: [users], listeners")
                .replace("  imap: {listeners", "  imap: {user-maps: [users, staff], listeners");
        Files.writeString(configuration, text);
    }

    @AfterAll
    static void stop() throws Exception {
        try (SambaProcess _ = samba;
                OpenLdap _ = openLdap;
                Cluster _ = cluster) {
            // each is closed, whatever happens to the others
        }
    }

    @Test
    void oneMessageForUsersOfBoth() throws Exception {
        assertEquals(ACCEPTED, Mail.send(cluster, "for users of both", "alice", "eve"));
        for (String user : List.of("alice", "eve")) {
            assertEquals(1, Mail.count(cluster, user, "for users of both"), user);
        }
        assertTrue(LogIn.imap(cluster, "alice", "guess").startsWith("t NO [AUTHENTICATIONFAILED] "));
        assertTrue(LogIn.imap(cluster, "eve", "guess").startsWith("t NO [AUTHENTICATIONFAILED] "));
    }

    @Test
    void eachProtocolHasDirectoriesOfItsOwn() throws Exception {
        assertTrue(LogIn.pop3(cluster, "eve", PASSWORD).startsWith("+OK "));
        assertTrue(LogIn.pop3(cluster, "alice", PASSWORD).startsWith("-ERR [AUTH] "));
        assertTrue(LogIn.submission(cluster, "alice", PASSWORD).startsWith("235 "));
        assertTrue(LogIn.submission(cluster, "eve", PASSWORD).startsWith("535 5.7.8"));
    }

    /** The first map has said that it does not know eve only if it could be asked. */
    @Test
    void whileTheFirstIsAwayNobodyIsUnknown() throws Exception {
        openLdap.close();
        try {
            assertTrue(LogIn.imap(cluster, "nobody", PASSWORD).startsWith("t NO [UNAVAILABLE] "));
            assertEquals(ACCEPTED, Mail.send(cluster, "while OpenLDAP is away", "alice", "eve"));
            assertTrue(LogIn.pop3(cluster, "eve", PASSWORD).startsWith("+OK "));
        } finally {
            openLdap = OpenLdap.again(cluster);
        }
    }
}
