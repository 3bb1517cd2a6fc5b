package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.net.ClientTls;
import waypost.net.Dial;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.net.LocalAuthority;
import waypost.net.Net;

/** A listener with other mechanisms in clear than behind STARTTLS: each list is announced where it holds, and what is not on it is refused. */
class ClearMechanismsTest {
    private static final String PLAIN =
            Base64.getEncoder().encodeToString("\0anna@example.net\0secret".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path folder;

    private final Net net = Net.open(new MetricRegistry());
    private Node node;

    @BeforeEach
    void start() throws Exception {
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        authority.issue("localhost", List.of("localhost"));
        Site site = Site.in(folder);
        site.addUser("anna@example.net");
        Path file = Path.of(site.config());
        String listener =
                "{listeners: [{address: \"127.0.0.1:0\", mechanisms: [plain, scram-sha-256], clear-mechanisms: [scram-sha-1, cram-md5]}]}";
        Files.writeString(file, """
                tls:
                  certificates: [{certificate: "%1$s/tls/localhost.pem", key: "%1$s/tls/localhost.pem"}]
                services:
                  imap: %2$s
                  pop3: %2$s
                  submission: %2$s
                """.formatted(folder, listener), StandardOpenOption.APPEND);
        node = Node.start(Configured.read(file));
    }

    @AfterEach
    void stop() {
        node.close();
        net.close();
    }

    /** A client that says a line and hears all of an answer. */
    private final class Talk implements AutoCloseable {
        private final Conversation conversation;
        private final List<String> heard = new ArrayList<>();

        Talk(String service) throws IOException {
            ClientTls tls = ClientTls.to("localhost", List.of(folder.resolve("tls/ca.pem")));
            int port = node.addresses(service).getFirst().getPort();
            conversation = Conversation.open(
                    net, Dial.to(new Endpoint.Socket("127.0.0.1", port)).with(new Encryption.StartTls(tls)));
        }

        /** @param last whether a line is the last one of the answer */
        List<String> say(String line, Predicate<String> last) throws IOException {
            heard.clear();
            if (!line.isEmpty()) {
                conversation.send(line + "\r\n");
            }
            conversation.answer(one -> {
                heard.add(one);
                return last.test(one);
            });
            return List.copyOf(heard);
        }

        void startTls() {
            conversation.startTls();
        }

        @Override
        public void close() {
            conversation.close();
        }
    }

    private static Predicate<String> begins(String begin) {
        return line -> line.startsWith(begin);
    }

    private static List<String> words(String line, String begin) {
        return List.of(line.split(" ")).stream()
                .filter(word -> word.startsWith(begin))
                .sorted()
                .toList();
    }

    /** RFC 9051 §6.2.2, §7.2.2. */
    @Test
    void inImap() throws Exception {
        try (Talk imap = new Talk("imap")) {
            imap.say("", begins("* OK"));
            String clear = imap.say("a CAPABILITY", begins("a OK")).getFirst();
            assertEquals(List.of("AUTH=CRAM-MD5", "AUTH=SCRAM-SHA-1"), words(clear, "AUTH="));
            assertEquals(List.of("LOGINDISABLED"), words(clear, "LOGIN"));
            String tooEarly = "b NO [PRIVACYREQUIRED] Start TLS first";
            assertEquals(List.of(tooEarly), imap.say("b AUTHENTICATE PLAIN " + PLAIN, begins("b ")));
            assertEquals(List.of(tooEarly), imap.say("b AUTHENTICATE SCRAM-SHA-256", begins("b ")));
            assertEquals(List.of(tooEarly), imap.say("b LOGIN anna@example.net secret", begins("b ")));
            imap.say("c STARTTLS", begins("c OK"));
            imap.startTls();
            String secure = imap.say("d CAPABILITY", begins("d OK")).getFirst();
            assertEquals(List.of("AUTH=PLAIN", "AUTH=SCRAM-SHA-256"), words(secure, "AUTH="));
            for (String refused : List.of("SCRAM-SHA-1", "CRAM-MD5", "LOGIN")) {
                assertEquals(
                        List.of("e NO [CANNOT] Unknown mechanism"),
                        imap.say("e AUTHENTICATE " + refused, begins("e ")));
            }
            imap.say("f AUTHENTICATE PLAIN " + PLAIN, begins("f OK"));
        }
    }

    /** RFC 2449 §6.3, RFC 5034 §4. */
    @Test
    void inPop3() throws Exception {
        try (Talk pop3 = new Talk("pop3")) {
            pop3.say("", begins("+OK"));
            List<String> clear = pop3.say("CAPA", "."::equals);
            assertEquals(
                    List.of("SASL SCRAM-SHA-1 CRAM-MD5"),
                    clear.stream().filter(begins("SASL")).toList());
            assertEquals(List.of(), clear.stream().filter(begins("USER")).toList());
            assertEquals(List.of("-ERR Mechanism not offered"), pop3.say("AUTH PLAIN " + PLAIN, begins("-ERR")));
            pop3.say("STLS", begins("+OK"));
            pop3.startTls();
            List<String> secure = pop3.say("CAPA", "."::equals);
            assertEquals(
                    List.of("SASL SCRAM-SHA-256 PLAIN"),
                    secure.stream().filter(begins("SASL")).toList());
            assertEquals(List.of("-ERR Mechanism not offered"), pop3.say("AUTH SCRAM-SHA-1", begins("-ERR")));
            pop3.say("AUTH PLAIN " + PLAIN, begins("+OK"));
        }
    }

    /** RFC 4954 §3, §4. */
    @Test
    void inSubmission() throws Exception {
        try (Talk smtp = new Talk("submission")) {
            Predicate<String> last = line -> line.length() < 4 || line.charAt(3) != '-';
            smtp.say("", last);
            List<String> clear = smtp.say("EHLO client.example.org", last);
            assertEquals(List.of("AUTH SCRAM-SHA-1 CRAM-MD5"), auth(clear));
            assertEquals(List.of("504 5.5.4 Mechanism not offered"), smtp.say("AUTH PLAIN " + PLAIN, last));
            smtp.say("STARTTLS", begins("220"));
            smtp.startTls();
            List<String> secure = smtp.say("EHLO client.example.org", last);
            assertEquals(List.of("AUTH SCRAM-SHA-256 PLAIN"), auth(secure));
            assertEquals(List.of("504 5.5.4 Mechanism not offered"), smtp.say("AUTH SCRAM-SHA-1", last));
            smtp.say("AUTH PLAIN " + PLAIN, begins("235"));
        }
    }

    private static List<String> auth(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(4))
                .filter(begins("AUTH "))
                .toList();
    }
}
