package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that people use, from Debian's packages, against the demo. {@link ClientsAgreeTest} has more of them. */
@Tag("peers")
class RealClientsTest {
    @TempDir
    static Path temp;

    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(temp.resolve("demo"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    private static final String WALK = """
            import imaplib, ssl, sys
            context = ssl.create_default_context(cafile=sys.argv[2])
            m = imaplib.IMAP4_SSL('localhost', int(sys.argv[1]), ssl_context=context)
            m.login('carol@example.test', 'waypost')
            def ok(answer):
                assert answer[0] == 'OK', answer
                return answer[1]
            ok(m.create('Projects/Lighthouse'))
            body = b'Subject: by imaplib\\r\\n\\r\\nline\\r\\n'
            ok(m.append('Projects/Lighthouse', '(\\\\Flagged)', None, body))
            assert ok(m.select('Projects/Lighthouse')) == [b'1']
            data = ok(m.fetch('1', '(FLAGS BODY.PEEK[])'))
            assert data[0][1] == body, data
            assert b'\\\\Flagged' in data[0][0] + data[1], data
            assert ok(m.search(None, 'SUBJECT', 'imaplib')) == [b'1']
            ok(m.store('1', '+FLAGS', '\\\\Deleted'))
            ok(m.copy('1', 'INBOX'))
            ok(m.expunge())
            ok(m.close())
            ok(m.rename('Projects/Lighthouse', 'Projects/Beacon'))
            names = ok(m.list())
            assert any(b'Projects/Beacon' in name for name in names), names
            ok(m.delete('Projects/Beacon'))
            assert ok(m.select('INBOX'))
            assert b'by imaplib' in ok(m.fetch('1:*', '(BODY.PEEK[HEADER.FIELDS (SUBJECT)])'))[-2][1]
            m.logout()

            """;

    @Test
    void curlSendsToTwoAndEachReads() throws Exception {
        Path folder = folder("curl");
        Path message = Files.writeString(folder.resolve("message"), "Subject: from curl\r\n\r\nHello from curl.\r\n");
        curl(
                folder,
                "--ssl-reqd --url smtp://localhost:" + demo.smtp() + " --mail-from you@example.org"
                        + " --mail-rcpt alice@example.test --mail-rcpt bob@example.test -T " + message);
        for (String user : List.of("alice", "bob")) {
            assertEquals(1, Mail.count(demo, user, "from curl"));
            String as = "--user " + user + "@example.test:waypost ";
            String byImap = curl(folder, as + "imaps://localhost:" + demo.imaps() + "/INBOX;MAILINDEX=1");
            assertTrue(byImap.contains("Hello"), byImap);
            String byPop = curl(folder, as + "pop3s://localhost:" + demo.pop3s() + "/1");
            assertTrue(byPop.contains("Hello"), byPop);
        }
    }

    private static String curl(Path folder, String arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("curl", "-sS", "--cacert", demo.authority().toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        return Tool.run(folder, command.toArray(String[]::new));
    }

    @Test
    void imaplibWalksThroughAMailbox() throws Exception {
        Path folder = folder("imaplib");
        Path script = Files.writeString(folder.resolve("walk.py"), WALK);
        Tool.run(
                folder,
                "python3",
                script.toString(),
                String.valueOf(demo.imaps()),
                demo.authority().toString());
    }
}
