package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** OpenLDAP tells its changes (RFC 4533). The clock of the cache stands still: nothing remembered grows old by itself. */
@Tag("peers")
class SlapdWatchTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Secret SECRET = new Secret("secret");
    private static final String ANNA = "uid=anna," + Slapd.BASE;

    @TempDir
    private Path folder;

    private Fixture clock;
    private Slapd slapd;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        clock = new Fixture();
        slapd = Slapd.provider(folder);
        slapd.addAnna(SECRET);
        maps = clock.open(Fixture.settings(slapd.settings(), Fixture.map(Proof.STORED_HASH)));
        maps.watch("main");
        assertInstanceOf(Granted.class, maps.locate("anna"));
    }

    @AfterEach
    void close() {
        maps.close();
        slapd.close();
        clock.close();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private String target() {
        return maps.locate("anna") instanceof Granted granted ? granted.route().target() : "";
    }

    private void set(String attribute, String value) throws Exception {
        try (LDAPConnection connection = slapd.connect()) {
            connection.modify(ANNA, new Modification(ModificationType.REPLACE, attribute, value));
        }
    }

    /** The first change may be made before the watch has begun: then it is in the state that the watch begins with. */
    @Test
    void aChangedRouteIsSeen() throws Exception {
        List<Long> micros = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            String to = run % 2 == 0 ? "store2" : "store1";
            long begun = System.nanoTime();
            set("mailHost", to);
            until(() -> target().equals(to));
            micros.add((System.nanoTime() - begun) / 1000);
        }
        Collections.sort(micros);
        System.out.println("figures: ldapmodify to new route, 20 runs: median " + micros.get(10) + " us, longest "
                + micros.getLast() + " us");
    }

    @Test
    void aChangedPasswordIsSeen() throws Exception {
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        set("userPassword", "changed");
        until(() -> maps.authenticate("anna", SECRET, Service.IMAP) instanceof Answer.Refused);
        assertInstanceOf(Granted.class, maps.authenticate("anna", new Secret("changed"), Service.IMAP));
    }

    @Test
    void aDisabledAccountIsSeen() throws Exception {
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        try (LDAPConnection connection = slapd.connect()) {
            connection.modify(
                    ANNA,
                    new Modification(ModificationType.ADD, "objectClass", "waypostAccount"),
                    new Modification(ModificationType.REPLACE, "waypostState", "disabled"));
        }
        var disabled = new Answer.Refused(Answer.Kind.DISABLED);
        until(() -> maps.authenticate("anna", SECRET, Service.IMAP).equals(disabled));
    }

    @Test
    void whoIsNewAndWhoIsGoneAreSeen() throws Exception {
        assertEquals(new Answer.Unknown(), maps.locate("bob"));
        try (LDAPConnection connection = slapd.connect()) {
            connection.add(
                    "dn: uid=bob," + Slapd.BASE,
                    "objectClass: inetOrgPerson",
                    "objectClass: inetLocalMailRecipient",
                    "cn: bob",
                    "sn: bob",
                    "uid: bob",
                    "mail: bob@example.net",
                    "mailHost: store1");
            until(() -> maps.locate("bob") instanceof Granted);
            connection.delete("uid=bob," + Slapd.BASE);
            until(() -> maps.locate("bob") instanceof Answer.Unavailable);
        }
    }

    /** What changed while nobody was connected is told when the watch goes on. */
    @Test
    void aLostConnectionGoesOnWhereItWas() throws Exception {
        set("mailHost", "store2");
        until(() -> target().equals("store2"));
        slapd.kill();
        slapd.startAgain();
        set("mailHost", "store1");
        until(() -> target().equals("store1"));
        set("mailHost", "store2");
        until(() -> target().equals("store2"));
    }

    /** The account has not gone for mail while nobody can be asked: only its lifetime has ended. */
    @Test
    void whatChangedIsStillKnownInAnOutage() throws Exception {
        set("mailHost", "store2");
        until(() -> target().equals("store2"));
        set("mailHost", "store1");
        until(() -> maps.cachedLocate("anna").isEmpty());
        slapd.kill();
        Granted granted = assertInstanceOf(Granted.class, maps.locate("anna"));
        assertTrue(granted.degraded());
    }
}
