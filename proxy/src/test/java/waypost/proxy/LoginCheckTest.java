package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Generation;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Identity;
import waypost.mapping.Logins;
import waypost.mapping.Residence;
import waypost.mapping.Route;
import waypost.mapping.Service;
import waypost.oauth.TokenAnswer;
import waypost.oauth.TokenCheck;
import waypost.protocol.login.Credentials;

class LoginCheckTest {
    private static final Answer NO = new Answer.Refused(Answer.Kind.CREDENTIALS);

    private static final ScramKeys KEYS = new ScramKeys(
            ScramHash.SHA_1, new byte[1], 1, new byte[ScramHash.SHA_1.length()], new byte[ScramHash.SHA_1.length()]);

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final LoginCheck check =
            new LoginCheck(new Users(), new FakeLogins(), Optional.of(new Tokens()), new NoSecrets());

    private static final class Users extends NoMapping {
        @Override
        public Identity identify(String user, Service service) {
            return switch (user) {
                case "anna@example.net", "a.nna@example.net" -> new Identity.Known(granted("anna"));
                case "bob@example.net" -> new Identity.Known(granted("bob"));
                case "carol@example.net" -> new Identity.Known(granted("carol"));
                case "off@example.net", "o.ff@example.net" -> off("off");
                case "left@example.net" -> off("left");
                case "away@example.net" -> new Identity.Nobody(new Answer.Unavailable("away"));
                default -> new Identity.Nobody(new Answer.Unknown());
            };
        }

        private static Identity off(String name) {
            return new Identity.Barred(granted(name).residence(), new Answer.Refused(Answer.Kind.DISABLED));
        }

        @Override
        public Answer proven(String user, ScramKeys by, Service service) {
            return identify(user, service).by(Logins.Shown.VOUCHED);
        }
    }

    private static final class Tokens implements TokenCheck {
        @Override
        public TokenAnswer check(Secret token) {
            return answer(token);
        }

        @Override
        public Optional<TokenAnswer> cached(Secret token) {
            return Optional.empty();
        }
    }

    private static Answer.Granted granted(String name) {
        return new Answer.Granted(
                new AccountName(name, "example.net"),
                new DirectoryId("id-" + name),
                new Route("store1", OptionalLong.empty()),
                Set.of(Service.IMAP),
                AccountLimits.NONE,
                "test",
                Instant.EPOCH,
                false,
                new Answer.Basis(
                        new AccountName(name, "example.net"), Generation.NONE, Optional.of(Logins.Shown.VOUCHED)));
    }

    private static TokenAnswer answer(Secret token) {
        return switch (token.value()) {
            case "bad" -> new TokenAnswer.Refused("expired");
            case "issuer-away" -> new TokenAnswer.Unavailable("the issuer is away");
            case String user -> new TokenAnswer.User(user + "@example.net", Instant.MAX, Set.of());
        };
    }

    private Answer token(String authorize, String token) {
        Credentials shown = new Credentials.Token(authorize, new Secret(token));
        assertEquals(Optional.empty(), check.cached(shown, Service.IMAP));
        return check.ask(shown, Service.IMAP, HERE);
    }

    @ParameterizedTest
    @CsvSource({
        "'', anna",
        "anna@example.net, anna",
        "Anna@Example.NET, anna",
        "a.nna@example.net, anna",
    })
    void aTokenOpensTheAccountOfItsUserByWhateverName(String authorize, String token) {
        assertEquals(granted("anna"), token(authorize, token));
    }

    @Test
    void aTokenOpensNoOtherAccount() {
        assertEquals(NO, token("bob@example.net", "anna"));
        assertEquals(new Answer.Unknown(), token("nobody@example.net", "anna"));
        assertEquals(new Answer.Unknown(), token("", "nobody"));
    }

    private Answer vouched(String authorize, String... names) {
        return check.ask(new Credentials.Vouched(List.of(names), authorize), Service.IMAP, HERE);
    }

    private static final String ANNA = "anna@example.net";
    private static final String BOB = "bob@example.net";

    @Test
    void whoIsVouchedForByOneNameIsThatUser() {
        assertEquals(granted("anna"), vouched("", ANNA));
        assertEquals(granted("anna"), vouched("ANNA@Example.net", ANNA));
        assertEquals(granted("anna"), vouched("a.nna@example.net", ANNA));
        assertEquals(NO, vouched(BOB, ANNA));
        assertEquals(new Answer.Unknown(), vouched("", "nobody@example.net"));
        assertEquals(new Answer.Unknown(), vouched("nobody@example.net", ANNA));
    }

    @Test
    void whoIsVouchedForBySeveralNamesChoosesOne() {
        assertEquals(NO, vouched("", ANNA, BOB));
        assertEquals(granted("anna"), vouched(ANNA, ANNA, BOB));
        assertEquals(granted("anna"), vouched("a.nna@example.net", BOB, ANNA));
        assertEquals(granted("bob"), vouched("Bob@example.net", ANNA, BOB));
        assertEquals(NO, vouched("carol@example.net", ANNA, BOB));
        assertInstanceOf(Answer.Unavailable.class, vouched("carol@example.net", ANNA, "away@example.net"));
        assertEquals(granted("anna"), vouched("a.nna@example.net", "away@example.net", ANNA));
    }

    /** An account's state is told to its user and to nobody else. */
    @Test
    void whoIsVouchedForHearsOfNobodyElse() {
        assertEquals(NO, vouched("off@example.net", ANNA));
        assertEquals(new Answer.Refused(Answer.Kind.DISABLED), vouched("off@example.net", "off@example.net"));
        assertEquals(new Answer.Refused(Answer.Kind.DISABLED), vouched("o.ff@example.net", "off@example.net"));
        assertEquals(NO, vouched("left@example.net", "off@example.net"));
    }

    @Test
    void whoIsVouchedForIsFoundInMemory() {
        LoginCheck remembers = new LoginCheck(
                new NoMapping() {
                    @Override
                    public Optional<Identity> cachedIdentify(String user, Service service) {
                        return Optional.of(new Identity.Known(granted(user)));
                    }
                },
                new FakeLogins(),
                Optional.empty(),
                new NoSecrets());
        assertEquals(
                Optional.of(granted("anna")),
                remembers.cached(new Credentials.Vouched(List.of("anna"), ""), Service.IMAP));
        assertEquals(Optional.empty(), remembers.cached(new Credentials.Vouched(List.of("anna"), "x"), Service.IMAP));
        assertEquals(
                Optional.empty(), remembers.cached(new Credentials.Vouched(List.of("anna", "b"), ""), Service.IMAP));
    }

    @Test
    void aTokenThatIsRefusedAsksTheMappingNothing() {
        LoginCheck asksNothing =
                new LoginCheck(new NoMapping(), new FakeLogins(), Optional.of(new Tokens()), new NoSecrets());
        assertEquals(
                NO, asksNothing.ask(new Credentials.Token("anna@example.net", new Secret("bad")), Service.IMAP, HERE));
        assertEquals(
                NO,
                new LoginCheck(new NoMapping(), new FakeLogins(), Optional.empty(), new NoSecrets())
                        .ask(new Credentials.Token("", new Secret("anna")), Service.IMAP, HERE));
    }

    @Test
    void whoCannotBeAskedIsNobodysFault() {
        assertInstanceOf(Answer.Unavailable.class, token("", "issuer-away"));
        assertInstanceOf(Answer.Unavailable.class, token("", "away"));
        assertInstanceOf(Answer.Unavailable.class, token("away@example.net", "anna"));
    }

    @Test
    void stateIsToldToWhoHasShownWhoHeIs() {
        assertEquals(new Answer.Refused(Answer.Kind.DISABLED), token("", "off"));
        assertEquals(
                new Answer.Refused(Answer.Kind.DISABLED),
                check.ask(new Credentials.Proven("", "off@example.net", KEYS), Service.IMAP, HERE));
    }

    /** SCRAM shows no place for a code; whoever issues tokens asks for what it wants. */
    @Test
    void whoHasASecondFactorShowsMoreThanThatHeKnowsThePassword() {
        NoSecrets factor = new NoSecrets() {
            @Override
            public Optional<Held> remembered(DirectoryId account) {
                return Optional.of(new Held(true, Set.of()));
            }

            @Override
            public Optional<Held> held(Residence account) {
                return remembered(account.id());
            }
        };
        LoginCheck strict = new LoginCheck(new Users(), new FakeLogins(), Optional.of(new Tokens()), factor);
        Answer refused = new Answer.Refused(Answer.Kind.SECOND_FACTOR);
        Credentials proven = new Credentials.Proven("", "anna@example.net", KEYS);
        assertEquals(refused, strict.ask(proven, Service.IMAP, HERE));
        assertEquals(granted("anna"), strict.ask(new Credentials.Token("", new Secret("anna")), Service.IMAP, HERE));
    }

    /** RFC 4616 §2. */
    @Test
    void nobodyActsAsAnother() {
        Secret secret = new Secret("x");
        assertEquals(Optional.of(NO), check.cached(new Credentials.Password("bob", "anna", secret), Service.IMAP));
        assertEquals(Optional.of(NO), check.cached(new Credentials.Proven("bob", "anna", KEYS), Service.IMAP));
        assertEquals(Optional.of(NO), check.cached(new Credentials.External("anna@example.net"), Service.IMAP));
    }
}
