package waypost.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.SearchKey;
import waypost.protocol.imap.SelectedMailbox;
import waypost.store.Account;

/** Searches of samples and of random messages find the same with the index as without. */
final class SearchNarrowingTest {
    private static final Path DATA = Path.of(System.getProperty("waypost.repository"), "testing", "data");
    private static final String LETTERS =
            "abABsk. \u00a0\u00e4\u00c4\u00e9\u0301\u00df\u017f\u212a\u0436\u0416\u03c3\u03c2\u0130i\ufb01\uff41\u65e5\u672c\u8a9e\uac00";
    private static final List<Charset> CHARSETS = Stream.of(
                    "UTF-8", "UTF-16", "GB18030", "windows-1251", "ISO-2022-JP", "Shift_JIS", "ISO-8859-1")
            .map(Charset::forName)
            .toList();
    /** Of each row all are the same to i;unicode-casemap (RFC 5051). */
    private static final List<List<String>> SAME = List.of(
            List.of("caf\u00e9s", "CAFE\u0301S", "Cafe\u0301s", "CAF\u00c9S"),
            List.of("stra\u00dfe", "STRA\u00dfE"),
            List.of("\u0130zmir", "I\u0307ZMIR", "i\u0307zmir"),
            List.of("of\ufb01ce", "OF\ufb01CE"),
            List.of(
                    "\u03bb\u03cc\u03b3\u03bf\u03c2",
                    "\u039b\u038c\u0393\u039f\u03a3",
                    "\u03bb\u03bf\u0301\u03b3\u03bf\u03c3"),
            List.of("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
            List.of("\uff57\uff49\uff44\uff45", "wide", "WIDE"),
            List.of("n\u00a0b sp", "N B SP"));

    private static final List<String> FIELDS = List.of("Subject", "FROM", "To", "cc", "X-Other", "Received");

    private final SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 20_261_129));
    private final List<byte[]> messages = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    @Test
    void nothingIsLost(@TempDir Path folder) throws IOException {
        samples(80);
        for (int i = 0; i < 80; i++) {
            messages.add(message().getBytes(ISO_8859_1));
        }
        List<SearchKey.Textual> keys = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            keys.add(key());
        }
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            try (Dialogue imap = new Dialogue(StoreWorld.sessions().imap(account))) {
                append(imap);
                List<String> without = new ArrayList<>();
                for (SearchKey.Textual key : keys) {
                    without.add(search(imap, key));
                }
                account.index();
                for (SearchKey.Textual key : keys) {
                    assertEquals(without.removeFirst(), search(imap, key), key.toString());
                }
            }
            narrows(account, keys);
        }
    }

    /** Letters of special case, composed or not: each form finds all. */
    @Test
    void narrowsByWhatIsCompared(@TempDir Path folder) throws IOException {
        List<SearchKey.Textual> keys = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (List<String> same : SAME) {
            StringBuilder found = new StringBuilder("* SEARCH");
            for (String form : same) {
                String subject = word(UTF_8, form.getBytes(UTF_8));
                String message = "Subject: " + subject + "\r\nX-Other: " + form
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nin " + form + " it\r\n";
                messages.add(message.getBytes(UTF_8));
                found.append(' ').append(messages.size());
            }
            for (String form : same) {
                for (SearchKey.Textual key : List.of(
                        new SearchKey.Header("Subject", form),
                        new SearchKey.Header("X-Other", form),
                        new SearchKey.Text(form),
                        new SearchKey.BodyText(form))) {
                    keys.add(key);
                    answers.add(found + "\r\nt OK SEARCH completed\r\n");
                }
            }
        }
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            try (Dialogue imap = new Dialogue(StoreWorld.sessions().imap(account))) {
                append(imap);
                assertEquals(answers, answers(imap, keys));
                account.index();
                assertEquals(answers, answers(imap, keys));
            }
            narrows(account, keys);
        }
    }

    private void append(Dialogue imap) throws IOException {
        for (byte[] message : messages) {
            imap.say(line("a APPEND INBOX {" + message.length + "+}"), message, line(""));
        }
        imap.say("s SELECT INBOX\r\n");
    }

    private static List<String> answers(Dialogue imap, List<SearchKey.Textual> keys) throws IOException {
        List<String> answers = new ArrayList<>();
        for (SearchKey.Textual key : keys) {
            answers.add(search(imap, key));
        }
        return answers;
    }

    /** Not all may match, or there was nothing to test. */
    private void narrows(Account account, List<SearchKey.Textual> keys) throws IOException {
        Mailboxes mailboxes = StoreWorld.mailboxes(account);
        long excluded = 0;
        try (SelectedMailbox mailbox = mailboxes.select("INBOX", Access.EXAMINE, () -> {})) {
            for (SearchKey.Textual key : keys) {
                IntPredicate may = mailbox.mayMatch(key);
                excluded += IntStream.rangeClosed(1, mailbox.size())
                        .filter(may.negate())
                        .count();
            }
        }
        long asked = (long) keys.size() * messages.size();
        assertTrue(excluded > asked / 2, excluded + " of " + asked + " are excluded");
    }

    private static String search(Dialogue imap, SearchKey.Textual key) throws IOException {
        String name = switch (key) {
            case SearchKey.BodyText _ -> "BODY";
            case SearchKey.Text _ -> "TEXT";
            case SearchKey.Header(var field, var _) -> "HEADER " + field;
            case SearchKey.Addresses(var field, var _) -> field.name();
        };
        byte[] text = key.text().getBytes(UTF_8);
        byte[] begin = ("t SEARCH CHARSET UTF-8 " + name + " {" + text.length + "+}\r\n").getBytes(ISO_8859_1);
        String answer = imap.say(begin, text, line(""));
        assertTrue(answer.contains("t OK"), answer);
        return answer;
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(ISO_8859_1);
    }

    private void samples(int count) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(DATA)) {
            all.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
        while (messages.size() < count) {
            byte[] octets = Files.readAllBytes(files.remove(random.nextInt(files.size())));
            String text = new String(octets, ISO_8859_1);
            if (octets.length > 0 && octets.length < 20_000 && text.indexOf(0) < 0) {
                messages.add(octets);
                texts.add(text.replace("\r", ""));
                texts.add(new String(octets, UTF_8).replace("\r", ""));
            }
        }
    }

    private SearchKey.Textual key() {
        String from = texts.get(random.nextInt(texts.size()));
        int at = random.nextInt(from.length());
        String text = from.substring(at, Math.min(from.length(), at + 1 + random.nextInt(12)));
        return switch (random.nextInt(6)) {
            case 0 -> new SearchKey.BodyText(text);
            case 3 -> new SearchKey.Text(Normalizer.normalize(text, Normalizer.Form.NFKD));
            case 1 -> new SearchKey.Text(text.toUpperCase(java.util.Locale.ROOT));
            case 2 -> new SearchKey.Text(text);
            case 4 -> {
                SearchKey.Addresses.Field[] fields = SearchKey.Addresses.Field.values();
                yield new SearchKey.Addresses(fields[random.nextInt(fields.length)], text);
            }
            default -> new SearchKey.Header(FIELDS.get(random.nextInt(FIELDS.size())), text);
        };
    }

    private String message() {
        StringBuilder raw = new StringBuilder("Subject: ").append(words());
        raw.append("\r\nFrom: ").append(words()).append(" <a (home)@example.net>\r\nTo: b@(there) example.net");
        raw.append("\r\nX-Other: sundry\r\n folded \u00e9\u00c3\u00a9\r\n");
        return raw.append(part(2)).toString();
    }

    /** An encoded word, or two that belong together. */
    private String words() {
        String text = text(20);
        Charset charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
        byte[] octets = text.getBytes(charset);
        int cut = random.nextInt(octets.length + 1);
        return word(charset, Arrays.copyOf(octets, cut)) + "\r\n "
                + word(charset, Arrays.copyOfRange(octets, cut, octets.length));
    }

    private static String word(Charset charset, byte[] octets) {
        return "=?" + charset.name() + "?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    /** A Content-Type, what belongs to it, and a body. */
    private String part(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> "Content-Type: message/rfc822\r\n\r\nSubject: " + words() + "\r\n" + part(depth - 1);
            case 2 ->
                "Content-Type: multipart/mixed; boundary=b" + depth + "\r\n\r\n--b" + depth + "\r\n" + part(depth - 1)
                        + "\r\n--b" + depth + "\r\nX-Part: " + words() + "\r\n" + part(depth - 1) + "\r\n--b" + depth
                        + "--\r\n";
            default -> leaf();
        };
    }

    private String leaf() {
        Charset charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
        byte[] octets = text(80).getBytes(charset);
        String named = random.nextInt(4) == 0 ? "" : "; charset=" + charset.name();
        String type = random.nextBoolean() ? "text/plain" : "text/html";
        boolean base64 = random.nextBoolean() || new String(octets, ISO_8859_1).indexOf(0) >= 0;
        return "Content-Type: " + type + named + "\r\nContent-Transfer-Encoding: " + (base64 ? "base64" : "8bit")
                + "\r\n\r\n"
                + (base64 ? Base64.getMimeEncoder().encodeToString(octets) : new String(octets, ISO_8859_1));
    }

    private String text(int limit) {
        StringBuilder text = new StringBuilder();
        for (int i = 3 + random.nextInt(limit); i >= 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        texts.add(text.toString());
        return text.toString();
    }
}
