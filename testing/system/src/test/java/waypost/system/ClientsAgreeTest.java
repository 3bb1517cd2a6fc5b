package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One user with many clients from Debian's packages: two that copy both ways and are changed on their side, the server changed in between, and
 * several that read. In the end each has the same messages with the same flags.
 */
@Tag("peers")
class ClientsAgreeTest {
    private static final int MESSAGES = Integer.getInteger("waypost.messages", Counts.of(500, 5000));
    private static final int AT_ONCE = 100;
    private static final String USER = "alice";
    private static final List<String> FOLDERS = List.of("INBOX", "Lists/java", "Archive");

    /** Flags of Maildir and of IMAP, as messages have them from the beginning. */
    private static final Map<String, String> FLAGS = new LinkedHashMap<>();

    static {
        FLAGS.put("", "");
        FLAGS.put("S", "\\Seen");
        FLAGS.put("RS", "\\Answered \\Seen");
        FLAGS.put("F", "\\Flagged");
        FLAGS.put("DS", "\\Draft \\Seen");
    }

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

    /** What becomes of a message. Both clients that copy may change the same one. */
    private enum Fate {
        STAYS,
        DELETED_BY_MBSYNC,
        DELETED_BY_OFFLINEIMAP,
        DELETED_BY_SERVER,
        FLAGGED_BY_MBSYNC,
        SEEN_BY_OFFLINEIMAP,
        ANSWERED_BY_SERVER,
        FLAGGED_BY_MBSYNC_SEEN_BY_OFFLINEIMAP,
        FLAGGED_BY_OFFLINEIMAP_ANSWERED_BY_SERVER;

        static Fate of(int number) {
            return values()[number / FOLDERS.size() * 7 % values().length];
        }

        boolean by(String client, String change) {
            return name().contains(change + "_BY_" + client);
        }
    }

    private static String folder(int number) {
        return FOLDERS.get(number % FOLDERS.size());
    }

    private static String flags(int number) {
        return List.copyOf(FLAGS.keySet()).get(number / 2 % FLAGS.size());
    }

    /** LF ends the lines. */
    private static String text(int number) {
        return """
                From: Ann <ann@example.org>
                To: Alice <alice@example.test>
                Subject: message %1$d
                Date: Mon, 5 Jan 2026 10:00:00 +0000
                Message-ID: <%1$d@example.org>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                """.formatted(number) + "Line of %d, grün.\n".formatted(number).repeat(1 + number % 40);
    }

    @Test
    void agree() throws Exception {
        fill();
        Mbsync mbsync = Mbsync.make(demo, USER, home("mbsync"));
        OfflineImap offline = OfflineImap.make(demo, USER, home("offlineimap"));
        same(expected(false), mbsync, mbsync.turn());
        same(expected(false), offline, offline.turn());
        change(mbsync::folder, "MBSYNC");
        change(offline::folder, "OFFLINEIMAP");
        changeOnServer();
        mbsync.folder("Mbsync").add("m", text(MESSAGES), "S");
        offline.folder("Offline").add("o", text(MESSAGES + 1), "FS");
        mbsync.folder("INBOX").add("mi", text(MESSAGES + 2), "F");
        offline.folder("INBOX").add("oi", text(MESSAGES + 3), "");
        mbsync.turn();
        offline.turn();
        Mirror all = expected(true);
        same(all, mbsync, mbsync.turn());
        subscribe(all.folders());
        for (MailClient reader : List.of(
                offline,
                new Imaplib(demo, USER, home("imaplib")),
                new Fetchmail(demo, USER, home("fetchmail")),
                new Thunderbird(demo, USER, home("thunderbird"), all.messages()),
                new Alpine(demo, USER, home("alpine"), all.folders()),
                new Mutt(demo, USER, home("mutt"), all.folders()))) {
            same(all, reader, reader.turn());
        }
        Counts.tell("clients agree: mbsync, offlineimap, imaplib, mutt, alpine, fetchmail and Thunderbird on "
                + all.messages() + " messages, of " + MESSAGES + " and those that came and went");
    }

    /** Thunderbird knows of no other folders. */
    private static void subscribe(List<String> folders) throws IOException {
        try (LineClient imap = loggedIn()) {
            for (String folder : folders) {
                imap.imap("SUBSCRIBE " + folder);
            }
        }
    }

    private static Path home(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    private static void same(Mirror wanted, MailClient client, Mirror had) {
        List<String> differences = client.known(wanted).differences(had);
        assertEquals(
                List.of(),
                differences.subList(0, Math.min(10, differences.size())),
                () -> client.name() + ": " + differences.size()
                        + " differences; here is what should be, there what it has");
    }

    /** @param changed whether all that is to become of the messages has */
    private static Mirror expected(boolean changed) {
        Mirror mirror = new Mirror();
        for (int number = 0; number < MESSAGES; number++) {
            Fate fate = Fate.of(number);
            String flags = flags(number);
            if (changed) {
                flags += fate.name().contains("FLAGGED") ? "F" : "";
                flags += fate.name().contains("SEEN") ? "S" : "";
                flags += fate.name().contains("ANSWERED") ? "R" : "";
            }
            if (!changed || !fate.name().startsWith("DELETED")) {
                mirror.add(folder(number), octets(number), flags);
            }
        }
        if (changed) {
            mirror.add("Mbsync", octets(MESSAGES), "S");
            mirror.add("Offline", octets(MESSAGES + 1), "FS");
            mirror.add("INBOX", octets(MESSAGES + 2), "F");
            mirror.add("INBOX", octets(MESSAGES + 3), "");
        }
        return mirror;
    }

    private static byte[] octets(int number) {
        return text(number).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** MULTIAPPEND with literals that wait for nothing: many messages are one commit. */
    private static void fill() throws IOException {
        try (LineClient imap = loggedIn()) {
            imap.imap("CREATE Lists/java");
            for (String folder : FOLDERS) {
                List<Integer> numbers = in(folder);
                for (int from = 0; from < numbers.size(); from += AT_ONCE) {
                    append(imap, folder, numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE)));
                }
            }
        }
    }

    private static void append(LineClient imap, String folder, List<Integer> numbers) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("a APPEND " + folder).getBytes(StandardCharsets.US_ASCII));
        for (int number : numbers) {
            byte[] octets = octets(number);
            String beginning = " (" + FLAGS.get(flags(number)) + ") {" + octets.length + "+}\r\n";
            command.writeBytes(beginning.getBytes(StandardCharsets.US_ASCII));
            command.writeBytes(octets);
        }
        command.writeBytes(new byte[] {'\r', '\n'});
        imap.raw(command.toByteArray());
        String answer = imap.until(line -> line.startsWith("a ")).getLast();
        assertTrue(answer.startsWith("a OK"), answer);
    }

    private static LineClient loggedIn() throws IOException {
        LineClient imap = LineClient.tls(demo.authority(), demo.imaps());
        imap.line();
        String answer = imap.imap("LOGIN " + USER + "@example.test waypost").getLast();
        assertTrue(answer.startsWith("t OK"), answer);
        return imap;
    }

    private static List<Integer> in(String folder) {
        return IntStream.range(0, MESSAGES)
                .filter(number -> folder(number).equals(folder))
                .boxed()
                .toList();
    }

    private interface Folders {
        Maildir folder(String name);
    }

    private static void change(Folders folders, String client) throws IOException {
        for (int number = 0; number < MESSAGES; number++) {
            Fate fate = Fate.of(number);
            Maildir folder = folders.folder(folder(number));
            if (fate.by(client, "DELETED")) {
                Files.delete(folder.find("Message-ID: <" + number + "@example.org>"));
            } else if (fate.by(client, "FLAGGED")) {
                folder.flag(folder.find("Message-ID: <" + number + "@example.org>"), "F");
            } else if (fate.by(client, "SEEN")) {
                folder.flag(folder.find("Message-ID: <" + number + "@example.org>"), "S");
            }
        }
    }

    /** Messages have the numbers in which they came. */
    private static void changeOnServer() throws IOException {
        try (LineClient imap = loggedIn()) {
            for (String folder : FOLDERS) {
                List<Integer> numbers = in(folder);
                imap.imap("SELECT " + folder);
                store(imap, numbers, "ANSWERED", "+FLAGS.SILENT (\\Answered)");
                store(imap, numbers, "DELETED", "+FLAGS.SILENT (\\Deleted)");
                String answer = imap.imap("EXPUNGE").getLast();
                assertTrue(answer.startsWith("t OK"), answer);
            }
        }
    }

    private static void store(LineClient imap, List<Integer> numbers, String change, String flags) throws IOException {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            if (Fate.of(numbers.get(i)).by("SERVER", change)) {
                set.add(String.valueOf(i + 1));
            }
        }
        String answer = imap.imap(set.stream().collect(Collectors.joining(",", "STORE ", " " + flags)))
                .getLast();
        assertTrue(answer.startsWith("t OK"), answer);
    }
}
