package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Corpus.Message;

/** Real messages in by SMTP and by APPEND, and back out: byte for byte. */
@Tag("long")
class CorpusTest {
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final Pattern PREFIX = Pattern.compile("Return-Path: <you@example\\.org>\r\n"
            + "Delivered-To: [^\r\n"
            + "]+\r\n"
            + "(Received: [^\r\n"
            + "]+\r\n"
            + "([ \t][^\r\n"
            + "]+\r\n"
            + ")*)+");
    private static final Pattern BEFORE_TEXT = Pattern.compile(PREFIX.pattern() + "(\r\n)?");
    private static final Pattern NOTHING = Pattern.compile("");

    @TempDir
    static Path temp;

    private static List<Message> messages = List.of();
    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Program.REPOSITORY.resolve("testing/data")));
        Optional.ofNullable(System.getenv("WAYPOST_DATA")).map(Path::of).ifPresent(data -> {
            folders.add(data.resolve("mail"));
            folders.add(data.resolve("mbox"));
        });
        Corpus corpus = Corpus.read(folders, Counts.of(16, 1));
        Counts.tell("corpus: " + corpus.messages().size() + " messages, " + corpus.leftOut()
                + " files with a header left out for their extensions");
        messages = Stream.concat(corpus.messages().stream(), Corpus.longLines().stream())
                .toList();
        demo = Demo.start(temp.resolve("demo"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void smtpToThreeUsers() throws IOException {
        Tally tally = new Tally();
        List<Integer> before = new ArrayList<>();
        for (String user : USERS) {
            try (Inbox inbox = Inbox.open(demo, user)) {
                before.add(inbox.exists());
            }
        }
        List<Message> accepted = send(tally);
        for (int user = 0; user < USERS.size(); user++) {
            try (Inbox inbox = Inbox.open(demo, USERS.get(user))) {
                int first = before.get(user) + 1;
                assertEquals(before.get(user) + accepted.size(), inbox.exists(), USERS.get(user));
                for (int index = 0; index < accepted.size(); index++) {
                    Message message = accepted.get(index);
                    tally.compare(message, inbox.message(first + index), message.header() ? PREFIX : BEFORE_TEXT);
                }
            }
        }
        tally.settle("SMTP to " + USERS.size() + " users");
    }

    /** What was answered 250, in order; the rest must be what RFC 5321 does not allow. */
    private static List<Message> send(Tally tally) throws IOException {
        List<Message> accepted = new ArrayList<>();
        try (LineClient smtp = LineClient.clear(demo.authority(), demo.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            for (Message message : messages) {
                smtp.smtp("MAIL FROM:<you@example.org> BODY=8BITMIME");
                for (String user : USERS) {
                    assertTrue(smtp.smtp("RCPT TO:<" + user + "@example.test>").startsWith("250 "));
                }
                assertTrue(smtp.smtp("DATA").startsWith("354 "));
                smtp.raw(stuffed(message.octets()));
                String answer = answer(smtp, message);
                if (answer.startsWith("250 ")) {
                    accepted.add(message);
                }
                tally.answered(message, answer, message.unsendable());
            }
        }
        return accepted;
    }

    private static String answer(LineClient smtp, Message message) throws IOException {
        try {
            return smtp.smtp(".");
        } catch (IOException none) {
            throw new IOException("no answer to " + message.name() + ", " + message.octets().length + " octets", none);
        }
    }

    private static byte[] stuffed(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + 100);
        byte before = '\n';
        for (byte octet : octets) {
            if (octet == '.' && before == '\n') {
                out.write('.');
            }
            out.write(octet);
            before = octet;
        }
        return out.toByteArray();
    }

    @Test
    void appendAndFetch() throws IOException {
        Tally tally = new Tally();
        Inbox inbox = Inbox.open(demo, "carol");
        for (Message message : messages) {
            String answer = inbox.append(message.octets());
            tally.answered(message, answer, unappendable(message));
            if (answer.startsWith("a OK ")) {
                tally.compare(message, inbox.message(inbox.exists()), NOTHING);
            }
        }
        inbox.close();
        tally.settle("APPEND");
    }

    /** NUL until literal8 (RFC 3516) is there; nothing at all (RFC 3502 §6.3.11). */
    private static Optional<String> unappendable(Message message) {
        if (message.nul()) {
            return Optional.of("NUL");
        }
        return message.octets().length == 0 ? Optional.of("empty") : Optional.empty();
    }

    /** What was sent, and what became of it. */
    private static final class Tally {
        private static final List<String> TAKEN = List.of("250 ", "a OK ");
        private static final List<String> REFUSED_FOR_GOOD = List.of("5", "a NO ", "a BAD ");
        private final Map<String, Integer> refused = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private int sent;
        private int received;

        void answered(Message message, String answer, Optional<String> unsendable) {
            sent++;
            if (TAKEN.stream().noneMatch(answer::startsWith)) {
                refused.merge(unsendable.orElse(answer), 1, Integer::sum);
            }
            boolean fault = answer.contains("[SERVERBUG]") || answer.contains("[UNAVAILABLE]");
            if (fault
                    || (unsendable.isPresent() ? REFUSED_FOR_GOOD : TAKEN)
                            .stream().noneMatch(answer::startsWith)) {
                wrong.add(message.name() + " (" + unsendable.orElse("nothing wrong with it") + ") was answered "
                        + answer);
            }
        }

        void compare(Message message, byte[] read, Pattern prefix) {
            received++;
            int length = read.length - message.octets().length;
            boolean same = length >= 0
                    && Arrays.equals(read, length, read.length, message.octets(), 0, message.octets().length)
                    && prefix.matcher(new String(read, 0, length, StandardCharsets.ISO_8859_1))
                            .matches();
            if (!same) {
                wrong.add(message.name() + " differs: " + message.octets().length + " octets became " + read.length);
            }
        }

        void settle(String how) {
            String line = how + ": sent " + sent + ", received " + received + ", wrong " + wrong.size() + ", refused "
                    + refused;
            Counts.tell(line);
            assertEquals(List.of(), wrong, line);
            assertTrue(received > 0, line);
        }
    }
}
