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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Logins.Ended;
import waypost.mapping.UserMapSettings.Proof;

/**
 * An OpenLDAP that tells no changes, as it has no syncprov: sessions end within {@code cache.sessions} of a change all the same, however long a
 * right password is remembered. The seconds of the rounds are counted by hand.
 */
@Tag("peers")
class SlapdPollTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final Secret SECRET = new Secret("secret");
    private static final String ANNA = "uid=anna," + Slapd.BASE;

    @TempDir
    private Path folder;

    private final List<Ended> ended = new CopyOnWriteArrayList<>();
    private Fixture clock;
    private Slapd slapd;
    private UserMaps maps;
    private LiveLogins logins;

    @BeforeEach
    void open() throws Exception {
        clock = new Fixture();
        slapd = new Slapd(folder);
        slapd.addAnna(SECRET);
        CacheSettings usual = CacheSettings.STANDARD;
        MappingSettings one = Fixture.settings(slapd.settings(), Fixture.map(Proof.STORED_HASH));
        maps = clock.open(new MappingSettings(
                one.directories(),
                one.maps(),
                one.routes(),
                new CacheSettings(
                        usual.positive(),
                        usual.negative(),
                        Duration.ofDays(30),
                        ROUND,
                        usual.vanished(),
                        new CacheSettings.Staleness(
                                usual.staleness().route(),
                                Duration.ofDays(30),
                                usual.staleness().quota()),
                        usual.entries())));
        maps.watch("main");
        logins = assertInstanceOf(LiveLogins.class, maps.liveLogins());
    }

    @AfterEach
    void close() {
        maps.close();
        slapd.close();
        clock.close();
    }

    private void login(Secret password) {
        Granted granted = assertInstanceOf(Granted.class, maps.authenticate("anna", password, Service.IMAP));
        logins.begin(granted, new Logins.Claim(Service.IMAP, logins.moment()), ended::add);
    }

    /** Each second's questions are answered before the next. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            logins.second();
            assertTimeoutPreemptively(LONG, () -> {
                while (!logins.idle()) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    private void change(Modification... changes) throws Exception {
        try (LDAPConnection connection = slapd.connect()) {
            connection.modify(ANNA, changes);
        }
    }

    private static Modification set(String attribute, String value) {
        return new Modification(ModificationType.REPLACE, attribute, value);
    }

    @Test
    void whoIsDisabledIsOut() throws Exception {
        login(SECRET);
        pass(ROUND);
        assertEquals(List.of(), ended);
        change(
                new Modification(ModificationType.ADD, "objectClass", "waypostAccount"),
                set("waypostState", "disabled"));
        pass(ROUND);
        assertEquals(List.of(Ended.DISABLED), ended);
    }

    /** And the password of before is not good any more, though it would be remembered for a month. */
    @Test
    void whoHasThePasswordOfBeforeIsOut() throws Exception {
        login(SECRET);
        change(set("userPassword", "changed"));
        pass(ROUND);
        assertEquals(List.of(Ended.PASSWORD_CHANGED), ended);
        assertInstanceOf(Answer.Refused.class, maps.authenticate("anna", SECRET, Service.IMAP));
        login(new Secret("changed"));
        pass(ROUND);
        assertEquals(1, ended.size());
    }

    private String route() {
        return assertInstanceOf(Granted.class, maps.locate("anna")).route().target();
    }

    /** Without any change told, an answer is that of the directory for as long as it is remembered. */
    @Test
    void anotherRouteAndAnotherUserAreSeenInTheTimesOfTheCache() throws Exception {
        assertEquals("store1", route());
        assertEquals(new Answer.Unknown(), maps.locate("bert"));
        change(set("mailHost", "store2"));
        try (LDAPConnection connection = slapd.connect()) {
            connection.add(
                    "dn: uid=bert," + Slapd.BASE,
                    "objectClass: inetOrgPerson",
                    "objectClass: inetLocalMailRecipient",
                    "cn: bert",
                    "sn: bert",
                    "mail: bert@example.net",
                    "mailHost: store1");
        }
        assertEquals("store1", route());
        clock.pass(CacheSettings.STANDARD.negative());
        assertInstanceOf(Granted.class, maps.locate("bert"));
        clock.pass(CacheSettings.STANDARD.positive());
        assertEquals("store2", route());
    }

    @Test
    void allSessionsOfTheAccountEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            login(SECRET);
        }
        change(new Modification(ModificationType.ADD, "objectClass", "waypostAccount"), set("waypostGeneration", "1"));
        pass(ROUND);
        assertTrue(ended.stream().allMatch(Ended.REVOKED::equals), ended.toString());
        assertEquals(3, ended.size());
    }
}
