package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static waypost.mapping.Samba.PASSWORD;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
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
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.References;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.AddressSettings.LocalParts;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** The mapping against a domain of Active Directory: Samba's domain controller. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaTest {
    private static final Secret WRONG = new Secret("wrong");
    private static final AddressRules RULES = new AddressRules(new AddressSettings(
            Optional.of("example.net"), Map.of(), Map.of("example", "example.net"), "+", LocalParts.CASE_MAPPED));

    @TempDir
    static Path folder;

    private static Samba samba;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeAll
    static void start() throws Exception {
        samba = new Samba(folder, "ldap server require strong auth = no");
        samba.tool("domain", "passwordsettings", "set", "--account-lockout-threshold=5");
        samba.add(
                "asmith",
                "userPrincipalName: anna@corp.example.test",
                "mail: other@example.net",
                "proxyAddresses: SMTP:Anna.Smith@example.net",
                "proxyAddresses: smtp:sales@example.net",
                "proxyAddresses: X500:/o=Example/cn=anna",
                "proxyAddresses: sip:anna.voice@example.net",
                "proxyAddresses: SPO:anna.sites@example.net");
    }

    @AfterAll
    static void stop() {
        samba.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        maps = open(samba.users());
    }

    private UserMaps open(UserDirectory directory) throws Exception {
        var map = new UserMapSettings.Directory(
                "subscribers",
                Domains.of("example.net", "corp.example.test"),
                "main",
                Proof.BIND,
                Several.UNAVAILABLE,
                CatchAll.OFF);
        return UserMaps.open(
                Fixture.settings(directory, map),
                RULES,
                Fixture.trust(),
                fixture.instants,
                fixture.ticker,
                new SplittableRandom(3));
    }

    /** A change is seen when the number is asked for the next time; the clock of the cache stands still. */
    @Test
    void changesAreSeen() throws Exception {
        samba.add("moving", "mail: moving@example.net");
        maps.watch("main");
        assertInstanceOf(Granted.class, maps.locate("moving@example.net"));
        assertEquals(new Answer.Unknown(), maps.locate("late@example.net"));
        List<Long> millis = new ArrayList<>();
        try (LDAPConnection connection = samba.connect()) {
            for (int run = 0; run < 20; run++) {
                String to = run % 2 == 0 ? "store2" : "store1";
                long begun = System.nanoTime();
                connection.modify(
                        Samba.dn("moving"),
                        new Modification(
                                ModificationType.REPLACE,
                                samba.users().attributes().host(),
                                to));
                until(() -> maps.locate("moving@example.net") instanceof Granted granted
                        && granted.route().target().equals(to));
                millis.add((System.nanoTime() - begun) / 1_000_000);
            }
            samba.add("late", "mail: late@example.net");
            until(() -> maps.locate("late@example.net") instanceof Granted);
            connection.delete(Samba.dn("late"));
            until(() -> maps.locate("late@example.net") instanceof Answer.Unavailable);
        }
        Collections.sort(millis);
        System.out.println("figures: change in Active Directory to new route, 20 runs: median " + millis.get(10)
                + " ms, longest " + millis.getLast() + " ms");
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna.smith@example.net",
                "ANNA.SMITH+tag@Example.NET",
                "sales@example.net",
                "other@example.net",
                "anna@corp.example.test",
                "EXAMPLE\\asmith",
                "asmith"
            })
    void aUserIsKnownByEachName(String name) {
        Granted granted = assertInstanceOf(Granted.class, maps.authenticate(name, PASSWORD, Service.IMAP));
        assertEquals("anna.smith@example.net", granted.name().toString());
        assertEquals("store1", granted.route().target());
        assertEquals(new Presence.Present(Optional.of(granted.name())), maps.presence(granted.directoryId()));
        assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate(name, WRONG, Service.IMAP));
    }

    /** The root of a domain refers to the partitions beside it in every answer to who does not say that it wants none of that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody@example.net",
                "asmith@example.net",
                "anna.voice@example.net",
                "anna.sites@example.net",
                "administrator@example.net"
            })
    void whatIsNoAddressIsUnknown(String name) {
        assertEquals(new Answer.Unknown(), maps.locate(name));
    }

    /** Who does not say so is referred to partitions: that hides nobody who is here, and lets nobody be unknown. */
    @Test
    void referencesHideNobodyAndLetNobodyBeUnknown() throws Exception {
        DirectorySettings d = samba.settings();
        try (LDAPConnection connection = samba.connect();
                UserMaps referred =
                        open(Samba.users(new Varied(d).of(DirectoryKind.LDAP).settings()))) {
            SearchResult plain = connection.search(d.base(), SearchScope.SUB, "(mail=other@example.net)");
            assertEquals(1, plain.getEntryCount());
            assertNotEquals(0, plain.getReferenceCount());
            assertInstanceOf(Granted.class, referred.locate("other@example.net"));
            assertInstanceOf(Granted.class, referred.authenticate("other@example.net", PASSWORD, Service.IMAP));
            assertInstanceOf(Answer.Unavailable.class, referred.locate("nobody@example.net"));
            assertInstanceOf(
                    Answer.Unavailable.class, referred.authenticate("nobody@example.net", PASSWORD, Service.IMAP));
        }
    }

    @Test
    void referencesThatAreToBeIgnoredLetNobodyBeSomebody() throws Exception {
        DirectorySettings plain =
                new Varied(samba.settings()).of(DirectoryKind.LDAP).settings();
        var ignored = new References(List.of(), References.Others.IGNORED);
        try (UserMaps referred = open(Samba.users(plain.with(ignored)))) {
            assertInstanceOf(Granted.class, referred.locate("other@example.net"));
            assertEquals(new Answer.Unknown(), referred.locate("nobody@example.net"));
        }
    }

    @Test
    void anExplanationOfALogInFindsTheAccountsName() throws Exception {
        samba.add("off", "mail: switched.off@example.net");
        LoginExplanation on = maps.explainLogin("EXAMPLE\\asmith");
        Granted granted = assertInstanceOf(Granted.class, on.given().get(Service.IMAP));
        assertEquals("anna.smith@example.net", granted.name().toString());
        assertEquals(Optional.of("active"), on.tried().getFirst().state());
        try (LDAPConnection connection = samba.connect()) {
            connection.modify(Samba.dn("off"), new Modification(ModificationType.REPLACE, "userAccountControl", "514"));
        }
        LoginExplanation off = maps.explainLogin("off");
        assertEquals(new Refused(Kind.DISABLED), off.given().get(Service.IMAP));
        assertEquals(
                Optional.of("disabled, as userAccountControl (514) has bit 0x2"),
                off.tried().getFirst().state());
    }

    @ParameterizedTest
    @CsvSource({
        "userAccountControl, 514, DISABLED",
        "accountExpires, 1, EXPIRED",
        "pwdLastSet, 0, MUST_CHANGE",
        "logonHours, none, HOURS",
        "userWorkstations, ELSEWHERE, HOURS"
    })
    void stateIsToldOnlyToTheRightPassword(String attribute, String value, Kind kind) throws Exception {
        String account = "s" + attribute;
        samba.add(account, "mail: " + account + "@example.net");
        var change = value.equals("none")
                ? new Modification(ModificationType.REPLACE, attribute, new byte[21])
                : new Modification(ModificationType.REPLACE, attribute, value);
        try (LDAPConnection connection = samba.connect()) {
            connection.modify(Samba.dn(account), change);
        }
        assertEquals(new Refused(kind), maps.authenticate(account, PASSWORD, Service.IMAP));
        assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate(account, WRONG, Service.IMAP));
    }

    @Test
    void thatAPasswordIsTooOldIsToldOnlyToTheRightOne() throws Exception {
        samba.add("olga", "mail: olga@example.net");
        samba.age("olga");
        assertEquals(new Refused(Kind.EXPIRED), maps.authenticate("olga", PASSWORD, Service.IMAP));
        assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("olga", WRONG, Service.IMAP));
    }

    @Test
    void aLockIsToldToWhoHadTheRightPasswordBefore() throws Exception {
        samba.add("luke", "mail: luke@example.net");
        assertInstanceOf(Granted.class, maps.authenticate("luke", PASSWORD, Service.IMAP));
        for (int i = 0; i < 5; i++) {
            maps.authenticate("luke", new Secret("wrong" + i), Service.IMAP);
        }
        fixture.pass(Duration.ofHours(1));
        assertEquals(new Refused(Kind.LOCKED), maps.authenticate("luke", PASSWORD, Service.IMAP));
        try (UserMaps fresh = open(samba.users())) {
            assertEquals(new Refused(Kind.CREDENTIALS), fresh.authenticate("luke", PASSWORD, Service.IMAP));
        }
    }

    /** The lock comes with the fifth wrong password: four front ends ask once each. */
    @Test
    void aTelephoneWithAnOldPasswordDoesNotLockItsOwnerOut() throws Exception {
        samba.add("paul", "mail: paul@example.net");
        List<UserMaps> frontEnds = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                frontEnds.add(open(samba.users()));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(
                        new Refused(Kind.CREDENTIALS), frontEnds.get(i % 4).authenticate("paul", WRONG, Service.IMAP));
            }
            assertInstanceOf(Granted.class, frontEnds.getFirst().authenticate("paul", PASSWORD, Service.IMAP));
        } finally {
            frontEnds.forEach(UserMaps::close);
        }
    }

    private static WholeCopy copy(UserMaps of, Path files) {
        of.onDisk().all(files);
        return of.copies().of("subscribers").orElseThrow();
    }

    private static Finding found(WholeCopy copy, String local, Prospect.Use use) {
        return copy.find(new AccountName(local, "example.net"), use);
    }

    /** Page by page, then by the controller's numbers, also from where a process before was. */
    @Test
    void aCopyHasWhatTheDirectoryHas(@TempDir Path files) throws Exception {
        samba.add("copied", "mail: copied@example.net");
        try (UserMaps first = open(samba.users())) {
            WholeCopy copy = copy(first, files);
            first.watch("main");
            until(copy::isCurrent);
            assertInstanceOf(Finding.Found.class, found(copy, "anna.smith", Prospect.Use.MAIL));
            assertInstanceOf(Finding.Found.class, found(copy, "sales", Prospect.Use.MAIL));
            assertInstanceOf(Finding.Found.class, found(copy, "asmith", Prospect.Use.LOGIN));
            assertInstanceOf(Finding.None.class, found(copy, "asmith", Prospect.Use.MAIL));
            assertInstanceOf(Finding.None.class, found(copy, "anna.voice", Prospect.Use.MAIL));
            first.onDisk().save();
        }
        samba.add("later", "mail: later@example.net");
        try (LDAPConnection connection = samba.connect();
                UserMaps second = open(samba.users())) {
            connection.delete(Samba.dn("copied"));
            WholeCopy copy = copy(second, files);
            assertInstanceOf(Finding.Found.class, found(copy, "copied", Prospect.Use.MAIL));
            second.watch("main");
            until(() -> copy.isCurrent() && found(copy, "later", Prospect.Use.MAIL) instanceof Finding.Found);
            assertInstanceOf(Finding.Faulty.class, found(copy, "copied", Prospect.Use.MAIL), "missing");
            assertInstanceOf(Finding.Found.class, found(copy, "sales", Prospect.Use.MAIL));
        }
    }

    @Test
    void twoWithOneAddressAreNobody() throws Exception {
        samba.add("tim", "mail: twins@example.net");
        samba.add("tom", "proxyAddresses: smtp:twins@example.net");
        var unavailable = assertInstanceOf(Answer.Unavailable.class, maps.locate("twins@example.net"));
        assertEquals(true, unavailable.reason().startsWith("several entries: CN=t"), unavailable.reason());
    }

    @Test
    void aControllerThatStartsAgainIsAskedAgain() throws Exception {
        assertInstanceOf(Granted.class, maps.authenticate("asmith", PASSWORD, Service.IMAP));
        samba.stop();
        samba.start();
        fixture.pass(Duration.ofHours(1));
        assertInstanceOf(Granted.class, maps.authenticate("asmith", PASSWORD, Service.IMAP));
    }
}
