package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

/** Processes one after the other, of which the later ones begin in an outage. */
class KeptProofsTest {
    private static final Secret KEY = new Secret("a key that is in no file of the node");
    private static final Secret SECRET = new Secret("secret");
    private static final OptionalInt AWAY = OptionalInt.of(51);
    private static final AccountName ANNA = new AccountName("anna", "example.net");

    @TempDir
    private Path folder;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void users() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        maps = begin(KEY);
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private UserMaps begin(Secret key) throws Exception {
        UserMaps begun = fixture.mapping(Fixture.map(Proof.STORED_HASH));
        begun.onDisk().routes(folder.resolve("routes"));
        begun.onDisk().proofs(folder.resolve("proofs"), key);
        return begun;
    }

    private void again(Secret key) throws Exception {
        settle();
        maps.onDisk().save();
        maps.close();
        maps = begin(key);
    }

    private KeptProofs proofs() {
        return maps.recollection().kept().orElseThrow();
    }

    private void settle() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!proofs().idle()) {
                Thread.onSpinWait();
            }
        });
    }

    private Answer login(Secret password) {
        return maps.authenticate("anna", password, Service.IMAP);
    }

    private void assertUnsaid(Answer.Shown shown, Secret password) {
        assertEquals(
                shown,
                assertInstanceOf(Answer.Unavailable.class, login(password)).shown());
    }

    @Test
    void whoLoggedInBeforeLogsInAgain() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        again(KEY);
        fixture.failSearches(AWAY);
        assertTrue(assertInstanceOf(Granted.class, login(SECRET)).degraded());
        assertInstanceOf(Granted.class, login(SECRET));
        assertUnsaid(Answer.Shown.ANOTHER, new Secret("guess"));
        assertInstanceOf(Answer.Unavailable.class, maps.authenticate("bob", SECRET, Service.IMAP));
        fixture.pass(CacheSettings.Staleness.STANDARD.verifier().plusSeconds(1));
        assertUnsaid(Answer.Shown.UNSAID, SECRET);
    }

    /** The file alone proves nothing: neither who has it and not the key, nor who has another key. */
    @Test
    void withoutTheKeyItIsNothing() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        again(new Secret("another key of the same length, or not"));
        fixture.failSearches(AWAY);
        assertUnsaid(Answer.Shown.UNSAID, SECRET);
        Path file = folder.resolve("proofs");
        String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(octets.contains(SECRET.value()) || octets.contains(KEY.value()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void theLimitIsOfTheLastTimeThatTheDirectorySaidSo() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        settle();
        fixture.pass(Duration.ofHours(8));
        assertInstanceOf(Granted.class, login(SECRET));
        again(KEY);
        fixture.failSearches(AWAY);
        fixture.pass(Duration.ofHours(8));
        assertInstanceOf(Granted.class, login(SECRET));
        fixture.pass(Duration.ofHours(5));
        assertUnsaid(Answer.Shown.UNSAID, SECRET);
    }

    @Test
    void aPasswordThatTheDirectoryRefusesIsNotRightInAnOutage() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        again(KEY);
        fixture.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "userPassword", "changed"));
        assertInstanceOf(Answer.Refused.class, login(SECRET));
        settle();
        fixture.failSearches(AWAY);
        assertUnsaid(Answer.Shown.UNSAID, SECRET);
    }

    @Test
    void aWrongPasswordTakesNothingAway() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        again(KEY);
        assertInstanceOf(Answer.Refused.class, login(new Secret("guess")));
        settle();
        fixture.failSearches(AWAY);
        assertInstanceOf(Granted.class, login(SECRET));
    }

    @Test
    void aNewPasswordReplacesTheOld() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        settle();
        fixture.server.modify(
                "uid=anna,dc=waypost", new Modification(ModificationType.REPLACE, "userPassword", "changed"));
        fixture.pass(CacheSettings.STANDARD.verifier());
        assertInstanceOf(Granted.class, login(new Secret("changed")));
        again(KEY);
        fixture.failSearches(AWAY);
        assertUnsaid(Answer.Shown.ANOTHER, SECRET);
        assertInstanceOf(Granted.class, login(new Secret("changed")));
    }

    @Test
    void whoIsGoneIsForgotten() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        settle();
        fixture.server.delete("uid=anna,dc=waypost");
        fixture.pass(CacheSettings.STANDARD.verifier());
        assertInstanceOf(Answer.Unavailable.class, login(SECRET));
        fixture.pass(CacheSettings.STANDARD.vanished());
        assertEquals(new Answer.Unknown(), login(SECRET));
        assertInstanceOf(KeptProofs.Compared.Unsaid.class, proofs().compare(ANNA, SECRET));
    }

    /** In the same process no slow hash is needed to know that. */
    @Test
    void anotherPasswordThanTheOneInMemoryIsTold() throws Exception {
        assertInstanceOf(Granted.class, login(SECRET));
        fixture.failSearches(AWAY);
        assertUnsaid(Answer.Shown.ANOTHER, new Secret("guess"));
    }
}
