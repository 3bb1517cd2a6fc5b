package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** App passwords and codes as clients of a node show them, which is front end and store, and has a directory that knows of neither. */
class SecondFactorLoginTest {
    private static final String NOT_ENOUGH = "App password needed, or the password and a code";

    @TempDir
    private Path folder;

    private Site site;
    private Node node;
    private final List<Conversation> open = new ArrayList<>();

    @BeforeEach
    void node() throws IOException, Complaint {
        site = Site.in(folder);
        site.addUser("anna@example.net");
        Path file = Path.of(site.config());
        Files.writeString(
                file, Files.readString(file) + """
                services:
                  imap: {listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]}
                  pop3: {listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]}
                  submission: {listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]}
                """.formatted(Site.unusedPort(), Site.unusedPort(), Site.unusedPort()));
        node = Node.start(Configured.read(file));
        imap("""
                C: a LOGIN anna secret
                S: a OK .*
                """);
    }

    @AfterEach
    void close() throws IOException {
        for (Conversation conversation : open) {
            conversation.close();
        }
        node.close();
    }

    private String ran(String... arguments) {
        Site.Ended ended = site.run(Stream.of(List.of("user"), List.of(arguments), List.of("--config", site.config()))
                .flatMap(List::stream)
                .toArray(String[]::new));
        assertEquals(Main.DONE, ended.status(), ended.out() + ended.err());
        return ended.out();
    }

    private String made(String... options) {
        return ran(Stream.of(List.of("app-password", "add", "anna", "--label", "Phone"), List.of(options))
                        .flatMap(List::stream)
                        .toArray(String[]::new))
                .strip();
    }

    private Authenticator enabled() {
        return new Authenticator(ran("totp", "enable", "anna").split("\n")[0]);
    }

    /** Lines that a client says, and patterns of those that it waits for. */
    private final class Conversation implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Conversation(String service) throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    node.addresses(service).getFirst().getPort());
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            in.readLine();
            open.add(this);
        }

        Conversation goes(String transcript) throws IOException {
            for (String line : transcript.lines().toList()) {
                String text = line.substring(3);
                if (line.startsWith("C: ")) {
                    socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
                } else {
                    hears(text);
                }
            }
            return this;
        }

        /** What a server says beside is passed over. */
        private void hears(String pattern) throws IOException {
            String heard = in.readLine();
            while (heard != null && !heard.matches(pattern) && (heard.startsWith("* ") || heard.startsWith("250-"))) {
                heard = in.readLine();
            }
            assertTrue(heard != null && heard.matches(pattern), "expected " + pattern + ", heard " + heard);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Conversation imap(String transcript) throws IOException {
        return new Conversation("imap").goes(transcript);
    }

    private static String plain(String password) {
        return Base64.getEncoder().encodeToString(("\0anna\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAppPasswordLetsInWhereThePasswordAloneDoesNot() throws IOException {
        String app = made();
        Authenticator authenticator = enabled();
        String code = authenticator.code(0);
        imap("""
                C: a LOGIN anna secret
                S: a NO \\[AUTHORIZATIONFAILED\\] %1$s
                C: b LOGIN anna secret000000
                S: b NO \\[AUTHENTICATIONFAILED\\] .*
                C: c LOGIN anna secret%2$s
                S: c OK .*
                """.formatted(NOT_ENOUGH, code));
        imap("""
                C: a LOGIN anna secret%2$s
                S: a NO \\[AUTHENTICATIONFAILED\\] .*
                C: b LOGIN anna %1$s
                S: b OK .*
                """.formatted(app, code));
        ran("totp", "disable", "anna");
        imap("""
                C: a LOGIN anna secret
                S: a OK .*
                """);
    }

    @Test
    void inTheWordsOfEachProtocol() throws IOException {
        String app = made();
        Authenticator authenticator = enabled();
        new Conversation("pop3").goes("""
                C: USER anna
                S: \\+OK.*
                C: PASS secret
                S: -ERR \\[AUTH\\] %1$s
                C: USER anna
                S: \\+OK.*
                C: PASS %2$s
                S: \\+OK.*
                C: QUIT
                S: \\+OK.*
                """.formatted(NOT_ENOUGH, app));
        new Conversation("submission").goes("""
                C: EHLO client
                S: 250 .*
                C: AUTH PLAIN %1$s
                S: 534 5.7.9 %2$s
                C: AUTH PLAIN %3$s
                S: 235 .*
                """.formatted(plain("secret"), NOT_ENOUGH, plain(app)));
        new Conversation("submission").goes("""
                C: EHLO client
                S: 250 .*
                C: AUTH PLAIN %s
                S: 235 .*
                """.formatted(plain("secret" + authenticator.code(1))));
    }

    @Test
    void anAppPasswordIsForWhatItIsFor() throws IOException {
        String mail = made("--services", "imap,submission", "--networks", "127.0.0.0/8");
        String elsewhere = made("--networks", "192.0.2.0/24");
        String old = made("--expires", "2026-01-01");
        imap("""
                C: a LOGIN anna %2$s
                S: a NO \\[AUTHORIZATIONFAILED\\] .*
                C: b LOGIN anna %3$s
                S: b NO \\[EXPIRED\\] .*
                C: c LOGIN anna wp-aaaa-aaaa-aaaa-aaaa-aaaa
                S: c NO \\[AUTHENTICATIONFAILED\\] .*
                C: d LOGIN anna %1$s
                S: d OK .*
                """.formatted(mail, elsewhere, old));
        new Conversation("pop3").goes("""
                C: USER anna
                S: \\+OK.*
                C: PASS %s
                S: -ERR \\[AUTH\\] Account may not use this service
                """.formatted(mail));
        String list = ran("app-password", "list", "anna");
        assertEquals(1, list.lines().filter(line -> line.contains(", used 20")).count(), list);
    }

    @Test
    void revokingEndsWhatWasBegunByItAndNothingElse() throws IOException {
        String app = made();
        String id = app.substring(3, 7);
        String other = made();
        String idle = """
                C: a LOGIN anna %s
                S: a OK .*
                C: b SELECT INBOX
                S: b OK .*
                C: c IDLE
                S: \\+ .*
                """;
        Conversation revoked = imap(idle.formatted(app));
        Conversation stays = imap(idle.formatted(other));
        Conversation byPassword = imap(idle.formatted("secret"));
        ran("app-password", "revoke", "anna", "--id", id);
        revoked.goes("""
                S: \\* BYE Session ended by the server, log in again
                """);
        imap("""
                C: a LOGIN anna %s
                S: a NO \\[AUTHENTICATIONFAILED\\] .*
                """.formatted(app));
        String done = """
                C: DONE
                S: c OK .*
                """;
        stays.goes(done);
        byPassword.goes(done);
    }

    @Test
    void aSecondFactorEndsSessionsByThePasswordAlone() throws IOException {
        String app = made();
        String idle = """
                C: a LOGIN anna %s
                S: a OK .*
                C: b SELECT INBOX
                S: b OK .*
                C: c IDLE
                S: \\+ .*
                """;
        Conversation byPassword = imap(idle.formatted("secret"));
        Conversation byApp = imap(idle.formatted(app));
        Authenticator authenticator = enabled();
        byPassword.goes("""
                S: \\* BYE Session ended by the server, log in again
                """);
        byApp.goes("""
                C: DONE
                S: c OK .*
                """);
        imap("""
                C: a LOGIN anna secret%s
                S: a OK .*
                """.formatted(authenticator.code(0)));
    }
}
