package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;
import waypost.testkit.SambaProcess;

/** Who comes, goes and is moved in a domain, and connections that nobody uses. The clock of the cache stands still but where it is moved. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaChangesTest {
    private static final String STAFF = "OU=Staff," + SambaProcess.BASE;
    private static final String LEFT = "OU=Left," + SambaProcess.BASE;

    @TempDir
    static Path folder;

    private static Samba samba;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeAll
    static void start() throws Exception {
        samba = new Samba(folder, "ldap server require strong auth = no");
        try (LDAPConnection connection = samba.connect()) {
            connection.add("dn: " + STAFF, "objectClass: organizationalUnit");
            connection.add("dn: " + LEFT, "objectClass: organizationalUnit");
        }
    }

    @AfterAll
    static void stop() {
        samba.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        UserDirectory staff = new VariedUsers(
                        Samba.users(new Varied(samba.settings()).below(STAFF).settings()))
                .found("(&(objectClass=user)(mail=%e)(!(title=guest)))")
                .directory();
        maps = fixture.open(Fixture.settings(staff, Fixture.map(Proof.BIND)));
        maps.watch("main");
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private static String staff(String account) {
        return "CN=" + account + "," + STAFF;
    }

    private static void hire(String account) throws Exception {
        samba.add(account, "mail: " + account + "@example.net");
        move(Samba.dn(account), STAFF);
    }

    private static void move(String dn, String to) throws Exception {
        try (LDAPConnection connection = samba.connect()) {
            connection.modifyDN(dn, dn.substring(0, dn.indexOf(',')), true, to);
        }
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private DirectoryId known(String account) {
        until(() -> maps.locate(account) instanceof Granted);
        return assertInstanceOf(Granted.class, maps.locate(account)).directoryId();
    }

    /** Missing for a while it is put off; then it is unknown. */
    private void assertGoes(String account) {
        until(() -> maps.locate(account) instanceof Unavailable);
        fixture.pass(CacheSettings.STANDARD.vanished());
        assertEquals(new Answer.Unknown(), maps.locate(account));
    }

    @Test
    void whoIsMovedOutOfTheBaseGoesAndComesBackAsTheSame() throws Exception {
        hire("anna");
        DirectoryId id = known("anna");
        move(staff("anna"), LEFT);
        assertGoes("anna");
        move("CN=anna," + LEFT, STAFF);
        assertEquals(id, known("anna"));
    }

    /** The entry is seen to be there, but not as one of ours: that is believed at once. */
    @Test
    void whoIsOutOfTheFilterGoesAndComesBackAsTheSame() throws Exception {
        hire("bert");
        DirectoryId id = known("bert");
        try (LDAPConnection connection = samba.connect()) {
            connection.modify(staff("bert"), new Modification(ModificationType.REPLACE, "title", "guest"));
            until(() -> maps.locate("bert").equals(new Answer.Unknown()));
            connection.modify(staff("bert"), new Modification(ModificationType.DELETE, "title"));
        }
        assertEquals(id, known("bert"));
    }

    /** A tombstone has neither mail nor place. */
    @Test
    void whoIsDeletedGoesAndHisSuccessorIsAnother() throws Exception {
        hire("cora");
        DirectoryId id = known("cora");
        try (LDAPConnection connection = samba.connect()) {
            connection.delete(staff("cora"));
        }
        assertGoes("cora");
        hire("cora");
        assertNotEquals(id, known("cora"));
    }

    /** MS-ADTS §3.1.1.3.4.6: MaxConnIdleTime. Those of the pools are idle for longer than the one that is seen to end. */
    @Test
    void connectionsThatTheControllerEndsAreMissedByNobody() throws Exception {
        hire("emil");
        idleTime("1");
        known("emil");
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 2; round++) {
                List<Callable<Answer>> logins = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Secret wrong = new Secret("wrong " + round + " " + i);
                    logins.add(() -> maps.authenticate("emil", wrong, Service.IMAP));
                }
                for (Future<Answer> login : clients.invokeAll(logins)) {
                    assertEquals(new Refused(Answer.Kind.CREDENTIALS), login.get());
                }
                assertEquals(new Answer.Unknown(), maps.locate("nobody" + round));
                awaitIdleEnd();
            }
        } finally {
            idleTime("900");
        }
    }

    private static void awaitIdleEnd() throws Exception {
        try (var idle = new Socket(samba.address(), SambaProcess.LDAP);
                InputStream in = idle.getInputStream()) {
            assertEquals(-1, in.read());
        }
    }

    /** The controller reads it when it starts. */
    private static void idleTime(String seconds) throws Exception {
        try (LDAPConnection connection = samba.connect()) {
            connection.modify(
                    "CN=Default Query Policy,CN=Query-Policies,CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,"
                            + SambaProcess.BASE,
                    new Modification(
                            ModificationType.REPLACE,
                            "lDAPAdminLimits",
                            "MaxConnIdleTime=" + seconds,
                            "InitRecvTimeout=" + seconds,
                            "MaxPageSize=1000"));
        }
        samba.stop();
        samba.start();
    }
}
