package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.DirectorySettings;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Logins.Claim;
import waypost.mapping.Logins.Ended;
import waypost.mapping.Logins.Shown;
import waypost.mapping.UserMapSettings.Proof;

/** What a directory says of accounts whose sessions are looked at again. */
class RecheckTest {
    private static final String ANNA = "uid=anna,dc=waypost";
    private static final Secret SECRET = new Secret("secret");

    private Fixture fixture;
    private UserMaps maps;
    private LiveLogins logins;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        open(Proof.STORED_HASH);
    }

    private void open(Proof proof) throws Exception {
        maps = fixture.mapping(Fixture.map(proof));
        logins = (LiveLogins) maps.liveLogins();
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private CompletableFuture<Ended> begun(Answer answer, Shown shown) {
        Granted granted = assertInstanceOf(Granted.class, answer);
        CompletableFuture<Ended> ended = new CompletableFuture<>();
        logins.begin(granted.by(shown), new Claim(Service.IMAP, logins.moment()), ended::complete);
        return ended;
    }

    private CompletableFuture<Ended> begun() {
        return begun(maps.authenticate("anna", SECRET, Service.IMAP), Shown.PASSWORD);
    }

    /** Has it looked at, and gives what that ended with. */
    private Ended told(CompletableFuture<Ended> session) throws Exception {
        logins.anyChanged();
        return session.get(30, TimeUnit.SECONDS);
    }

    private void stands(CompletableFuture<Ended> session) {
        logins.anyChanged();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!logins.idle()) {
                Thread.onSpinWait();
            }
        });
        assertFalse(session.isDone());
    }

    private void set(String attribute, String... values) throws Exception {
        fixture.server.modify(ANNA, new Modification(ModificationType.REPLACE, attribute, values));
    }

    @ParameterizedTest
    @CsvSource({
        "waypostState, disabled, DISABLED",
        "waypostState, locked, DISABLED",
        "waypostState, expired, EXPIRED",
        "pwdReset, TRUE, EXPIRED",
        "waypostService, pop3, SERVICE",
        "waypostGeneration, 1, REVOKED",
        "userPassword, another, PASSWORD_CHANGED",
        "userPassword, , PASSWORD_CHANGED"
    })
    void aChangeEndsASession(String attribute, String value, Ended why) throws Exception {
        var session = begun();
        set(attribute, value == null ? new String[0] : new String[] {value});
        assertEquals(why, told(session));
    }

    @ParameterizedTest
    @CsvSource({"mailHost, store2", "cn, other", "waypostQuota, 1000", "waypostService, imap"})
    void anotherChangeDoesNot(String attribute, String value) throws Exception {
        var session = begun();
        set(attribute, value);
        stands(session);
    }

    /** What the directory writes of wrong passwords is its own affair. */
    @Test
    void aLockForWrongPasswordsEndsNothingAndOneForEverDoes() throws Exception {
        var session = begun();
        set("pwdAccountLockedTime", "20261123120000Z");
        stands(session);
        set("pwdAccountLockedTime", "000001010000Z");
        assertEquals(Ended.DISABLED, told(session));
    }

    @ParameterizedTest
    @CsvSource({"pwdLastSet, 1, 2", "pwdChangedTime, 20260101000000Z, 20261123000000Z"})
    void whereTheDirectoryChecksPasswordsItSaysWhenTheyWereSet(String attribute, String before, String after)
            throws Exception {
        maps.close();
        open(Proof.BIND);
        set(attribute, before);
        var session = begun();
        set("userPassword", "another");
        stands(session);
        set(attribute, after);
        assertEquals(Ended.PASSWORD_CHANGED, told(session));
    }

    @Test
    void aTokenOutlivesAPasswordAndNotAnOrder() throws Exception {
        var session = begun(maps.identify("anna", Service.IMAP).by(Shown.VOUCHED), Shown.VOUCHED);
        set("userPassword", "another");
        stands(session);
        set("waypostGeneration", "3");
        assertEquals(Ended.REVOKED, told(session));
    }

    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void whoKnewThePasswordThatWasDoesNotStay(ScramHash hash) throws Exception {
        ScramKeys keys = maps.keys("anna", hash).orElseThrow();
        Answer answer = maps.proven("anna", keys, Service.IMAP);
        var session = begun(answer, Shown.PASSWORD);
        stands(session);
        set("userPassword", "another");
        assertEquals(Ended.PASSWORD_CHANGED, told(session));
        ScramKeys newer = maps.keys("anna", hash).orElseThrow();
        Answer late = maps.proven("anna", keys, Service.IMAP);
        assertEquals(Ended.PASSWORD_CHANGED, told(begun(late, Shown.PASSWORD)), "by keys of before");
        stands(begun(maps.proven("anna", newer, Service.IMAP), Shown.PASSWORD));
    }

    @Test
    void whoMadeADigestOfThePasswordThatWasDoesNotStay() throws Exception {
        byte[] digest = hmacMd5("challenge");
        var session = begun(
                maps.authenticate(new ChallengeDigest("anna", "challenge", digest), Service.IMAP), Shown.PASSWORD);
        stands(session);
        set("userPassword", "another");
        assertEquals(Ended.PASSWORD_CHANGED, told(session));
    }

    private static byte[] hmacMd5(String challenge) throws Exception {
        var mac = javax.crypto.Mac.getInstance("HmacMD5");
        mac.init(new javax.crypto.spec.SecretKeySpec(SECRET.value().getBytes(StandardCharsets.UTF_8), "HmacMD5"));
        return mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8));
    }

    /** A proof that is remembered is as old as it is, whatever was looked up since. */
    @Test
    void aRememberedProofKeepsItsGeneration() throws Exception {
        maps.authenticate("anna", SECRET, Service.IMAP);
        set("userPassword", "another");
        fixture.pass(Duration.ofMinutes(6)); // the account is looked up anew, the password is believed
        assertInstanceOf(Granted.class, maps.locate("anna"));
        assertEquals(Ended.PASSWORD_CHANGED, told(begun()));
        assertEquals(
                new Answer.Refused(Answer.Kind.CREDENTIALS),
                maps.authenticate("anna", SECRET, Service.IMAP),
                "the proof is forgotten");
    }

    /** Also for want of a directory. */
    @Test
    void anOldPasswordDoesNotComeBackInAnOutage() throws Exception {
        var session = begun();
        set("userPassword", "another");
        assertEquals(Ended.PASSWORD_CHANGED, told(session));
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
        assertInstanceOf(Answer.Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
    }

    @Test
    void aDirectoryThatIsAwayEndsNothing() throws Exception {
        var session = begun();
        set("waypostState", "disabled");
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
        stands(session);
        fixture.failSearches(OptionalInt.empty());
        assertEquals(Ended.DISABLED, told(session));
    }

    private Ended named(CompletableFuture<Ended> session, DirectoryId id) throws Exception {
        logins.changed(Set.of(id));
        return session.get(30, TimeUnit.SECONDS);
    }

    private DirectoryId anna() {
        return assertInstanceOf(Granted.class, maps.locate("anna")).directoryId();
    }

    @Test
    void whoIsNamedAndIsNotThereIsGone() throws Exception {
        var session = begun();
        DirectoryId id = anna();
        fixture.server.delete(ANNA);
        assertEquals(Ended.GONE, named(session, id));
    }

    /** As in a directory that came back with half of its entries: it counts when it has been so for some time. */
    @Test
    void whoIsMissingUnnamedIsGoneWhenThatHasLasted() throws Exception {
        var session = begun();
        fixture.server.delete(ANNA);
        stands(session);
        fixture.pass(CacheSettings.STANDARD.vanished().plusSeconds(1));
        assertEquals(Ended.GONE, told(session));
    }

    /** Somebody else's name is not his. */
    @Test
    void anotherEntryUnderTheNameIsAnotherAccount() throws Exception {
        var session = begun();
        DirectoryId id = anna();
        fixture.server.delete(ANNA);
        fixture.addAnna();
        assertEquals(Ended.GONE, named(session, id));
    }

    @Test
    void whoHasAnotherNameStays() throws Exception {
        var session = begun();
        set("mail", "anna.smith@example.net");
        set("mailLocalAddress", "other@example.net");
        stands(session);
        set("waypostState", "disabled");
        assertEquals(Ended.DISABLED, told(session));
    }

    /** A filter that lets in only some is how many directories say who may log in. */
    @Test
    void whomTheFilterFindsNoMoreIsGone() throws Exception {
        DirectorySettings plain = fixture.directory();
        var filtered =
                new VariedUsers(plain).found("(&(mail=%e)(employeeType=mail))").directory();
        set("employeeType", "mail");
        maps.close();
        maps = fixture.open(Fixture.settings(filtered, Fixture.map(Proof.STORED_HASH)));
        logins = (LiveLogins) maps.liveLogins();
        var session = begun();
        set("employeeType", "none");
        assertEquals(Ended.GONE, told(session));
    }

    @Test
    void allSessionsOfAnAddressAreEnded() {
        var session = begun();
        var other = begun(maps.authenticate("a.nna", SECRET, Service.POP3), Shown.PASSWORD);
        var id = maps.holders("anna").orElseThrow();
        assertEquals(1, id.size());
        assertEquals(2, logins.end(id.iterator().next()));
        assertTrue(session.isDone() && other.isDone());
        assertEquals(Set.of(), maps.holders("bob").orElseThrow());
    }

    @Test
    void theNameThatWasGivenIsKept() {
        Granted granted = assertInstanceOf(Granted.class, maps.authenticate("a.nna", SECRET, Service.IMAP));
        assertEquals(new AccountName("a.nna", "example.net"), granted.basis().login());
        assertEquals(List.of("anna@example.net"), List.of(granted.name().toString()));
    }

    /** A replica that was begun anew tells of everybody. */
    @Test
    void aDirectoryThatHasLostEverybodyEndsFewSessions() throws Exception {
        Set<DirectoryId> ids = new HashSet<>();
        List<CompletableFuture<Ended>> sessions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String user = "user" + i;
            fixture.add(user, "mail: " + user + "@example.net", "mailHost: store1", "userPassword: secret");
            Answer answer = maps.authenticate(user, SECRET, Service.IMAP);
            sessions.add(begun(answer, Shown.PASSWORD));
            ids.add(assertInstanceOf(Granted.class, answer).directoryId());
        }
        for (int i = 0; i < 200; i++) {
            fixture.server.delete("uid=user" + i + ",dc=waypost");
        }
        logins.changed(ids);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!logins.idle()) {
                Thread.onSpinWait();
            }
        });
        long ended = sessions.stream().filter(CompletableFuture::isDone).count();
        assertTrue(ended <= Losses.LEAST + Waiting.AT_A_TIME, ended + " of 200");
    }
}
