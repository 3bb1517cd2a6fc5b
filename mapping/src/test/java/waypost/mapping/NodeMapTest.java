package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.LeftToNode;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.Logins.Ended;
import waypost.mapping.Prospect.Use;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** Names that no map has, in domains whose other names a node may have. */
class NodeMapTest {
    private static final Secret ANY = new Secret("whatever");
    private static final UserMapSettings NODE =
            new UserMapSettings.Node("old", Domains.of("example.net", "example.biz"), "f1");

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        maps = fixture.mapping(NODE, directory(CatchAll.OFF));
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private static UserMapSettings directory(CatchAll catchAll) {
        return new UserMapSettings.Directory(
                "subscribers", Domains.of("example.net"), "main", Proof.STORED_HASH, Several.UNAVAILABLE, catchAll);
    }

    /** An account and where it is, or why there is none. */
    private static String said(Answer answer) {
        return switch (answer) {
            case Granted account -> account.name() + " " + account.directoryId() + " " + account.route();
            case LeftToNode(var account) -> "left " + said(account);
            case Refused(var kind) -> kind.name();
            case Unknown() -> "UNKNOWN";
            case Unavailable _ -> "UNAVAILABLE";
        };
    }

    private String logIn(String user, String password) {
        return said(maps.authenticate(user, new Secret(password), Service.IMAP));
    }

    @Test
    void mailForThemIsTheNodesEachByItsOwnName() {
        for (int i = 0; i < 2; i++) {
            assertEquals("bob@example.net bob@example.net f1", said(maps.locate("bob")));
            assertEquals("cid@example.net cid@example.net f1", said(maps.locate("cid")));
            assertEquals("any@example.biz any@example.biz f1", said(maps.locate("any@example.biz")));
            assertEquals("UNKNOWN", said(maps.locate("bob@example.com")));
        }
        assertEquals("store1", ((Granted) maps.locate("anna")).route().target());
        int before = fixture.searches.get();
        assertEquals(
                "bob@example.net bob@example.net f1",
                said(maps.cachedLocate("bob").orElseThrow()));
        assertEquals(before, fixture.searches.get());
    }

    @Test
    void aCatchAllGoesBefore() throws Exception {
        fixture.add("rest", "mail: rest@example.net", "mailLocalAddress: @example.net", "mailHost: store2");
        try (UserMaps others = fixture.mapping(directory(CatchAll.ON), NODE)) {
            assertEquals("store2", ((Granted) others.locate("bob")).route().target());
        }
    }

    @Test
    void whileTheDirectoryCannotSayNobodyIsTheNodes() {
        fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
        assertEquals("UNAVAILABLE", said(maps.locate("bob")));
        assertEquals("UNAVAILABLE", logIn("bob", "whatever"));
    }

    /** One of whom a directory has lost the entry is not somebody else's user at once. */
    @Test
    void whoIsMissingIsPutOffBeforeItIsBelieved() throws Exception {
        fixture.add("bob", "mail: bob@example.net", "mailHost: store1", "userPassword: secret");
        assertInstanceOf(Granted.class, maps.locate("bob"));
        fixture.server.delete("uid=bob,dc=waypost");
        fixture.pass(Duration.ofMinutes(6));
        assertEquals("UNAVAILABLE", said(maps.locate("bob")));
        assertEquals("UNAVAILABLE", logIn("bob", "secret"));
        fixture.pass(Duration.ofMinutes(11));
        assertEquals("bob@example.net bob@example.net f1", said(maps.locate("bob")));
        assertEquals("left bob@example.net bob@example.net f1", logIn("bob", "secret"));
    }

    @Test
    void logInsByThemAreTheNodesToJudge() {
        for (int i = 0; i < 2; i++) {
            assertEquals("left bob@example.net bob@example.net f1", logIn("bob", "whatever"));
            assertEquals("UNKNOWN", logIn("bob@example.com", "whatever"));
        }
        assertEquals("CREDENTIALS", logIn("anna", "whatever"));
        assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("bob", new Secret(""), Service.IMAP));
        assertInstanceOf(
                Answer.Denied.class,
                maps.authenticate(new ChallengeDigest("bob", "<1@x>", new byte[16]), Service.IMAP));
        assertInstanceOf(Answer.Denied.class, maps.identify("bob", Service.IMAP).by(Logins.Shown.VOUCHED));
    }

    @Test
    void whoHasComeIntoTheDirectoryIsAskedForThere() throws Exception {
        assertEquals("left bob@example.net bob@example.net f1", logIn("bob", "secret"));
        fixture.add("bob", "mail: bob@example.net", "mailHost: store1", "userPassword: secret");
        assertEquals(
                "store1",
                ((Granted) maps.authenticate("bob", new Secret("secret"), Service.IMAP))
                        .route()
                        .target());
        assertEquals("CREDENTIALS", logIn("bob", "whatever"));
    }

    /** The directory has nothing to say of them. */
    @Test
    void sessionsGoOn() {
        LiveLogins logins = (LiveLogins) maps.liveLogins();
        Logins.Claim claim = new Logins.Claim(Service.IMAP, logins.moment());
        LeftToNode bob = assertInstanceOf(LeftToNode.class, maps.authenticate("bob", ANY, Service.IMAP));
        CompletableFuture<Ended> ended = new CompletableFuture<>();
        logins.begin(bob.account(), claim, ended::complete);
        logins.anyChanged();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!logins.idle()) {
                Thread.onSpinWait();
            }
        });
        assertFalse(ended.isDone());
    }

    @Test
    void theOperatorSeesIt() {
        Prospects prospects = maps.prospects();
        for (Use use : Use.values()) {
            Prospect.Known bob = assertInstanceOf(Prospect.Known.class, prospects.of("bob", use));
            assertEquals("f1", bob.route().target());
        }
        assertEquals(
                "store1",
                ((Prospect.Known) prospects.of("anna", Use.LOGIN)).route().target());
        assertEquals(
                "bob@example.net bob@example.net f1", said(maps.explain("bob").answer()));
        assertEquals(
                "left bob@example.net bob@example.net f1",
                said(Optional.ofNullable(maps.explainLogin("bob").given().get(Service.IMAP))
                        .orElseThrow()));
        assertEquals(
                List.of("does not have it", "leaves it to f1, if no map has it"),
                Stream.of("subscribers", "old")
                        .map(name -> maps.explainLogin("bob").tried().stream()
                                .filter(tried -> tried.map().equals(name))
                                .findFirst()
                                .orElseThrow()
                                .finding())
                        .toList());
    }
}
