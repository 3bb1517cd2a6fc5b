package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.AddressSettings.LocalParts;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Service;
import waypost.net.Gatekeeper.Client;
import waypost.net.Peer;
import waypost.protocol.login.Credentials;

/** The spellings of the table that {@code AddressRules} are tested with: those of one name are one account to whoever counts guesses. */
class GuardedNamesTest {
    private static final Path TABLE = Path.of(
            System.getProperty("waypost.repository"), "core/identity/src/test/resources/waypost/identity/names.txt");
    private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4})}");
    private static final AddressRules RULES = new AddressRules(new AddressSettings(
            Optional.of("example.net"),
            Map.of("example.org", "example.net", "corp.local", "example.net", "b\u00fccher.example", "m\u00fcnchen.de"),
            Map.of("Corp", "example.net"),
            "+",
            LocalParts.CASE_MAPPED));

    private static final AccountName ANNA = new AccountName("anna", "example.net");

    /** Names of hers that only the directory knows. */
    private static final Set<String> ALIASES = Set.of("a.nna", "anna1970", "office");

    /** A spelling, and the name that it leads to. */
    record Line(String spelling, String name) {}

    private static final class Everybody extends NoMapping {
        @Override
        public Answer authenticate(String user, Secret password, Service service) {
            return new Answer.Refused(Answer.Kind.CREDENTIALS);
        }

        @Override
        public Optional<AccountName> whoLogsIn(String user) {
            return RULES.parse(user) instanceof Address.Parsed(AccountName name, var _, var _)
                            && ALIASES.contains(name.local())
                    ? Optional.of(ANNA)
                    : Optional.empty();
        }

        @Override
        public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
            return Optional.empty();
        }
    }

    private final HandLoop loop = new HandLoop();
    private final GuardedLogins logins = Guarded.logins(
            new LoginCheck(new Everybody(), new FakeLogins(), Optional.empty(), new NoSecrets()), loop, RULES);
    private final List<String> answered = new ArrayList<>();

    static List<Line> lines() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(line -> CHARACTER
                            .matcher(line)
                            .replaceAll(
                                    code -> Matcher.quoteReplacement("" + (char) Integer.parseInt(code.group(1), 16)))
                            .split(" ; "))
                    .map(columns -> new Line(columns[0], columns[1]))
                    .filter(line -> !line.name().startsWith("!"))
                    .toList();
        }
    }

    @Test
    void thereAreEnough() throws IOException {
        assertTrue(lines().size() >= 60, lines().size() + " spellings");
        assertTrue(lines().stream().map(Line::name).distinct().count() >= 20);
    }

    /** From one address, whose fifth wrong log-in is held up; the same one again is none. */
    private void guesses(String user) {
        InetSocketAddress from = new InetSocketAddress("192.0.2.66", 4711);
        Client client = new Client(
                new Peer(from, from, Peer.Way.SOCKET, false, Optional.empty()),
                "s1",
                (delay, task) -> loop.schedule(delay, task));
        var _ = logins.check(new Credentials.Password("", user, new Secret("guess")), Service.IMAP, client)
                .thenAccept(_ -> answered.add(user));
        loop.run();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isTheAccountOfItsName(Line line) {
        List.of("one", "two", "three").forEach(this::guesses);
        guesses(line.name());
        guesses(line.spelling());
        assertEquals(
                List.of("one", "two", "three", line.name(), line.spelling()),
                answered,
                "what was guessed before is no further guess");
        guesses("another");
        assertEquals(5, answered.size(), "the next one is held up");
        loop.pass(Duration.ofSeconds(2));
        assertEquals(6, answered.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.nna@example.net", "Corp\\ANNA1970", "anna1970@corp.local", "office+tag@example.org"})
    void soIsANameThatOnlyTheDirectoryKnows(String alias) {
        isTheAccountOfItsName(new Line(alias, ANNA.toString()));
    }
}
