package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.Alarms;
import waypost.directory.PasswordCheck;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** What is computed behind log-ins, by a pool that works when it is told to: whatever comes in between, an old password is not kept. */
class ProofsBehindTest {
    private static final Secret KEY = new Secret("a key that is in no file of the node");
    private static final Secret SECRET = new Secret("secret");
    private static final Secret CHANGED = new Secret("changed");
    private static final OptionalInt AWAY = OptionalInt.of(51);
    private static final AccountName ANNA = new AccountName("anna", "example.net");
    private static final DirectoryId ID = new DirectoryId("id-anna");
    private static final int SCHEDULES = 20;

    @TempDir
    private Path folder;

    private Fixture fixture;
    private UserMaps maps;
    private Turn pool = new Turn(10);

    @BeforeEach
    void users() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        begin(10, Proof.STORED_HASH);
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private void begin(int places) throws Exception {
        begin(places, Proof.STORED_HASH);
    }

    private void begin(int places, Proof proof) throws Exception {
        pool = new Turn(places);
        maps = fixture.mapping(Fixture.map(proof));
        maps.onDisk().routes(folder.resolve("routes"));
        maps.onDisk().proofs(folder.resolve("proofs"), KEY, pool);
    }

    private void again(int places) throws Exception {
        maps.onDisk().save();
        maps.close();
        begin(places);
    }

    private KeptProofs proofs() {
        return maps.recollection().kept().orElseThrow();
    }

    private Answer login(Secret password) {
        return maps.authenticate("anna", password, Service.IMAP);
    }

    /** The lifetime of what is remembered is over, and the password another. */
    private void change() throws Exception {
        fixture.server.modify(
                "dn: uid=anna,dc=waypost", "changetype: modify", "replace: userPassword", "userPassword: changed");
        fixture.pass(CacheSettings.STANDARD.verifier());
    }

    private void assertNotKept(Answer.Shown shown, Secret password) {
        assertEquals(
                shown,
                assertInstanceOf(Answer.Unavailable.class, login(password)).shown());
    }

    @Test
    void aLoginDoesNotWaitForIt() {
        assertInstanceOf(Granted.class, login(SECRET));
        assertFalse(proofs().idle());
        assertInstanceOf(KeptProofs.Compared.Unsaid.class, proofs().compare(ANNA, SECRET));
        pool.all();
        assertTrue(proofs().idle());
        assertInstanceOf(KeptProofs.Compared.Right.class, proofs().compare(ANNA, SECRET));
    }

    /** RFC 9106: Argon2id, version 1.3, at the cost that a new hash has, under the key. */
    @Test
    void whatIsOnDiskIsArgon2id() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        pool.all();
        maps.onDisk().save();
        List<ProofsFile.Entry> entries = ProofsFile.read(folder.resolve("proofs"), keyed("file", new byte[0]));
        assertEquals(List.of(ANNA), entries.stream().map(ProofsFile.Entry::name).toList());
        KeptProofs.Kept kept = entries.getFirst().proof();
        assertEquals(16, kept.salt().length);
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(19 * 1024)
                .withIterations(2)
                .withParallelism(1)
                .withSalt(kept.salt())
                .build());
        byte[] hash = new byte[32];
        generator.generateBytes(SECRET.value().getBytes(StandardCharsets.UTF_8), hash);
        assertArrayEquals(keyed("anna@example.net", hash), kept.proof());
    }

    private static byte[] keyed(String purpose, byte[] octets) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(octets);
    }

    @Test
    void whatIsRefusedMeanwhileIsNotKept() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        change();
        assertInstanceOf(Answer.Refused.class, login(SECRET));
        pool.all();
        again(10);
        fixture.failSearches(AWAY);
        assertNotKept(Answer.Shown.UNSAID, SECRET);
    }

    @Test
    void whatIsForgottenMeanwhileIsNotKept() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        maps.recollection().passwordChanged(ANNA, new Generation(0, 1));
        pool.all();
        again(10);
        fixture.failSearches(AWAY);
        assertNotKept(Answer.Shown.UNSAID, SECRET);
    }

    @Test
    void theLastThatWasRightIsKept() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        change();
        assertInstanceOf(Granted.class, login(CHANGED));
        pool.all();
        again(10);
        fixture.failSearches(AWAY);
        assertNotKept(Answer.Shown.ANOTHER, SECRET);
        assertInstanceOf(Granted.class, login(CHANGED));
    }

    /** The one before is not kept in its place. */
    @Test
    void neitherIsKeptWhereTheNewOneFindsNoPlace() throws Exception {
        again(1);
        assertInstanceOf(Granted.class, login(SECRET));
        change();
        assertInstanceOf(Granted.class, login(CHANGED));
        pool.all();
        again(1);
        fixture.failSearches(AWAY);
        assertNotKept(Answer.Shown.UNSAID, SECRET);
        assertNotKept(Answer.Shown.UNSAID, CHANGED);
    }

    /** What a process before has left, and what the directory refuses now, may be one and the same. */
    @Test
    void whatCannotBeComparedWithARefusedOneIsNotKept() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        pool.all();
        again(0);
        change();
        assertInstanceOf(Answer.Refused.class, login(SECRET));
        again(10);
        fixture.failSearches(AWAY);
        assertNotKept(Answer.Shown.UNSAID, SECRET);
    }

    /**
     * Somebody guesses until the directory locks the account, and the front end starts anew: it still knows that it is the owner who is there (RFC 5530 §3:
     * CONTACTADMIN). Who has never shown the right password is told nothing.
     */
    @Test
    void aLockIsToldToItsOwnerAfterAStart() throws Exception {
        maps.close();
        fixture.close();
        AtomicBoolean locked = new AtomicBoolean();
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
                if (locked.get() && request.getRequest().getBindDN().startsWith("uid=")) {
                    throw new LDAPException(ResultCode.INVALID_CREDENTIALS, "", "", new String[0], LOCKED);
                }
            }
        }));
        fixture.addAnna();
        begin(10, Proof.BIND);
        assertInstanceOf(Granted.class, login(SECRET));
        pool.all();
        locked.set(true);
        fixture.pass(CacheSettings.STANDARD.verifier());
        assertEquals(new Answer.Refused(Answer.Kind.LOCKED), login(SECRET));
        maps.onDisk().save();
        maps.close();
        begin(10, Proof.BIND);
        assertEquals(new Answer.Refused(Answer.Kind.CREDENTIALS), login(new Secret("guess")));
        assertEquals(new Answer.Refused(Answer.Kind.LOCKED), login(SECRET));
        fixture.pass(CacheSettings.Staleness.STANDARD.verifier());
        assertEquals(new Answer.Refused(Answer.Kind.CREDENTIALS), login(SECRET), "too long ago");
    }

    private static final Control[] LOCKED = {
        new DraftBeheraLDAPPasswordPolicy10ResponseControl(
                null, -1, DraftBeheraLDAPPasswordPolicy10ErrorType.ACCOUNT_LOCKED)
    };

    /** An answer takes its time; what came in between goes before it. */
    @Test
    void anAnswerThatIsLateIsNotRemembered() {
        Account anna = account();
        Recollection memory = maps.recollection();
        long moment = memory.moment(ANNA);
        memory.passwordChanged(ANNA, new Generation(0, 2));
        memory.proved(ANNA, SECRET, anna, moment);
        assertFalse(memory.provedBefore(ANNA, memory.tag(ANNA, SECRET)));
        pool.all();
        assertInstanceOf(KeptProofs.Compared.Unsaid.class, proofs().compare(ANNA, SECRET));
        memory.proved(ANNA, SECRET, anna, memory.moment(ANNA));
        assertTrue(memory.provedBefore(ANNA, memory.tag(ANNA, SECRET)));
    }

    private static Account account() {
        return new Account(
                ANNA,
                ID,
                new Route("store1", OptionalLong.empty()),
                AccountState.ACTIVE,
                Account.ALL_SERVICES,
                AccountLimits.NONE,
                "subscribers",
                Fixture.START,
                Generation.NONE,
                Forward.NONE);
    }

    /** In random order: the directory says of one of two passwords that it is right, or wrong; all is forgotten; a proof is computed. */
    @Test
    void onlyWhatWasRightLastIsKept() {
        int right = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            pool = new Turn(2);
            fixture.pass(Duration.ofSeconds(1));
            var random = new SplittableRandom(seed);
            var kept = new KeptProofs(
                    KEY,
                    folder.resolve("none"),
                    CacheSettings.STANDARD,
                    new Tools(
                            fixture.instants,
                            fixture.ticker,
                            new Alarms(fixture.ticker),
                            new PasswordCheck(1),
                            new Verifiers(random)),
                    pool);
            right += run(random, kept, new Verifiers(random)) ? 1 : 0;
        }
        assertTrue(right > SCHEDULES / 10, right + " are kept");
    }

    private boolean run(SplittableRandom random, KeptProofs kept, Verifiers verifiers) {
        Optional<Secret> right = Optional.empty();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            Secret shown = random.nextBoolean() ? SECRET : CHANGED;
            Verifiers.Tag tag = verifiers.tag(ANNA, shown);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    kept.proved(ANNA, tag, shown, ID);
                    right = Optional.of(shown);
                }
                case 2 -> {
                    kept.refused(ANNA, tag, shown);
                    right = right.filter(one -> !one.equals(shown));
                }
                case 3 -> {
                    kept.forget(ANNA);
                    right = Optional.empty();
                }
                default -> pool.one();
            }
        }
        pool.all();
        for (Secret one : List.of(SECRET, CHANGED)) {
            if (kept.compare(ANNA, one) instanceof KeptProofs.Compared.Right) {
                assertEquals(right, Optional.of(one));
                return true;
            }
        }
        return false;
    }
}
