package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.PasswordCheck;
import waypost.directory.PasswordScheme;
import waypost.directory.StoredPassword;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

class IdentificationTest {
    /** RFC 7677 §3: what is kept of "pencil". */
    private static final String PENCIL =
            "4096,W22ZaJ0SNY7soEsUEjb6gQ==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    /** The same as RFC 5803 writes it. */
    private static final String RFC_5803 =
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    private static final String USERS = """
            keys@example.net     {SCRAM-SHA-256}%s     store1  service=imap
            old@example.net      {SSHA}5I1ARCMaWhvNQ7MeNQ2sn9PLw8eE8zmM store1
            clear@example.net    {CLEARTEXT}pencil     store1
            off@example.net      {SCRAM-SHA-256}%1$s   store1  state=disabled
            none@example.net     -                     store1
            hollow@example.net   {CLEARTEXT}           store1
            """.formatted(PENCIL);

    @TempDir
    private Path folder;

    private UserMaps open() throws Exception {
        Path file = Files.writeString(folder.resolve("users"), USERS);
        var settings = new MappingSettings(
                List.of(),
                List.of(new UserMapSettings.File("file", UserMapSettings.Domains.ALL, file)),
                Routes.to("store1"),
                CacheSettings.STANDARD);
        return UserMaps.open(
                settings,
                Fixture.RULES,
                Fixture.trust(),
                InstantSource.system(),
                System::nanoTime,
                new SplittableRandom(1));
    }

    private static byte[] salted(ScramKeys keys) {
        return PasswordScheme.keys(new Secret("pencil"), keys.hash(), keys.salt(), keys.iterations())
                .storedKey();
    }

    private static boolean fits(Optional<ScramKeys> keys) {
        return Arrays.equals(keys.orElseThrow().storedKey(), salted(keys.orElseThrow()));
    }

    @Test
    void keysAreReadWhereTheyAreStored() throws Exception {
        try (UserMaps maps = open()) {
            assertTrue(fits(maps.keys("keys", ScramHash.SHA_256)));
            assertFalse(fits(maps.keys("keys", ScramHash.SHA_1)), "there are none of this hash");
            assertEquals(maps.keys("keys", ScramHash.SHA_256), maps.cachedKeys("keys", ScramHash.SHA_256));
        }
    }

    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void keysAreMadeOfAPasswordThatCanBeRead(ScramHash hash) throws Exception {
        try (UserMaps maps = open()) {
            assertTrue(fits(maps.keys("clear", hash)));
        }
    }

    /** An entry whose password is empty lets nobody in who has none. */
    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void anEmptyPasswordFitsNoKeys(ScramHash hash) throws Exception {
        try (UserMaps maps = open()) {
            ScramKeys keys = maps.keys("hollow", hash).orElseThrow();
            ScramKeys empty = PasswordScheme.keys(new Secret(""), hash, keys.salt(), keys.iterations());
            assertFalse(Arrays.equals(keys.storedKey(), empty.storedKey()));
        }
    }

    /** Nobody learns from what is answered whether there is such a user. */
    @ParameterizedTest
    @ValueSource(strings = {"old", "none", "hollow", "nobody", "nobody@elsewhere.example", "not an address", ""})
    void whoHasNoKeysIsGivenSomeThatNothingFits(String user) throws Exception {
        try (UserMaps maps = open()) {
            ScramKeys keys = maps.keys(user, ScramHash.SHA_256).orElseThrow();
            ScramKeys real = maps.keys("clear", ScramHash.SHA_256).orElseThrow();
            assertEquals(real.iterations(), keys.iterations());
            assertEquals(real.salt().length, keys.salt().length);
            ScramKeys again = maps.keys(user, ScramHash.SHA_256).orElseThrow();
            assertArrayEquals(keys.salt(), again.salt());
            assertNotEquals(
                    HexFormat.of().formatHex(real.salt()), HexFormat.of().formatHex(keys.salt()));
            assertFalse(fits(Optional.of(keys)));
        }
    }

    private static void assertBarred(Answer.Kind kind, Identity identity) {
        assertEquals(
                new Answer.Refused(kind),
                assertInstanceOf(Identity.Barred.class, identity).why());
    }

    @Test
    void whoIsIdentifiedIsAskedForStateAndServices() throws Exception {
        try (UserMaps maps = open()) {
            assertTrue(maps.cachedIdentify("keys", Service.IMAP).isEmpty());
            assertInstanceOf(Identity.Known.class, maps.identify("keys", Service.IMAP));
            assertInstanceOf(
                    Identity.Known.class,
                    maps.cachedIdentify("keys", Service.IMAP).orElseThrow());
            assertBarred(Answer.Kind.SERVICE, maps.identify("keys", Service.POP3));
            assertBarred(Answer.Kind.DISABLED, maps.identify("off", Service.IMAP));
            assertEquals(new Identity.Nobody(new Answer.Unknown()), maps.identify("nobody", Service.IMAP));
            assertEquals(
                    new Identity.Nobody(new Answer.Refused(Answer.Kind.CREDENTIALS)), maps.identify("@", Service.IMAP));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{SCRAM-SHA-256}" + PENCIL, RFC_5803, "{SCRAM-SHA-256}" + "4096:", "{SCRAM-SHA-256}"})
    void aPasswordThatIsShownIsComparedWithKeysAsWell(String stored) {
        boolean whole = stored.contains("wfPLw");
        StoredPassword keys = StoredPassword.parse(stored);
        assertEquals(
                whole ? StoredPassword.Match.RIGHT : StoredPassword.Match.UNREADABLE, keys.match(new Secret("pencil")));
        assertEquals(
                whole ? StoredPassword.Match.WRONG : StoredPassword.Match.UNREADABLE,
                keys.match(new Secret("pencils")));
    }

    @Test
    void whatIsWrittenIsRead() {
        String stored = PasswordScheme.SCRAM_SHA256.store(new Secret("pencil"), new SplittableRandom(3));
        assertTrue(fits(StoredPassword.parse(stored).scramKeys()));
        assertEquals(StoredPassword.Match.RIGHT, StoredPassword.parse(stored).match(new Secret("pencil")));
    }

    private static ChallengeDigest digest(String user, String password) throws Exception {
        Mac mac = Mac.getInstance("HmacMD5");
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        // RFC 2104 §2: an empty key and one of zeros are the same, and Java knows no empty one
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacMD5"));
        return new ChallengeDigest(user, "<1@example>", mac.doFinal("<1@example>".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aDigestIsComparedWithAPasswordThatCanBeRead() throws Exception {
        var refused = new Answer.Refused(Answer.Kind.CREDENTIALS);
        try (UserMaps maps = open()) {
            assertInstanceOf(Answer.Granted.class, maps.authenticate(digest("clear", "pencil"), Service.IMAP));
            assertEquals(refused, maps.authenticate(digest("clear", "pencils"), Service.IMAP));
            assertEquals(refused, maps.authenticate(digest("keys", "pencil"), Service.IMAP));
            assertEquals(refused, maps.authenticate(digest("none", "-"), Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.authenticate(digest("nobody", "pencil"), Service.IMAP));
        }
    }

    @Test
    void aChangedPasswordIsSeenWithinTheLifetimeOfAnUnknownName() throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            fixture.add("anna", "mail: anna@example.net", "mailHost: store1", "userPassword: {CLEAR}pencil");
            assertTrue(fits(maps.keys("anna", ScramHash.SHA_256)));
            fixture.server.modify(
                    "dn: uid=anna,dc=waypost",
                    "changetype: modify",
                    "replace: userPassword",
                    "userPassword: {CLEAR}changed");
            assertTrue(fits(maps.keys("anna", ScramHash.SHA_256)));
            fixture.pass(CacheSettings.STANDARD.negative());
            assertFalse(fits(maps.keys("anna", ScramHash.SHA_256)));
        }
    }

    @Test
    void anOutageIsOverlookedForWhoWasThereBefore() throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            fixture.add("anna", "mail: anna@example.net", "mailHost: store1", "userPassword: pencil");
            fixture.add("bob", "mail: bob@example.net", "mailHost: store1", "userPassword: pencil");
            assertTrue(fits(maps.keys("anna", ScramHash.SHA_256)));
            fixture.pass(Duration.ofMinutes(10));
            fixture.failSearches(OptionalInt.of(52));
            assertTrue(fits(maps.keys("anna", ScramHash.SHA_256)));
            Identity.Known known = assertInstanceOf(Identity.Known.class, maps.identify("anna", Service.IMAP));
            assertTrue(known.by(Logins.Shown.VOUCHED).degraded());
            assertEquals(Optional.empty(), maps.keys("bob", ScramHash.SHA_256));
            assertInstanceOf(
                    Answer.Unavailable.class, maps.identify("bob", Service.IMAP).by(Logins.Shown.VOUCHED));
            assertInstanceOf(Answer.Unavailable.class, maps.authenticate(digest("bob", "pencil"), Service.IMAP));
        }
    }

    /** Whoever is known, and however: what a digest is compared with is at the directory alone. */
    @ParameterizedTest
    @ValueSource(ints = {51, 52, 3, 80})
    void aDigestProvesNothingWhileTheDirectoryCannotSay(int result) throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            fixture.add("anna", "mail: anna@example.net", "mailHost: store1", "userPassword: pencil");
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", new Secret("pencil"), Service.IMAP));
            assertInstanceOf(Answer.Granted.class, maps.authenticate(digest("anna", "pencil"), Service.IMAP));
            assertTrue(fits(maps.keys("anna", ScramHash.SHA_256)));
            fixture.failSearches(OptionalInt.of(result));
            for (String password : List.of("pencil", "guess", "")) {
                Answer answer = maps.authenticate(digest("anna", password), Service.IMAP);
                assertInstanceOf(Answer.Unavailable.class, answer, password);
            }
        }
    }

    @Test
    void anEmptyDigestIsNotOfAnEmptyPassword() throws Exception {
        try (UserMaps maps = open()) {
            var refused = new Answer.Refused(Answer.Kind.CREDENTIALS);
            assertEquals(refused, maps.authenticate(digest("hollow", ""), Service.IMAP));
            assertEquals(
                    refused,
                    maps.authenticate(new ChallengeDigest("hollow", "<1@example>", new byte[0]), Service.IMAP));
            assertEquals(
                    refused, maps.authenticate(new ChallengeDigest("clear", "<1@example>", new byte[0]), Service.IMAP));
        }
    }

    /** A token names a user and not an entry, and may come from another user than yesterday. */
    @Test
    void whoIsNamedIsAskedForAnew() throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            fixture.addAnna();
            DirectoryId old = id(maps.identify("anna", Service.IMAP));
            assertEquals(old, id(maps.locate("anna")));
            fixture.server.delete("uid=anna,dc=waypost");
            fixture.add("successor", "mail: anna@example.net", "mailHost: store1");
            fixture.pass(CacheSettings.STANDARD.negative().minusSeconds(1));
            assertEquals(old, id(maps.identify("anna", Service.IMAP)));
            fixture.pass(Duration.ofSeconds(1));
            assertEquals(Optional.empty(), maps.cachedIdentify("anna", Service.IMAP));
            assertNotEquals(old, id(maps.identify("anna", Service.IMAP)));
        }
    }

    /** A name goes from one entry to another. Whoever has shown the password of one of them is let in to the other's mailbox by no memory. */
    @ParameterizedTest
    @ValueSource(strings = {"anna", "a.nna"})
    void keysAreOfAnEntryAndNotOfAName(String user) throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            fixture.addAnna();
            DirectoryId old = id(maps.locate(user));
            ScramKeys before = maps.keys(user, ScramHash.SHA_256).orElseThrow();
            assertEquals(old, id(maps.proven(user, before, Service.IMAP)));
            fixture.server.delete("uid=anna,dc=waypost");
            fixture.add(
                    "successor",
                    "mail: anna@example.net",
                    "mailLocalAddress: a.nna@example.net",
                    "mailHost: store1",
                    "userPassword: pencil");
            assertEquals(before, maps.keys(user, ScramHash.SHA_256).orElseThrow());
            Answer answer = maps.authenticate(user, new Secret("pencil"), Service.IMAP);
            DirectoryId now = id(answer);
            assertNotEquals(old, now);
            assertInstanceOf(Answer.Unavailable.class, maps.proven(user, before, Service.IMAP), "of another");
            fixture.pass(CacheSettings.STANDARD.negative());
            ScramKeys newer = maps.keys(user, ScramHash.SHA_256).orElseThrow();
            assertEquals(now, id(maps.proven(user, newer, Service.IMAP)));
            assertInstanceOf(Answer.Unavailable.class, maps.proven(user, before, Service.IMAP), "of another");
            fixture.failSearches(OptionalInt.of(52));
            fixture.pass(CacheSettings.STANDARD.negative());
            assertEquals(now, id(maps.proven(user, newer, Service.IMAP)));
            assertInstanceOf(Answer.Unavailable.class, maps.proven(user, before, Service.IMAP), "of another");
        }
    }

    /** Mail has led to the old entry, and a log-in has heard of the new one since. */
    @Test
    void whatWasHeardLastCountsForLogIns() throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
            fixture.addAnna();
            DirectoryId old = id(maps.locate("a.nna"));
            fixture.server.delete("uid=anna,dc=waypost");
            fixture.add(
                    "successor",
                    "mail: anna@example.net",
                    "mailLocalAddress: a.nna@example.net",
                    "mailHost: store1",
                    "userPassword: pencil");
            ScramKeys keys = maps.keys("a.nna", ScramHash.SHA_256).orElseThrow();
            assertNotEquals(old, id(maps.identify("a.nna", Service.IMAP)));
            assertNotEquals(
                    old, id(maps.cachedProven("a.nna", keys, Service.IMAP).orElseThrow()));
            fixture.failSearches(OptionalInt.of(52));
            fixture.pass(CacheSettings.STANDARD.negative());
            assertNotEquals(old, id(maps.proven("a.nna", keys, Service.IMAP)));
        }
    }

    private static DirectoryId id(Identity identity) {
        return assertInstanceOf(Identity.Known.class, identity)
                .residence()
                .orElseThrow()
                .id();
    }

    private static DirectoryId id(Answer answer) {
        return assertInstanceOf(Answer.Granted.class, answer).directoryId();
    }

    /** They were read before the password was changed, and it is another mechanism that has heard of that first. */
    @Test
    void keysThatAreLateAreNotRemembered() {
        var anna = new AccountName("anna", "example.net");
        var entry = new DirectoryId("id-anna");
        List<String> old = List.of("{CLEAR}pencil");
        try (var passwords = new PasswordCheck(1)) {
            var keyring = new Keyring(
                    CacheSettings.STANDARD, passwords, new Verifiers(new SplittableRandom(1)), System::nanoTime);
            long before = keyring.moment(anna);
            keyring.passwordChanged(anna, new Generation(0, 2));
            assertTrue(fits(keyring.of(anna, entry, old, ScramHash.SHA_256, before)));
            assertEquals(Optional.empty(), keyring.once(anna, ScramHash.SHA_256));
            assertTrue(fits(keyring.of(anna, entry, old, ScramHash.SHA_256, keyring.moment(anna))));
            assertTrue(fits(keyring.once(anna, ScramHash.SHA_256)));
        }
    }

    /** A directory that checks passwords itself need not go by what it shows. */
    @Test
    void nothingIsReadWhereTheDirectoryChecks() throws Exception {
        try (var fixture = new Fixture();
                UserMaps maps = fixture.mapping(Fixture.map(Proof.BIND))) {
            fixture.add("anna", "mail: anna@example.net", "mailHost: store1", "userPassword: pencil");
            assertFalse(fits(maps.keys("anna", ScramHash.SHA_256)));
            assertInstanceOf(Identity.Known.class, maps.identify("anna", Service.IMAP));
        }
    }
}
