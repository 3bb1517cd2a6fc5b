package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind.Kerberos;
import waypost.directory.ServiceBind.Quality;
import waypost.directory.ServiceBind.Tickets;
import waypost.directory.TlsTrust;
import waypost.directory.Verdict;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.UserMapSettings.Proof;

/** A controller as it comes: what is neither signed nor encrypted it refuses. Its realm's tickets, and the certificate that it makes for itself. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaServiceTest {
    private static final String REALM = "EXAMPLE.TEST";
    private static final String PLACES = "java.security.krb5.conf";
    private static final String PRINCIPAL = "waypost@" + REALM;

    @TempDir
    static Path folder;

    private static Samba samba;
    private static Path keytab;
    private static TlsTrust trust;

    private Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        samba = new Samba(folder, "ldap server require strong auth = allow_sasl_over_tls"); // as Windows has it
        samba.add("waypost");
        samba.add("anna", "mail: anna@example.net");
        keytab = samba.keytab("waypost");
        trust = samba.trust();
        realm("kdc = " + samba.address(), "");
    }

    private static void realm(String server, String further) throws IOException {
        Path file = Files.writeString(folder.resolve("krb5.conf"), """
                [libdefaults]
                default_realm = %s
                dns_lookup_kdc = false
                udp_preference_limit = 1
                %s
                [realms]
                %s = {
                  %s
                }
                """.formatted(REALM, further, REALM, server));
        System.setProperty(PLACES, file.toString());
    }

    @AfterAll
    static void stop() {
        System.clearProperty(PLACES);
        samba.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Varied over(String scheme) {
        return new Varied(samba.settings()).at(scheme + "://" + samba.host());
    }

    private static Varied over(Way way) {
        return over(way.scheme()).by(way);
    }

    private static Kerberos kerberos(Optional<Quality> quality) {
        return new Kerberos(new Tickets.FromKeytab(keytab, PRINCIPAL), quality);
    }

    private UserMaps maps(DirectorySettings directory) throws Exception {
        return maps(directory, trust);
    }

    private UserMaps maps(DirectorySettings directory, TlsTrust trusted) throws Exception {
        return fixture.open(Fixture.settings(Samba.users(directory), Fixture.map(Proof.BIND)), trusted);
    }

    private static void assertServed(UserMaps maps) {
        assertInstanceOf(Granted.class, maps.authenticate("anna", Samba.PASSWORD, Service.IMAP));
        assertEquals(
                new Refused(Answer.Kind.CREDENTIALS), maps.authenticate("anna", new Secret("wrong"), Service.IMAP));
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void overTlsPasswordsAreTaken(Way way) throws Exception {
        try (UserMaps maps = maps(over(way).settings())) {
            assertServed(maps);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherAuthorityAndAnotherNameAreFaultsOfTheConfiguration(Way way) throws Exception {
        TlsTrust another = new Authority().trust();
        Hosts.give("another.example.test", samba.address());
        DirectorySettings anotherName =
                over(way).at(way.scheme() + "://another.example.test").settings();
        try (UserMaps unbelieved = maps(over(way).settings(), another);
                UserMaps misnamed = maps(anotherName)) {
            for (UserMaps maps : List.of(unbelieved, misnamed)) {
                assertInstanceOf(Unavailable.class, maps.authenticate("anna", Samba.PASSWORD, Service.IMAP));
                assertInstanceOf(Unavailable.class, maps.locate("nobody"));
            }
        }
        assertEquals(Optional.of(Verdict.CONFIGURATION), Asking.fault(over(way).settings(), another));
        assertEquals(Optional.of(Verdict.CONFIGURATION), Asking.fault(anotherName, trust));
    }

    @Test
    void withoutTlsThePasswordOfTheServiceIsNotTaken() throws Exception {
        DirectorySettings plain = over("ldap").settings();
        assertEquals(
                Optional.of(ResultCode.STRONG_AUTH_REQUIRED),
                Asking.failure(plain, trust).map(failure -> failure.getResultCode()));
        assertEquals(Optional.of(Verdict.CONFIGURATION), Asking.fault(plain, trust));
        try (UserMaps maps = maps(plain)) {
            assertInstanceOf(Unavailable.class, maps.authenticate("anna", Samba.PASSWORD, Service.IMAP));
        }
    }

    /** The look-up is signed, the user's password would not be: that is not the user's fault. */
    @Test
    void aPasswordInClearIsNotCalledWrong() throws Exception {
        try (UserMaps maps =
                maps(over("ldap").as(kerberos(Optional.of(Quality.AUTH_INT))).settings())) {
            assertInstanceOf(Granted.class, maps.locate("anna"));
            Unavailable answer =
                    assertInstanceOf(Unavailable.class, maps.authenticate("anna", Samba.PASSWORD, Service.IMAP));
            assertTrue(answer.reason().contains("strong"), answer::reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ldap,      AUTH,",
        "ldap,      AUTH_INT,  granted",
        "ldap,      AUTH_CONF, granted",
        "ldap,      ,          granted",
        "LDAPS,     AUTH,      granted",
        "LDAPS,     ,          granted",
        "START_TLS, AUTH,      granted",
        "START_TLS, ,          granted",
    })
    void kerberosSignsWhatTlsDoesNot(String way, @Nullable Quality quality, @Nullable String granted) throws Exception {
        Varied varied = way.equals("ldap") ? over(way) : over(Way.valueOf(way));
        DirectorySettings directory =
                varied.as(kerberos(Optional.ofNullable(quality))).settings();
        assertEquals(
                granted == null ? Optional.of(Verdict.CONFIGURATION) : Optional.empty(),
                Asking.fault(directory, trust));
        try (UserMaps maps = maps(directory)) {
            Answer answer = maps.locate("anna");
            assertEquals(granted == null ? Unavailable.class : Granted.class, answer.getClass(), answer::toString);
        }
    }

    @Test
    void ticketsOfOthersWillDo() throws Exception {
        Path cache = folder.resolve("tickets");
        var kinit = new ProcessBuilder("kinit", "-k", "-t", keytab.toString(), "-c", cache.toString(), PRINCIPAL);
        kinit.environment().put("KRB5_CONFIG", System.getProperty(PLACES));
        assertEquals(0, kinit.inheritIO().start().waitFor());
        var bind = new Kerberos(new Tickets.Cached(cache), Optional.empty());
        try (UserMaps maps = maps(over(Way.LDAPS).as(bind).settings())) {
            assertServed(maps);
        }
    }

    @Test
    void keysThatDoNotFitAreAFaultOfTheConfiguration() {
        for (Tickets tickets : List.of(
                new Tickets.FromKeytab(keytab, "anna@" + REALM),
                new Tickets.FromKeytab(folder.resolve("missing"), PRINCIPAL),
                new Tickets.Cached(folder.resolve("missing")))) {
            DirectorySettings directory =
                    over("ldap").as(new Kerberos(tickets, Optional.empty())).settings();
            assertEquals(Optional.of(Verdict.CONFIGURATION), Asking.fault(directory, trust));
        }
    }

    /** Each connection has tickets of its own; that the old ones went with theirs nobody notices. */
    @Test
    void forEachConnectionThereAreOtherTickets() throws Exception {
        try (UserMaps maps = maps(over("ldap").as(kerberos(Optional.empty())).settings())) {
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            samba.stop();
            samba.start();
            assertEquals(new Answer.Unknown(), maps.locate("nobody-else"));
        }
    }

    @Test
    void aRealmThatIsSilentCostsNoMoreThanADirectoryThatIs() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            realm("kdc = 127.0.0.1:" + silent.getLocalPort(), "");
            DirectorySettings directory = over("ldap")
                    .as(kerberos(Optional.empty()))
                    .within(Duration.ofMillis(500))
                    .settings();
            assertEquals(
                    Optional.of(ResultCode.TIMEOUT),
                    Asking.failure(directory, trust).map(failure -> failure.getResultCode()));
            assertEquals(Optional.of(Verdict.OTHER_SERVER), Asking.fault(directory, trust));
        } finally {
            realm("kdc = " + samba.address(), "");
        }
    }
}
