package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountName;
import waypost.identity.ScramHash;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.LeftToNode;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.Prospect.Use;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;

/** User maps that say where a mailbox is, and leave passwords to the node that has it. */
class LeftToNodeTest {
    private static final Secret ANY = new Secret("whatever");
    private static final Answer NO = new Refused(Kind.CREDENTIALS);

    @TempDir
    Path temp;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        maps = fixture.mapping(Fixture.map(Proof.NODE));
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private static Granted left(Answer answer) {
        return assertInstanceOf(LeftToNode.class, answer).account();
    }

    @Test
    void noPasswordIsJudged() {
        for (String password : new String[] {"secret", "whatever"}) {
            Granted anna = left(maps.authenticate("anna", new Secret(password), Service.IMAP));
            assertEquals(new AccountName("anna", "example.net"), anna.name());
            assertEquals("store1", anna.route().target());
            assertEquals(Optional.of(Logins.Shown.PASSWORD), anna.basis().shown());
        }
        assertEquals(new Unknown(), maps.authenticate("nobody", ANY, Service.IMAP));
        assertEquals(NO, maps.authenticate("anna", new Secret(""), Service.IMAP));
        assertInstanceOf(Granted.class, maps.locate("anna"));
    }

    /** Nobody has said that the password is right. */
    @ParameterizedTest
    @ValueSource(strings = {"waypostState: disabled", "waypostState: locked", "waypostService: pop3"})
    void whyAnAccountIsRefusedIsToldToNobody(String line) throws Exception {
        fixture.add("bob", "mail: bob@example.net", "mailHost: store1", line);
        assertEquals(NO, maps.authenticate("bob", ANY, Service.IMAP));
        assertEquals(NO, maps.authenticate("bob", ANY, Service.IMAP));
    }

    /** A log-in asks the directory no more often than others do, and every password is the node's, each time. */
    @Test
    void whereItIsIsRemembered() {
        left(maps.authenticate("anna", ANY, Service.IMAP));
        int before = fixture.searches.get();
        left(maps.authenticate("anna", ANY, Service.IMAP));
        left(maps.authenticate("anna", new Secret("another"), Service.IMAP));
        assertTrue(maps.cachedAuthenticate("anna", ANY, Service.IMAP).orElseThrow() instanceof LeftToNode);
        assertEquals(before, fixture.searches.get());
    }

    @Test
    void whileTheDirectoryIsAwayTheNodeIsAskedAllTheSame() {
        left(maps.authenticate("anna", ANY, Service.IMAP));
        fixture.pass(Duration.ofHours(1));
        fixture.failSearches(OptionalInt.of(ResultCode.UNAVAILABLE_INT_VALUE));
        assertTrue(left(maps.authenticate("anna", ANY, Service.IMAP)).degraded());
        assertInstanceOf(Unavailable.class, maps.authenticate("bob", ANY, Service.IMAP));
    }

    @Test
    void mechanismsThatShowNoPasswordAreRefusedAsForNobody() {
        ChallengeDigest digest = new ChallengeDigest("anna", "<1@x>", new byte[16]);
        assertEquals(NO, maps.authenticate(digest, Service.IMAP));
        assertEquals(
                maps.keys("nobody", ScramHash.SHA_256).orElseThrow().iterations(),
                maps.keys("anna", ScramHash.SHA_256).orElseThrow().iterations());
    }

    @Test
    void whoeverVouchesForTheUserIsBelieved() {
        Identity anna = maps.identify("anna", Service.IMAP);
        assertInstanceOf(Granted.class, anna.by(Logins.Shown.VOUCHED));
    }

    @Test
    void theOperatorSeesWhoChecks() {
        Prospect.Known anna =
                assertInstanceOf(Prospect.Known.class, maps.prospects().of("anna", Use.LOGIN));
        assertEquals(Proof.NODE, anna.proof());
        LoginExplanation explained = maps.explainLogin("anna");
        assertInstanceOf(LeftToNode.class, explained.said().get(Service.IMAP));
        assertEquals(
                "has anna@example.net, whose node checks passwords",
                explained.tried().getFirst().finding());
    }

    @Test
    void lineOfAFileMayLeaveItToo() throws Exception {
        Path users = Files.writeString(temp.resolve("users"), """
                cid@example.net * store1 alias=c.id@example.net
                dan@example.net - store1
                eve@example.net secret store1
                /.*@example\\.net/ * store2
                """);
        UserMapSettings file = new UserMapSettings.File("file", Domains.of("example.net"), users);
        try (UserMaps other = fixture.mapping(file)) {
            assertEquals(
                    "store1",
                    left(other.authenticate("cid", ANY, Service.IMAP)).route().target());
            assertEquals(
                    "store1",
                    left(other.authenticate("c.id", ANY, Service.IMAP)).route().target());
            assertEquals(
                    "store2",
                    left(other.authenticate("any", ANY, Service.IMAP)).route().target());
            assertEquals(NO, other.authenticate("cid", new Secret(""), Service.IMAP));
            assertEquals(NO, other.authenticate("dan", ANY, Service.IMAP));
            assertEquals(NO, other.authenticate("eve", ANY, Service.IMAP));
            assertInstanceOf(Granted.class, other.authenticate("eve", new Secret("secret"), Service.IMAP));
            assertEquals(NO, other.authenticate(new ChallengeDigest("cid", "<1@x>", new byte[16]), Service.IMAP));
        }
    }
}
