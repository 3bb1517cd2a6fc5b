package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random keys on random messages, against an oracle that knows the texts the messages were made of. */
final class SearchOracleTest {
    private static final String LETTERS = "abABsk. \u00e4\u00c4\u00df\u017f\u212a\u0436\u0416\u0130i";
    private static final List<Charset> CHARSETS =
            List.of(UTF_8, Charset.forName("UTF-16"), Charset.forName("GB18030"), Charset.forName("windows-1251"));

    /** A message and what a reader sees of it. */
    private record Made(String subject, List<String> parts, String raw, boolean seen) {
        byte[] bytes() {
            return raw.getBytes(ISO_8859_1);
        }
    }

    private final SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 20_261_123));

    @Test
    void findsWhatTheOracleFinds() throws IOException {
        List<Made> made = new ArrayList<>();
        FetchMailbox mailbox = new FetchMailbox();
        for (int i = 0; i < 60; i++) {
            Made message = message();
            made.add(message);
            mailbox.with(message.bytes(), message.seen() ? new String[] {"\\Seen"} : new String[0]);
        }
        int found = 0;
        for (int i = 0; i < 400; i++) {
            SearchKey key = key(3);
            mailbox.sliceSize = 1 + random.nextInt(100);
            List<Integer> expected = IntStream.rangeClosed(1, made.size())
                    .filter(number -> holds(key, made.get(number - 1)))
                    .boxed()
                    .toList();
            assertEquals(expected, mailbox.searcher().search(key), key.toString());
            found += expected.isEmpty() ? 0 : 1;
        }
        assertTrue(found > 150, "keys that find something: " + found);
    }

    @Test
    void windowsFindMatchesAcrossSlices() {
        int found = 0;
        for (int i = 0; i < 200; i++) {
            String hay = ascii(200).repeat(1 + random.nextInt(400));
            String needle = ascii(6) + "a";
            boolean expected = fold(hay).contains(fold(needle));
            SearchText text = new SearchText(needle);
            SearchWindow window = new SearchWindow();
            window.begin(text);
            SearchDecodedWindow decoded = new SearchDecodedWindow(text, UTF_8);
            boolean inWindow = false;
            boolean inDecoded = false;
            int slice = 1 + random.nextInt(40_000);
            for (int at = 0; at < hay.length(); at += slice) {
                ByteBuffer octets = ByteBuffer.wrap(hay.getBytes(UTF_8), at, Math.min(slice, hay.length() - at));
                inDecoded = inDecoded || decoded.feed(octets.duplicate());
                inWindow = inWindow || window.feed(text, octets);
            }
            assertEquals(expected, inWindow);
            assertEquals(expected, inDecoded || decoded.finish());
            found += expected ? 1 : 0;
        }
        assertTrue(found > 10 && found < 190, "found " + found);
    }

    @Test
    void aMatchIsFoundWhereverTheReadEnds() throws IOException {
        String needle = "n\u00e9edle";
        for (int before : new int[] {0, 1, 8190, 16380, 131068, 131072 - 3, 262140}) {
            byte[] body = ("x".repeat(before) + needle + "y".repeat(100_000)).getBytes(UTF_8);
            byte[] header = "Content-Type: text/plain; charset=utf-8\r\n\r\n".getBytes(UTF_8);
            byte[] whole = new byte[header.length + body.length];
            System.arraycopy(header, 0, whole, 0, header.length);
            System.arraycopy(body, 0, whole, header.length, body.length);
            FetchMailbox mailbox = new FetchMailbox().with(whole);
            for (int slice : new int[] {1, 1000, 1 << 17}) {
                mailbox.sliceSize = slice;
                assertEquals(List.of(1), mailbox.searcher().search(new SearchKey.BodyText(needle)));
                assertEquals(List.of(1), mailbox.searcher().search(new SearchKey.BodyText("EDLEY")));
                assertEquals(List.of(), mailbox.searcher().search(new SearchKey.BodyText("EDLEX")));
            }
        }
    }

    private SearchKey key(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> new SearchKey.BodyText(text(4));
            case 1 -> new SearchKey.Text(text(4));
            case 2 -> new SearchKey.Header("Subject", text(3).strip());
            case 3 -> new SearchKey.Flag("\\Seen");
            case 4 -> new SearchKey.Not(key(depth - 1));
            case 5 -> new SearchKey.Or(key(depth - 1), key(depth - 1));
            default -> new SearchKey.And(List.of(key(depth - 1), key(depth - 1)));
        };
    }

    private static boolean holds(SearchKey key, Made made) {
        return switch (key) {
            case SearchKey.BodyText(var text) -> inBody(made, text);
            case SearchKey.Text(var text) -> inBody(made, text) || inHeaders(made, text);
            case SearchKey.Header header ->
                fold(made.subject()).contains(fold(header.text()))
                        || fold(rawSubject(made)).contains(fold(header.text()));
            case SearchKey.Flag _ -> made.seen();
            case SearchKey.Not(var not) -> !holds(not, made);
            case SearchKey.Or(var left, var right) -> holds(left, made) || holds(right, made);
            case SearchKey.And(var keys) -> keys.stream().allMatch(each -> holds(each, made));
            case SearchKey other -> throw new AssertionError(other);
        };
    }

    private static boolean inBody(Made made, String text) {
        return text.isEmpty()
                || made.parts().stream().anyMatch(part -> fold(part).contains(fold(text)));
    }

    /** In a header as written, that of a part included, or in the decoded Subject. */
    private static boolean inHeaders(Made made, String text) {
        return fold("Subject: " + made.subject()).contains(fold(text))
                || Pattern.compile("(?m)^--b\r\n")
                        .splitAsStream(made.raw())
                        .map(part -> part.substring(0, part.indexOf("\r\n\r\n") + 4))
                        .anyMatch(header -> fold(header).contains(fold(text)));
    }

    private static String rawSubject(Made made) {
        return made.raw().substring(9, made.raw().indexOf('\r'));
    }

    private Made message() {
        String subject = text(30).strip();
        List<String> parts = new ArrayList<>();
        StringBuilder raw = new StringBuilder("Subject: ");
        raw.append("=?UTF-8?B?").append(Base64.getEncoder().encodeToString(subject.getBytes(UTF_8)));
        raw.append("?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = random.nextInt(3); i >= 0; i--) {
            Charset charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
            byte[] octets = text(60).getBytes(charset);
            parts.add(new String(octets, charset));
            boolean base64 = random.nextBoolean();
            raw.append("--b\r\nContent-Type: text/plain; charset=").append(charset.name());
            raw.append("\r\nContent-Transfer-Encoding: ").append(base64 ? "base64" : "quoted-printable");
            raw.append("\r\n\r\n").append(base64 ? Base64.getMimeEncoder().encodeToString(octets) : quoted(octets));
            raw.append("\r\n");
        }
        return new Made(subject, parts, raw.append("--b--\r\n").toString(), random.nextBoolean());
    }

    private static String quoted(byte[] octets) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            boolean plain = octets[i] >= 'A' && octets[i] <= 'z';
            quoted.append(
                    plain
                            ? String.valueOf((char) octets[i])
                            : HexFormat.of().withPrefix("=").withUpperCase().formatHex(octets, i, i + 1));
            quoted.append(i % 20 == 19 ? "=\r\n" : "");
        }
        return quoted.toString();
    }

    private String text(int limit) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(limit); i >= 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private String ascii(int limit) {
        return text(limit)
                .chars()
                .map(c -> c < 0x80 ? c : 'x')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** RFC 5051 §2, character by character. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints()
                .map(Character::toTitleCase)
                .mapToObj(Character::toString)
                .forEach(one -> folded.append(Normalizer.normalize(one, Normalizer.Form.NFKD)));
        return folded.toString();
    }
}
