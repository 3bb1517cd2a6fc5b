package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.Asking;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** A controller whose files were put back from a copy: the same one to others, with a lower number than it has shown. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaPutBackTest {
    /** What a controller changes of itself when it starts is less. */
    private static final int CHANGES = 100;

    private static final Secret NEWER = new Secret("Newer-2026");

    @TempDir
    private Path folder;

    @Test
    void whatItHasNoMoreSaysNothing() throws Exception {
        try (var fixture = new Fixture();
                Samba samba =
                        new Samba(Files.createDirectory(folder.resolve("1")), "ldap server require strong auth = no")) {
            samba.add("anna", "mail: anna@example.net");
            samba.backUp();
            long before = number(samba);
            change(samba);
            long after = number(samba);
            try (UserMaps maps = fixture.open(Fixture.settings(samba.users(), Fixture.map(Proof.BIND)))) {
                assertEquals(new Answer.Unknown(), maps.locate("nobody"), "and the number is seen");
                samba.putBack();
                long now = number(samba);
                System.out.println("figures: highestCommittedUSN " + before + " at the copy, " + after
                        + " when last seen, " + now + " when put back");
                fixture.pass(Duration.ofHours(1));
                assertInstanceOf(Granted.class, maps.locate("anna"));
                assertInstanceOf(Unavailable.class, maps.locate("late"));
                assertInstanceOf(Unavailable.class, maps.locate("nobody"));
                assertInstanceOf(Unavailable.class, maps.authenticate("anna", NEWER, Service.IMAP));
                assertInstanceOf(Granted.class, maps.authenticate("anna", Samba.PASSWORD, Service.IMAP), "it has that");
            }
        }
    }

    private static long number(Samba samba) throws Exception {
        try (LDAPConnection connection = samba.connect()) {
            return Asking.number(connection);
        }
    }

    private static void change(Samba samba) throws Exception {
        samba.add("late", "mail: late@example.net");
        try (LDAPConnection connection = samba.connect()) {
            connection.modify(
                    Samba.dn("anna"), new Modification(ModificationType.REPLACE, "unicodePwd", Samba.written(NEWER)));
            for (int i = 0; i < CHANGES; i++) {
                connection.modify(
                        Samba.dn("late"), new Modification(ModificationType.REPLACE, "description", "change " + i));
            }
        }
    }
}
