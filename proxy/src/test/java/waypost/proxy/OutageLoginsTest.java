package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.AddressSettings.LocalParts;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.Secret;
import waypost.mapping.AccountClasses;
import waypost.mapping.Answer;
import waypost.mapping.CacheSettings;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Logins.Shown;
import waypost.mapping.MappingSettings;
import waypost.mapping.Residence;
import waypost.mapping.Routes;
import waypost.mapping.Service;
import waypost.mapping.UserDirectory;
import waypost.mapping.UserMapSettings;
import waypost.mapping.UserMaps;
import waypost.oauth.TokenAnswer;
import waypost.oauth.TokenCheck;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsSaid;
import waypost.protocol.login.Credentials;

/**
 * Every way to log in, with what is right and with what is not, by users who were there before, while the directory is away, too busy, or misses so many
 * that it is not believed: who has shown nothing that is right is let in at no time, and the state that an account was known to be in is obeyed.
 */
class OutageLoginsTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final Secret ADMIN = new Secret("adminpw");
    private static final AddressRules RULES = new AddressRules(
            new AddressSettings(Optional.of("example.net"), Map.of(), Map.of(), "+", LocalParts.CASE_MAPPED));

    /** LATER: unavailable; GUESS: the same, and counted as a guess; OLD: granted by what was known. */
    private static final String TABLE = """
            way              shown           well         away         busy         suspect      locked
            PLAIN            right           PASSWORD     OLD          OLD          OLD          LOCKED
            PLAIN            wrong           CREDENTIALS  GUESS        GUESS        GUESS        GUESS
            PLAIN            empty           CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS
            SCRAM            right           PASSWORD     OLD          OLD          OLD          LOCKED
            SCRAM            wrong           CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS
            CRAM-MD5         right           PASSWORD     LATER        LATER        LATER        LATER
            CRAM-MD5         wrong           CREDENTIALS  LATER        LATER        LATER        LATER
            CRAM-MD5         empty           CREDENTIALS  LATER        LATER        LATER        LATER
            OAUTHBEARER      right           VOUCHED      OLD          OLD          OLD          LOCKED
            OAUTHBEARER      wrong           CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS
            OAUTHBEARER      other's         CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS
            EXTERNAL/GSSAPI  right           VOUCHED      OLD          OLD          OLD          LOCKED
            EXTERNAL/GSSAPI  other's         CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS
            app password     right           APP          OLD          OLD          OLD          LOCKED
            app password     wrong           CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS
            TOTP             right           CODE         OLD          OLD          OLD          LOCKED
            TOTP             wrong code      CREDENTIALS  CREDENTIALS  CREDENTIALS  CREDENTIALS  LOCKED
            TOTP             wrong password  CREDENTIALS  GUESS        GUESS        GUESS        GUESS
            TOTP             no code         SECOND       SECOND       SECOND       SECOND       LOCKED
            """;

    /** What becomes of the directory behind users who have logged in. */
    private enum Illness {
        WELL,
        AWAY,
        BUSY,
        SUSPECT,
        /** It says that the account is locked, and is away then. */
        LOCKED
    }

    private final List<String> users = Stream.concat(
                    IntStream.range(0, 25).mapToObj(i -> "user" + i), Stream.of("anna", "bob", "totp"))
            .toList();
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private final Ticker ticker = nanos::get;
    private final AtomicReference<Optional<ResultCode>> failing = new AtomicReference<>(Optional.empty());
    private InMemoryDirectoryServer server;
    private UserMaps maps;
    private LoginCheck check;

    @BeforeEach
    void users() throws Exception {
        var config = new InMemoryDirectoryServerConfig("dc=waypost");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=admin,dc=waypost", ADMIN.value());
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                if (failing.get().isPresent()) {
                    throw new LDAPException(failing.get().get());
                }
            }
        });
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=waypost", "objectClass: top", "objectClass: domain", "dc: waypost");
        server.startListening();
        for (String user : users) {
            add(user);
        }
        maps = open();
        check = new LoginCheck(maps, maps.liveLogins(), Optional.of(new Tokens()), new Nodes());
    }

    private void add(String user) throws Exception {
        server.add(
                "dn: uid=" + user + ",dc=waypost",
                "objectClass: top",
                "objectClass: inetOrgPerson",
                "objectClass: inetLocalMailRecipient",
                "objectClass: waypostAccount",
                "uid: " + user,
                "cn: " + user,
                "sn: " + user,
                "mail: " + user + "@example.net",
                "mailHost: store1",
                "userPassword: pencil");
    }

    private UserMaps open() throws Exception {
        URI uri = URI.create("ldap://127.0.0.1:" + server.getListenPort());
        var directory = DirectorySettings.plain(
                "main", uri, Optional.of(new ServiceBind.Simple("cn=admin,dc=waypost", ADMIN)), "dc=waypost");
        var map = new UserMapSettings.Directory(
                "subscribers",
                UserMapSettings.Domains.of("example.net"),
                "main",
                UserMapSettings.Proof.STORED_HASH,
                UserMapSettings.Several.UNAVAILABLE,
                UserMapSettings.CatchAll.OFF);
        var settings = new MappingSettings(
                List.of(UserDirectory.usual(directory)),
                List.of(map),
                Routes.to("store1"),
                AccountClasses.NONE,
                CacheSettings.STANDARD);
        SSLContext usual = SSLContext.getDefault();
        return UserMaps.open(
                settings, RULES, _ -> usual, () -> START.plusNanos(nanos.get()), ticker, new SplittableRandom(3));
    }

    @AfterEach
    void close() {
        maps.close();
        server.shutDown(true);
    }

    /** A token is the name of its user. */
    private static final class Tokens implements TokenCheck {
        @Override
        public TokenAnswer check(Secret token) {
            return token.value().equals("forged")
                    ? new TokenAnswer.Refused("forged")
                    : new TokenAnswer.User(token.value(), Instant.MAX, Set.of());
        }

        @Override
        public Optional<TokenAnswer> cached(Secret token) {
            return Optional.empty();
        }
    }

    /** Everybody has the app password, and one a second factor, whose code is always the same. */
    private static final class Nodes implements AccountSecrets {
        @Override
        public Optional<Held> remembered(DirectoryId account) {
            return Optional.empty();
        }

        @Override
        public Optional<Held> held(Residence account) {
            return Optional.of(new Held(account.name().local().equals("totp"), Set.of("k3mn")));
        }

        @Override
        public SecretsSaid ask(Residence account, SecretsAsked asked) {
            boolean right = switch (asked) {
                case SecretsAsked.Code(var code) -> code.value().equals("654321");
                case SecretsAsked.App(var shown, var _, var _) ->
                    shown.whole().value().equals(Showing.APP);
                case SecretsAsked.Which(), SecretsAsked.Newer() -> throw new AssertionError("that is held()");
            };
            return right ? new SecretsSaid.Right() : new SecretsSaid.Wrong();
        }
    }

    private String answer(String way, String what) throws GeneralSecurityException {
        Credentials credentials = new Showing(maps).shows(way, what);
        Optional<Answer> cached = check.cached(credentials, Service.IMAP);
        Answer answer = cached.isPresent()
                ? cached.get()
                : check.ask(credentials, Service.IMAP, InetAddress.getLoopbackAddress());
        return word(answer);
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Granted granted when granted.degraded() -> "OLD";
            case Answer.Granted granted ->
                switch (granted.basis().shown().orElseThrow()) {
                    case Shown.Password() -> "PASSWORD";
                    case Shown.PasswordAndCode() -> "CODE";
                    case Shown.AppPassword(var _) -> "APP";
                    case Shown.Vouched() -> "VOUCHED";
                };
            case Answer.Refused(var kind) -> kind == Answer.Kind.SECOND_FACTOR ? "SECOND" : kind.name();
            case Answer.LeftToNode _ -> "LEFT";
            case Answer.Unknown _ -> "UNKNOWN";
            case Answer.Unavailable(var _, var known) ->
                switch (known) {
                    case UNSAID -> "LATER";
                    case ANOTHER -> "GUESS";
                };
        };
    }

    /** All who are asked about are known by every way. */
    private void everybodyLogsIn() throws GeneralSecurityException {
        users.forEach(maps::locate);
        for (String user : List.of("anna", "bob", "totp")) {
            maps.authenticate(user, new Secret("pencil"), Service.IMAP);
            maps.keys(user, ScramHash.SHA_256);
        }
        maps.identify("anna@example.net", Service.IMAP);
        maps.identify("bob@example.net", Service.IMAP);
    }

    private void befalls(Illness illness) throws Exception {
        switch (illness) {
            case WELL -> {}
            case AWAY -> failing.set(Optional.of(ResultCode.UNAVAILABLE));
            case BUSY -> failing.set(Optional.of(ResultCode.BUSY));
            case SUSPECT -> {
                for (String user : users) {
                    server.delete("uid=" + user + ",dc=waypost");
                }
            }
            case LOCKED -> {
                for (String user : List.of("anna", "totp")) {
                    server.modify(
                            "dn: uid=" + user + ",dc=waypost",
                            "changetype: modify",
                            "add: waypostState",
                            "waypostState: locked");
                }
                lookedUpInAnHour();
                failing.set(Optional.of(ResultCode.UNAVAILABLE));
            }
        }
        lookedUpInAnHour();
    }

    private void lookedUpInAnHour() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        users.forEach(maps::locate);
    }

    @Test
    void whoIsLetIn() throws Exception {
        List<String[]> rows = new ArrayList<>();
        TABLE.lines().skip(1).forEach(line -> rows.add(line.trim().split(" {2,}")));
        List<String> expected = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        for (Illness illness : Illness.values()) {
            close();
            failing.set(Optional.empty());
            users();
            everybodyLogsIn();
            befalls(illness);
            for (String[] row : rows) {
                String what = illness + ": " + row[0] + ", " + row[1] + ": ";
                String answer = answer(row[0], row[1]);
                expected.add(what + row[2 + illness.ordinal()]);
                heard.add(what + answer);
                boolean let =
                        Set.of("OLD", "PASSWORD", "CODE", "APP", "VOUCHED").contains(answer);
                assertFalse(let && !row[1].equals("right"), what + answer);
            }
        }
        assertEquals(String.join("\n", expected), String.join("\n", heard));
    }
}
