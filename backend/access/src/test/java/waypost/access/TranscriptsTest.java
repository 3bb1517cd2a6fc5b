package waypost.access;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.pop3.Pop3Login;
import waypost.protocol.pop3.Pop3Service;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;
import waypost.store.Account;
import waypost.testkit.ByteSession;
import waypost.testkit.Gate;
import waypost.testkit.MemorySession;
import waypost.testkit.MemorySession.Feeding;
import waypost.testkit.Transcript;

/** The conversations that hold for mailboxes in memory hold for the store; and those of POP3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptsTest {
    private static final String REPOSITORY = System.getProperty("waypost.repository");

    private Path place;
    private StoreWorld world;

    @BeforeAll
    void open(@TempDir Path folder) {
        place = folder;
        world = new StoreWorld(folder.resolve("world"));
    }

    @AfterAll
    void close() throws IOException {
        world.close();
    }

    @TestFactory
    List<DynamicTest> imap() throws IOException {
        Path folder = Path.of(REPOSITORY, "testing", "testkit", "src", "test", "resources", "imap", "session");
        return tests(folder, this::imapSession);
    }

    /** Those of ports that only the store has. */
    @TestFactory
    List<DynamicTest> imapOfTheStore() throws Exception {
        return tests(resource("/imap"), this::imapSession);
    }

    /** Those of several users, each in a world of its own: a session has the name of its user. */
    @TestFactory
    List<DynamicTest> imapOfSeveralUsers() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Transcript transcript : Transcript.in(resource("/imap-shared"))) {
            for (Feeding feeding : Feeding.values()) {
                String name = transcript.name() + " " + feeding;
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    try (StoreWorld several = new StoreWorld(place.resolve(name))) {
                        fill(several.account("alice"));
                        Sessions sessions = several.shared(ImapExtensions.ALL);
                        transcript.perform(user -> imapSession(sessions, several.account(user), feeding));
                    }
                }));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> pop3() throws Exception {
        return tests(resource("/pop3"), this::pop3Session);
    }

    private static Path resource(String name) throws Exception {
        return Path.of(
                Objects.requireNonNull(TranscriptsTest.class.getResource(name)).toURI());
    }

    private interface Connecting {
        ByteSession connect(Account account, Feeding feeding) throws IOException;
    }

    private List<DynamicTest> tests(Path folder, Connecting connecting) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Transcript transcript : Transcript.in(folder)) {
            for (Feeding feeding : Feeding.values()) {
                String name = transcript.name() + " " + feeding;
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    Account account = account(folder.getFileName() + "-" + name);
                    transcript.perform(() -> connecting.connect(account, feeding));
                }));
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    /** As the fixture of the transcripts has it. */
    private Account account(String name) throws IOException {
        return fill(world.account(name.replace(' ', '.')));
    }

    private static Account fill(Account account) throws IOException {
        try (Mailboxes mailboxes = StoreWorld.mailboxes(account)) {
            StoreWorld.append(mailboxes, "INBOX", message("One", "One"), "\\Seen");
            StoreWorld.append(mailboxes, "INBOX", message("Two", "Two"));
            StoreWorld.append(mailboxes, "INBOX", message("Three", "333"), "\\Flagged", "$Work");
            mailboxes.create("Lists/java", Optional.empty());
            StoreWorld.append(mailboxes, "Lists/java", message("Java", "Java"));
        }
        return account;
    }

    private static String message(String subject, String text) {
        return "From: ann@example.com\r\nSubject: " + subject + "\r\n\r\n" + text + "\r\n";
    }

    private ByteSession imapSession(Account account, Feeding feeding) throws IOException {
        return imapSession(StoreWorld.sessions(), account, feeding);
    }

    private static ByteSession imapSession(Sessions sessions, Account account, Feeding feeding) throws IOException {
        ImapLogin login = new ImapLogin(new ImapLogin.Options(
                EnumSet.of(ImapLogin.Trait.SECURE), SaslOffer.of(Mechanism.PLAIN, Mechanism.LOGIN), 3));
        Gate gate = _ -> new Gate.Serve(sessions.imap(account), sessions.imapCapabilities());
        return loggedIn(new MemorySession(login, gate, feeding), "L LOGIN alice secret\r\n");
    }

    private static ByteSession loggedIn(MemorySession session, String commands) throws IOException {
        session.send(commands.getBytes(StandardCharsets.US_ASCII));
        while (!session.silent()) {
            session.line();
        }
        return session;
    }

    private ByteSession pop3Session(Account account, Feeding feeding) throws IOException {
        Pop3Login login = new Pop3Login(new Pop3Service("pop.example.net", Set.of(), SaslOffer.of(Mechanism.PLAIN)));
        Gate gate = _ -> {
            try {
                return new Gate.Serve(StoreWorld.sessions().pop3(account), List.of());
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        };
        return loggedIn(new MemorySession(login, gate, feeding), "USER alice\r\nPASS secret\r\n");
    }
}
