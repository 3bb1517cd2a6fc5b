package waypost.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.store.Account;

/** Every sample message comes back octet by octet, through IMAP and POP3. */
class SampleMessagesTest {
    private static final Path DATA = Path.of(System.getProperty("waypost.repository"), "testing", "data");

    @Test
    void comeBackAsTheyWere(@TempDir Path folder) throws IOException {
        List<byte[]> samples = samples();
        assertTrue(samples.size() > 300, "only " + samples.size() + " samples");
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            try (Dialogue imap = new Dialogue(StoreWorld.sessions().imap(account))) {
                assertTrue(imap.say("s SELECT INBOX\r\n").contains("s OK"));
                for (int i = 0; i < samples.size(); i++) {
                    append(imap, samples.get(i), i + 1);
                    fetch(imap, samples.get(i), i + 1);
                }
            }
            try (Dialogue pop3 = new Dialogue(StoreWorld.sessions().pop3(account))) {
                for (int i = 0; i < samples.size(); i++) {
                    retrieve(pop3, samples.get(i), i + 1);
                }
            }
        }
    }

    /** Those that APPEND takes: not too large, without NUL, not empty (RFC 3502 §6.3.11). */
    private static List<byte[]> samples() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(DATA)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] octets = Files.readAllBytes(file);
                if (octets.length > 0
                        && octets.length <= StoreWorld.LARGEST
                        && text(octets).indexOf(0) < 0) {
                    samples.add(octets);
                }
            }
        }
        return samples;
    }

    private static void append(Dialogue imap, byte[] message, int number) throws IOException {
        byte[] line = bytes("a APPEND INBOX {" + message.length + "+}\r\n");
        String answer = imap.say(line, message, bytes("\r\n"));
        assertTrue(answer.contains("a OK [APPENDUID 1000 " + number + "]"), answer);
    }

    private static void fetch(Dialogue imap, byte[] message, int number) throws IOException {
        String answer = imap.say("f FETCH " + number + " (RFC822.SIZE BODY.PEEK[])\r\n");
        String begin = "* " + number + " FETCH (RFC822.SIZE " + message.length + " BODY[] {" + message.length + "}\r\n";
        String end = ")\r\nf OK FETCH completed\r\n";
        assertTrue(answer.startsWith(begin) && answer.endsWith(end), () -> "message " + number + ": " + answer);
        assertArrayEquals(message, bytes(answer.substring(begin.length(), answer.length() - end.length())));
    }

    /** RFC 1939 §3; a message that does not end with CRLF is given one. */
    private static void retrieve(Dialogue pop3, byte[] message, int number) throws IOException {
        String answer = pop3.say("RETR " + number + "\r\n");
        String begin = "+OK " + message.length + " octets\r\n";
        assertTrue(answer.startsWith(begin) && answer.endsWith(".\r\n"), () -> "message " + number + ": " + answer);
        String stuffed = "\n" + answer.substring(begin.length(), answer.length() - 3);
        String text = text(message);
        assertEquals(
                text.endsWith("\r\n") ? text : text + "\r\n",
                stuffed.replace("\n..", "\n.").substring(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
