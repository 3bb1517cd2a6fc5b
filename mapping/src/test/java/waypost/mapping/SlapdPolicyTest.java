package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.Proof;

/** OpenLDAP's password policy: what it says beside yes and no. */
@Tag("peers")
class SlapdPolicyTest {
    private static final Secret SECRET = new Secret("secret");
    private static final Secret WRONG = new Secret("wrong");
    private static final String ANNA = "uid=anna," + Slapd.BASE;

    /** draft-zeilenga-ldap-relax: the administrator may write what the server else writes alone. */
    private static final Control RELAX = new Control("1.3.6.1.4.1.4203.666.5.12", true);

    @TempDir
    Path folder;

    private Slapd slapd;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        start(folder, "ppolicy_use_lockout");
    }

    private void start(Path where, String... options) throws Exception {
        slapd = new Slapd(
                where,
                List.of("moduleload ppolicy"),
                Stream.concat(
                                Stream.of("overlay ppolicy", "ppolicy_default cn=policy," + Slapd.BASE),
                                Stream.of(options))
                        .toList());
        try (LDAPConnection connection = slapd.connect()) {
            connection.add(
                    "dn: cn=policy," + Slapd.BASE,
                    "objectClass: device",
                    "objectClass: pwdPolicy",
                    "cn: policy",
                    "pwdAttribute: userPassword",
                    "pwdLockout: TRUE",
                    "pwdMaxFailure: 3",
                    "pwdMustChange: TRUE",
                    "pwdMaxAge: 86400",
                    "pwdGraceAuthNLimit: 3");
        }
    }

    @AfterEach
    void stop() {
        fixture.close();
        slapd.close();
    }

    private UserMaps open(Proof proof) throws Exception {
        return fixture.open(Fixture.settings(slapd.settings(), Fixture.map(proof)));
    }

    /** How many values the server has written to an attribute of hers. */
    private int values(String attribute) throws Exception {
        try (LDAPConnection connection = slapd.connect()) {
            Entry anna = Objects.requireNonNull(connection.getEntry(ANNA, attribute));
            return Objects.requireNonNull(anna.getAttribute(attribute)).size();
        }
    }

    /** Somebody whose password is older than the policy likes. */
    private void addAnnaOfLongAgo() throws Exception {
        var request = new AddRequest(
                "dn: " + ANNA,
                "objectClass: inetOrgPerson",
                "objectClass: inetLocalMailRecipient",
                "cn: anna",
                "sn: anna",
                "mail: anna@example.net",
                "mailHost: store1",
                "userPassword: secret",
                "pwdChangedTime: 20200101000000Z");
        request.addControl(RELAX);
        try (LDAPConnection connection = slapd.connect()) {
            connection.add(request);
        }
    }

    @ByEitherProof
    void aPasswordThatWasResetMustBeChanged(Proof proof) throws Exception {
        slapd.addAnna(SECRET);
        try (LDAPConnection connection = slapd.connect();
                UserMaps maps = open(proof)) {
            connection.modify(ANNA, new Modification(ModificationType.REPLACE, "pwdReset", "TRUE"));
            assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", WRONG, Service.IMAP));
            assertEquals(new Refused(Kind.MUST_CHANGE), maps.authenticate("anna", SECRET, Service.IMAP));
            assertInstanceOf(Granted.class, maps.locate("anna"));
        }
    }

    @Test
    void aLockIsToldToWhoHadTheRightPasswordBefore() throws Exception {
        slapd.addAnna(SECRET);
        try (UserMaps maps = open(Proof.BIND)) {
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            for (int i = 0; i < 3; i++) {
                maps.authenticate("anna", new Secret("wrong" + i), Service.IMAP);
            }
            fixture.pass(Duration.ofHours(1));
            assertEquals(new Refused(Kind.LOCKED), maps.authenticate("anna", SECRET, Service.IMAP));
            assertInstanceOf(Granted.class, maps.locate("anna"));
            try (UserMaps fresh = open(Proof.BIND)) {
                assertEquals(new Refused(Kind.CREDENTIALS), fresh.authenticate("anna", SECRET, Service.IMAP));
            }
        }
    }

    /** Without the option, which is the default, the server says nothing but that the credentials are invalid. */
    @Test
    void aLockThatIsNotToldIsSeenAndTheOwnerIsInWhenItIsOver() throws Exception {
        slapd.close();
        start(Files.createDirectory(folder.resolve("untold")));
        slapd.addAnna(SECRET);
        try (LDAPConnection connection = slapd.connect();
                UserMaps maps = open(Proof.BIND)) {
            connection.modify(
                    "cn=policy," + Slapd.BASE, new Modification(ModificationType.REPLACE, "pwdLockoutDuration", "2"));
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        new Refused(Kind.CREDENTIALS),
                        maps.authenticate("anna", new Secret("wrong" + i), Service.IMAP));
            }
            assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", SECRET, Service.IMAP));
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                while (!(maps.authenticate("anna", SECRET, Service.IMAP) instanceof Granted)) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(1, values("pwdChangedTime"), "it is dated, and would have been remembered for a day");
        }
    }

    @Test
    void thePasswordOfWhoseTimeIsOverIsNotRememberedAsWrong() throws Exception {
        slapd.addAnna(SECRET);
        try (LDAPConnection connection = slapd.connect();
                UserMaps maps = open(Proof.BIND)) {
            connection.modify(ANNA, new Modification(ModificationType.REPLACE, "pwdEndTime", "20200101000000Z"));
            assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", SECRET, Service.IMAP));
            connection.modify(ANNA, new Modification(ModificationType.REPLACE, "pwdEndTime", "20990101000000Z"));
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
    }

    /** What a lock did not keep from being looked at is remembered. */
    @Test
    void behindALockWrongPasswordsAreRememberedAgain() throws Exception {
        slapd.addAnna(SECRET);
        try (LDAPConnection connection = slapd.connect();
                UserMaps maps = open(Proof.BIND)) {
            connection.modify(
                    ANNA, new Modification(ModificationType.REPLACE, "pwdAccountLockedTime", "20200101000000Z"));
            connection.modify(
                    "cn=policy," + Slapd.BASE, new Modification(ModificationType.REPLACE, "pwdLockoutDuration", "2"));
            for (int i = 0; i < 10; i++) {
                assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", WRONG, Service.IMAP));
            }
            assertEquals(2, values("pwdFailureTime"));
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
    }

    /** A front end that starts anew has its proofs of before. */
    @Test
    void aLockIsToldToItsOwnerAfterAStart(@TempDir Path kept) throws Exception {
        slapd.addAnna(SECRET);
        Secret key = new Secret("a key that is in no file of the node");
        try (UserMaps maps = open(Proof.BIND)) {
            Turn pool = new Turn(1);
            maps.onDisk().proofs(kept.resolve("proofs"), key, pool);
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            pool.all();
            maps.onDisk().save();
            for (int i = 0; i < 3; i++) {
                maps.authenticate("anna", new Secret("wrong" + i), Service.IMAP);
            }
        }
        try (UserMaps maps = open(Proof.BIND)) {
            maps.onDisk().proofs(kept.resolve("proofs"), key);
            assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", WRONG, Service.IMAP));
            assertEquals(new Refused(Kind.LOCKED), maps.authenticate("anna", SECRET, Service.IMAP));
        }
    }

    @Test
    void onePasswordTriedForEverIsOneFailure() throws Exception {
        slapd.addAnna(SECRET);
        try (UserMaps maps = open(Proof.BIND)) {
            for (int i = 0; i < 100; i++) {
                assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", WRONG, Service.IMAP));
            }
            assertEquals(1, values("pwdFailureTime"));
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
    }

    @Test
    void logInsThatAreRememberedBurnOneGrace() throws Exception {
        addAnnaOfLongAgo();
        try (UserMaps maps = open(Proof.BIND)) {
            for (int i = 0; i < 100; i++) {
                assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            }
            assertEquals(1, values("pwdGraceUseTime"));
        }
    }

    @Test
    void withoutGraceAPasswordExpires() throws Exception {
        try (LDAPConnection connection = slapd.connect()) {
            connection.modify(
                    "cn=policy," + Slapd.BASE, new Modification(ModificationType.REPLACE, "pwdGraceAuthNLimit", "0"));
        }
        addAnnaOfLongAgo();
        try (UserMaps maps = open(Proof.BIND)) {
            assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", WRONG, Service.IMAP));
            assertEquals(new Refused(Kind.EXPIRED), maps.authenticate("anna", SECRET, Service.IMAP));
            assertInstanceOf(Granted.class, maps.locate("anna"));
        }
    }
}
