package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waypost.access.ForeignReasons.Reason;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;
import waypost.store.Account;
import waypost.testkit.Gate;
import waypost.testkit.MemorySession;
import waypost.testkit.MemorySession.Feeding;
import waypost.testkit.scripts.ImaptestPlayer;
import waypost.testkit.scripts.JamesPlayer;

/**
 * The IMAP scripts of imaptest and Apache James under WAYPOST_DATA, each with accounts of its own. A script passes, or {@code foreign-scripts.txt}
 * says why it cannot; one that passes all the same has to be taken off the list.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignScriptsTest {
    private static final String IMAPTEST = "dovecot_imaptest/tests";
    private static final String JAMES =
            "apache_james-project/imap-mailbox/core/src/main/resources/org/apache/james/imap/scripts";
    private static final Set<String> ANNOUNCED =
            Set.copyOf(StoreWorld.sessions().imapCapabilities());
    private static final String PASSWORD = "password";
    private static final Set<String> USERS = Set.of("imapuser", "boby");

    /** Scripts of James that begin before log-in. */
    private static final Set<String> STRANGERS = Set.of(
            "AuthenticatePlain.test",
            "BadTag.test",
            "BogusCommand.test",
            "IllegalTag.test",
            "JustTag.test",
            "NoCommand.test",
            "LoginThreeStrikes.test",
            "SharedMailbox.test",
            "ValidAuthenticated.test",
            "ValidSelected.test",
            "Welcome.test");

    /** Scripts of James that begin in the mailbox that this one makes. */
    private static final String SETUP = "SelectedStateSetup.test";

    private static final Set<String> SELECTED = Set.of(
            "Check.test",
            "Copy.test",
            "FetchBodyNoSection.test",
            "FetchEnvelope.test",
            "FetchInternalDate.test",
            "FetchMultipleMessages.test",
            "FetchPeek.test",
            "FetchRFC822Header.test",
            "FetchRFC822Text.test",
            "FetchSingleMessage.test",
            "FetchText.test",
            "Move.test",
            "Search.test",
            "Store.test",
            "Uid.test");

    /** All scripts are played at once: their commits share groups. */
    private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();

    private StoreWorld world;
    private ForeignReasons reasons;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        world = new StoreWorld(folder);
        reasons = ForeignReasons.read();
    }

    @AfterAll
    void close() throws IOException {
        players.close();
        world.close();
    }

    /** Empty without WAYPOST_DATA: then there are none to play. */
    private static Optional<Path> scripts(String place) {
        return Optional.ofNullable(System.getenv("WAYPOST_DATA"))
                .map(data -> Path.of(data, "imap-transcripts").resolve(place));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".mbox"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private interface Play {
        void play(Path script, String name) throws IOException;
    }

    private List<DynamicTest> tests(String project, String place, Play play) {
        Optional<Path> there = scripts(place);
        if (there.isEmpty()) {
            return List.of();
        }
        Path folder = there.get();
        List<DynamicTest> tests = files(folder).stream()
                .map(file -> {
                    String name = name(project, folder, file);
                    Future<Void> played = players.submit(() -> {
                        play.play(file, name);
                        return null;
                    });
                    return DynamicTest.dynamicTest(name, () -> judge(name, played));
                })
                .toList();
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static List<String> names(String project, String place) {
        return scripts(place).stream()
                .flatMap(folder -> files(folder).stream().map(file -> name(project, folder, file)))
                .toList();
    }

    private static String name(String project, Path folder, Path file) {
        return project + "/" + folder.relativize(file).toString().replace(".test", "");
    }

    private void judge(String name, Future<Void> played) throws Exception {
        Optional<Reason> reason = reasons.whole(name);
        try {
            played.get();
        } catch (ExecutionException failure) {
            Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
            if (reason.isEmpty() || !(cause instanceof AssertionError)) {
                throw new AssertionError(cause.getMessage(), cause);
            }
            return;
        }
        assertEquals(Optional.empty(), reason, "it passes; take it off the list");
    }

    @Test
    void reasonsAreUpToDate() {
        Set<String> known = Stream.concat(names("imaptest", IMAPTEST).stream(), names("james", JAMES).stream())
                .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                reasons.all().stream()
                        .filter(reason -> !known.isEmpty() && !known.contains(reason.script()))
                        .toList());
        assertEquals(List.of(), reasons.outdated(ANNOUNCED));
    }

    @TestFactory
    List<DynamicTest> imaptest() {
        return tests("imaptest", IMAPTEST, (file, name) -> {
            String user = "user." + name.replace('/', '.');
            ImaptestPlayer.play(
                    file, () -> connect(user), new ImaptestPlayer.User(user, PASSWORD), reasons.excuses(name));
        });
    }

    @TestFactory
    List<DynamicTest> james() {
        return tests("james", JAMES, (file, name) -> {
            String script = String.valueOf(file.getFileName());
            List<Path> files = SELECTED.contains(script) ? List.of(file.resolveSibling(SETUP), file) : List.of(file);
            String beginning = STRANGERS.contains(script) || script.startsWith("ACLIntegration")
                    ? ""
                    : "a001 LOGIN imapuser password\r\n";
            JamesPlayer.play(
                    files, () -> connect("." + name.replace('/', '.')), beginning, ANNOUNCED, reasons.excuses(name));
        });
    }

    private MemorySession connect(String suffix) throws IOException {
        ImapLogin login = new ImapLogin(new ImapLogin.Options(
                EnumSet.of(ImapLogin.Trait.SECURE), SaslOffer.of(Mechanism.PLAIN, Mechanism.LOGIN), 3));
        return new MemorySession(login, credentials -> decide(credentials, suffix), Feeding.WHOLE);
    }

    /** With INBOX only: scripts list all that there is. */
    private Account account(String name) throws IOException {
        Account account = world.account(name);
        try (Mailboxes mailboxes = StoreWorld.mailboxes(account)) {
            if (mailboxes.list().stream().anyMatch(entry -> entry.name().equals("Archive"))) {
                mailboxes.delete("Archive");
                mailboxes.subscribe("INBOX");
            }
        }
        return account;
    }

    private Gate.Decision decide(Credentials credentials, String suffix) {
        boolean known = credentials instanceof Credentials.Password password
                && password.password().value().equals(PASSWORD)
                && (password.user().equals(suffix) || USERS.contains(password.user()));
        if (!known) {
            return new Gate.Refuse(Refusal.CREDENTIALS);
        }
        String user = ((Credentials.Password) credentials).user();
        try {
            return new Gate.Serve(
                    StoreWorld.sessions().imap(account(user.equals(suffix) ? user : user + suffix)),
                    StoreWorld.sessions().imapCapabilities());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
