package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Generation;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Identity;
import waypost.mapping.Logins;
import waypost.mapping.Residence;
import waypost.mapping.Route;
import waypost.mapping.Service;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsSaid;

/** What is asked of whom when a password is shown, and what becomes of the answers. */
class PasswordLoginsTest {
    private static final String APP = "wp-k3mn-aaaa-bbbb-cccc-dddd";
    private static final String OTHER_APP = "wp-k3mn-zzzz-zzzz-zzzz-zzzz";
    private static final Set<String> STATES = Set.of("disabled", "locked", "expired");

    private final Directory directory = new Directory();
    private final Nodes nodes = new Nodes();
    private final PasswordLogins logins = new PasswordLogins(directory, nodes);

    /** Anna's password is "secret", and that of pin is "pin123456". */
    private static final class Directory extends NoMapping {
        private final List<String> shown = new ArrayList<>();
        private boolean away;

        @Override
        public Answer authenticate(String user, Secret password, Service service) {
            shown.add(password.value());
            if (away) {
                return new Answer.Unavailable("away");
            }
            String right = user.equals("pin") ? "pin123456" : "secret";
            if (user.equals("nobody")) {
                return new Answer.Unknown();
            }
            return password.value().equals(right) ? known(user) : new Answer.Refused(Answer.Kind.CREDENTIALS);
        }

        @Override
        public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
            return Optional.of(authenticate(user, password, service));
        }

        @Override
        public Identity identify(String user, Service service) {
            if (away) {
                return new Identity.Nobody(new Answer.Unavailable("away"));
            }
            return switch (known(user)) {
                case Answer.Granted account -> new Identity.Known(account);
                case Answer.Refused why -> new Identity.Barred(granted(user).residence(), why);
                case Answer.Denied why -> new Identity.Nobody(why);
            };
        }

        private static Answer.Settled known(String user) {
            if (STATES.contains(user)) {
                return new Answer.Refused(Answer.Kind.valueOf(user.toUpperCase(Locale.ROOT)));
            }
            return user.equals("nobody") ? new Answer.Unknown() : granted(user);
        }

        @Override
        public Optional<Identity> cachedIdentify(String user, Service service) {
            return Optional.of(identify(user, service));
        }
    }

    private static Answer.Granted granted(String user) {
        AccountName name = new AccountName(user, "example.net");
        return new Answer.Granted(
                name,
                new DirectoryId("id-" + user),
                new Route("store1", OptionalLong.empty()),
                Set.of(Service.IMAP),
                AccountLimits.NONE,
                "test",
                Instant.EPOCH,
                false,
                new Answer.Basis(name, Generation.NONE, Optional.of(Logins.Shown.PASSWORD)));
    }

    /** Every account has the app password; the codes are good once. */
    private static final class Nodes implements AccountSecrets {
        private final Map<DirectoryId, Boolean> factors = new HashMap<>();
        private final List<SecretsAsked> asked = new ArrayList<>();
        private SecretsSaid app = new SecretsSaid.Right();
        private String code = "654321";
        private boolean away;
        private boolean remembers;

        private Held held(DirectoryId id) {
            return new Held(factors.getOrDefault(id, false), Set.of("k3mn"));
        }

        @Override
        public Optional<Held> remembered(DirectoryId account) {
            return remembers ? Optional.of(held(account)) : Optional.empty();
        }

        @Override
        public Optional<Held> held(Residence account) {
            return away ? remembered(account.id()) : Optional.of(held(account.id()));
        }

        @Override
        public SecretsSaid ask(Residence account, SecretsAsked question) {
            asked.add(question);
            return away ? new SecretsSaid.Unsure() : answer(question);
        }

        private SecretsSaid answer(SecretsAsked question) {
            return switch (question) {
                case SecretsAsked.Which(), SecretsAsked.Newer() -> throw new AssertionError("that is held()");
                case SecretsAsked.Code(var shown) -> {
                    boolean right = shown.value().equals(code);
                    code = right ? "used" : code;
                    yield right ? new SecretsSaid.Right() : new SecretsSaid.Wrong();
                }
                case SecretsAsked.App(var password, var _, var _) ->
                    password.whole().value().equals(APP) ? app : new SecretsSaid.Wrong();
            };
        }
    }

    @BeforeEach
    void someHaveASecondFactor() {
        for (String user : List.of("totp", "pin")) {
            nodes.factors.put(new DirectoryId("id-" + user), user.equals("totp"));
        }
    }

    private Answer ask(String user, String password) {
        return logins.ask(user, new Secret(password), Service.IMAP, InetAddress.getLoopbackAddress());
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Granted granted -> granted.basis().shown().orElseThrow().toString();
            case Answer.Refused(var kind) -> kind.name();
            case Answer.LeftToNode _ -> "LEFT";
            case Answer.Unknown _ -> "UNKNOWN";
            case Answer.Unavailable _ -> "LATER";
        };
    }

    @ParameterizedTest(name = "{0} shows {1}: {2}, and the directory is shown [{3}]")
    @CsvSource({
        "anna, secret, Password[], secret",
        "anna, wrong, CREDENTIALS, wrong",
        "anna, secret654321, CREDENTIALS, secret654321",
        "nobody, secret, UNKNOWN, secret",
        "nobody, secret654321, UNKNOWN, secret654321",
        "totp, secret, SECOND_FACTOR, secret",
        "totp, wrong, CREDENTIALS, wrong",
        "totp, secret654321, PasswordAndCode[], secret",
        "totp, secret000000, CREDENTIALS, secret",
        "totp, wrong654321, CREDENTIALS, wrong",
        "totp, 654321, CREDENTIALS, 654321",
        "pin, pin123456, Password[], pin123456",
        "disabled, secret, DISABLED, secret",
        "disabled, secret654321, CREDENTIALS, secret654321",
        "locked, secret, LOCKED, secret",
        "locked, wrong, CREDENTIALS, wrong",
        "anna, wp-k3mn-aaaa-bbbb-cccc-dddd, AppPassword[id=k3mn], ''",
        "totp, wp-k3mn-aaaa-bbbb-cccc-dddd, AppPassword[id=k3mn], ''",
        "anna, WP-K3MN-AAAA-BBBB-CCCC-DDDD, AppPassword[id=k3mn], ''",
        "anna, wp-k3mn-zzzz-zzzz-zzzz-zzzz, CREDENTIALS, ''",
        "nobody, wp-k3mn-aaaa-bbbb-cccc-dddd, UNKNOWN, ''",
        "disabled, wp-k3mn-aaaa-bbbb-cccc-dddd, DISABLED, ''",
        "locked, wp-k3mn-aaaa-bbbb-cccc-dddd, LOCKED, ''",
        "locked, wp-k3mn-zzzz-zzzz-zzzz-zzzz, CREDENTIALS, ''",
        "expired, wp-k3mn-aaaa-bbbb-cccc-dddd, EXPIRED, ''",
    })
    void whoIsAskedWhat(String user, String password, String answer, String shown) {
        assertEquals(answer, word(ask(user, password)));
        assertEquals(shown, String.join(" ", directory.shown));
    }

    @Test
    void aCodeIsGoodOnceAndNotUsedUpByAWrongPassword() {
        assertEquals("CREDENTIALS", word(ask("totp", "wrong654321")));
        assertEquals(List.of(), nodes.asked);
        assertEquals("PasswordAndCode[]", word(ask("totp", "secret654321")));
        assertEquals("CREDENTIALS", word(ask("totp", "secret654321")));
    }

    @ParameterizedTest
    @CsvSource({
        "anna, secret",
        "anna, secret654321",
        "totp, secret",
        "totp, secret654321",
        "anna, wp-k3mn-aaaa-bbbb-cccc-dddd",
        "anna, wp-k3mn-zzzz-zzzz-zzzz-zzzz",
        "locked, wp-k3mn-aaaa-bbbb-cccc-dddd",
    })
    void aNodeThatIsAwayIsNobodysFault(String user, String password) {
        nodes.away = true;
        assertEquals("LATER", word(ask(user, password)));
    }

    @Test
    void whoHasNoSecondFactorLogsInWhileTheNodeIsAway() {
        nodes.away = true;
        nodes.remembers = true;
        assertEquals("Password[]", word(ask("anna", "secret")));
        assertEquals("Password[]", word(ask("pin", "pin123456")));
        assertEquals("SECOND_FACTOR", word(ask("totp", "secret")));
        assertEquals("LATER", word(ask("totp", "secret654321")));
        assertEquals("LATER", word(ask("anna", APP)));
    }

    @Test
    void aDirectoryThatIsAwayIsNobodysFault() {
        directory.away = true;
        for (String password : List.of("secret", "secret654321", APP)) {
            assertEquals("LATER", word(ask("totp", password)), password);
        }
        assertEquals(List.of(), nodes.asked);
    }

    @Test
    void whatAnAppPasswordIsNotForIsToldToWhoHasIt() {
        nodes.app = new SecretsSaid.OutOfScope();
        assertEquals("SERVICE", word(ask("anna", APP)));
        nodes.app = new SecretsSaid.Expired();
        assertEquals("EXPIRED", word(ask("anna", APP)));
        assertEquals("CREDENTIALS", word(ask("anna", OTHER_APP)));
    }

    @ParameterizedTest(name = "{0} shows {1}, node remembered: {2}")
    @CsvSource({
        "anna, secret, true, Password[]",
        "anna, secret, false, ASK",
        "anna, wrong, false, CREDENTIALS",
        "totp, secret, true, SECOND_FACTOR",
        "totp, secret654321, true, ASK",
        "pin, pin123456, true, Password[]",
        "pin, pin123456, false, ASK",
        "nobody, secret654321, true, ASK",
        "anna, wp-k3mn-aaaa-bbbb-cccc-dddd, true, ASK",
    })
    void whatNeedsNobodyToBeAsked(String user, String password, boolean remembers, String expected) {
        nodes.remembers = remembers;
        Optional<Answer> known = logins.cached(user, new Secret(password), Service.IMAP);
        assertEquals(expected, known.map(PasswordLoginsTest::word).orElse("ASK"));
        assertEquals(List.of(), nodes.asked);
    }
}
