package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.message.MessageStructure.Part;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;

/** Every section of a message, whole and in part, against a list of them all made by walking down its structure. */
final class SectionOracleTest {
    private static final List<List<String>> NAMES = List.of(List.of("Subject"), List.of("x", "from"), List.of("none"));

    static List<String> messages() {
        return FetchMessages.ALL;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void sectionsAreThoseOfTheOracle(String message) throws IOException {
        byte[] bytes = FetchMessages.bytes(message);
        check(bytes, 1, 2, 7, bytes.length + 1);
    }

    static void check(byte[] bytes, int... slices) throws IOException {
        FetchMailbox mailbox = new FetchMailbox().with(bytes);
        Map<String, String> expected = all(mailbox, bytes);
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            for (int slice : slices) {
                mailbox.sliceSize = slice;
                assertEquals(
                        "* 1 FETCH (BODY[%s] %s)\r\n".formatted(entry.getKey(), string(entry.getValue())),
                        FetchedBytes.answer(mailbox, 1, item(entry.getKey(), Optional.empty())));
            }
            partials(mailbox, entry.getKey(), entry.getValue());
        }
        for (String section : List.of("", "1.", "1.1.", "1.2.3.", "2.", "3.1.", "4.", "4.2.", "0.", "1.1.1.1.")) {
            absent(mailbox, expected, section);
        }
    }

    private static void partials(FetchMailbox mailbox, String section, String value) throws IOException {
        SplittableRandom random = new SplittableRandom(value.length());
        for (int i = 0; i < 20; i++) {
            int offset = random.nextInt(value.length() + 3);
            int count = 1 + random.nextInt(value.length() + 3);
            String part = value.substring(Math.min(offset, value.length()), Math.min(offset + count, value.length()));
            assertEquals(
                    "* 1 FETCH (BODY[%s]<%d> %s)\r\n".formatted(section, offset, string(part)),
                    FetchedBytes.answer(mailbox, 1, item(section, Optional.of(new Partial(offset, count)))));
        }
    }

    private static void absent(FetchMailbox mailbox, Map<String, String> present, String part) throws IOException {
        for (String kind : List.of("", "HEADER", "TEXT", "MIME", "HEADER.FIELDS (x)")) {
            String section = kind.isEmpty() && !part.isEmpty() ? part.substring(0, part.length() - 1) : part + kind;
            if (!present.containsKey(section) && !section.endsWith("(x)")) {
                assertEquals(
                        "* 1 FETCH (BODY[%s] NIL)\r\n".formatted(section),
                        FetchedBytes.answer(mailbox, 1, item(section, Optional.empty())));
            }
        }
    }

    @Test // RFC 3501 §6.4.5
    void theExampleOfTheStandardHasItsParts() throws IOException {
        byte[] bytes = FetchMessages.bytes(FetchMessages.COMPLEX);
        FetchMailbox mailbox = new FetchMailbox().with(bytes);
        Map<String, String> parts = Map.ofEntries(
                Map.entry("1", "part one"),
                Map.entry("2", "AAEC"),
                Map.entry("3.1", "part three one"),
                Map.entry("3.2", "part three two"),
                Map.entry("4.1", "part four one"),
                Map.entry("4.1.MIME", "Content-Type: image/gif\r\n\r\n"),
                Map.entry("4.2.1", "part four two one"),
                Map.entry("4.2.2.1", "part four two two one"),
                Map.entry("4.2.2.2", "part four two two two\r\n"),
                Map.entry("4.2.HEADER.FIELDS (SUBJECT)", "Subject: innermost\r\n\r\n"),
                Map.entry("3.HEADER.FIELDS.NOT (from content-type)", "Subject: inner\r\n\r\n"));
        for (Map.Entry<String, String> part : parts.entrySet()) {
            assertEquals(
                    "* 1 FETCH (BODY[%s] %s)\r\n".formatted(part.getKey(), string(part.getValue())),
                    FetchedBytes.answer(mailbox, 1, item(part.getKey(), Optional.empty())));
        }
        assertTrue(all(mailbox, bytes).keySet().containsAll(List.of("3.HEADER", "3.TEXT", "4", "4.2.TEXT", "4.2.2")));
    }

    @Test
    void aHugeHeaderGivesItsFirstFields() throws IOException {
        String header = "Subject: first\r\n" + "X-Filler: 0123456789\r\n".repeat(60_000) + "Subject: last\r\n\r\n";
        FetchMailbox mailbox = new FetchMailbox().with((header + "body").getBytes(ISO_8859_1));
        assertEquals(
                "* 1 FETCH (BODY[HEADER.FIELDS (Subject)] {18}\r\nSubject: first\r\n\r\n)\r\n",
                FetchedBytes.answer(mailbox, 1, item("HEADER.FIELDS (Subject)", Optional.empty())));
        String rest = FetchedBytes.answer(mailbox, 1, item("HEADER.FIELDS.NOT (Subject)", Optional.empty()));
        assertTrue(rest.endsWith("X-Filler: 0123456789\r\n\r\n)\r\n"), rest.substring(rest.length() - 60));
    }

    /** All sections that the message has, by name. */
    private static Map<String, String> all(FetchMailbox mailbox, byte[] bytes) throws IOException {
        String message = new String(bytes, ISO_8859_1);
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("", message);
        Part root = mailbox.content(1).structure().root();
        message("", root, message, sections);
        return sections;
    }

    private static void message(String prefix, Part part, String message, Map<String, String> sections) {
        String header = message.substring((int) part.headerStart(), (int) part.bodyStart());
        sections.put(prefix + "HEADER", header);
        sections.put(prefix + "TEXT", message.substring((int) part.bodyStart(), (int) part.bodyEnd()));
        for (List<String> names : NAMES) {
            String list = " (" + String.join(" ", names) + ")";
            sections.put(prefix + "HEADER.FIELDS" + list, subset(header, names, true));
            sections.put(prefix + "HEADER.FIELDS.NOT" + list, subset(header, names, false));
        }
        if (part.fields().multipart()) {
            children(prefix, part, message, sections);
        } else {
            part(prefix + "1", part, message, sections);
        }
    }

    private static void children(String prefix, Part part, String message, Map<String, String> sections) {
        for (int i = 0; i < part.parts().size(); i++) {
            part(prefix + (i + 1), part.parts().get(i), message, sections);
        }
    }

    private static void part(String name, Part part, String message, Map<String, String> sections) {
        sections.put(name, message.substring((int) part.bodyStart(), (int) part.bodyEnd()));
        sections.put(name + ".MIME", message.substring((int) part.headerStart(), (int) part.bodyStart()));
        if (part.fields().multipart()) {
            children(name + ".", part, message, sections);
        }
        part.message().forEach(enclosed -> message(name + ".", enclosed.part(), message, sections));
    }

    private static String subset(String header, List<String> names, boolean wanted) {
        StringBuilder subset = new StringBuilder();
        for (String field :
                Pattern.compile("(?<=\r\n)(?![ \t])").splitAsStream(header).toList()) {
            Matcher name = Pattern.compile("([!-9;-~]+)[ \t]*:").matcher(field);
            boolean isField = name.lookingAt();
            boolean listed = isField && names.stream().anyMatch(name.group(1)::equalsIgnoreCase);
            if (field.equals("\r\n") || (isField && listed == wanted)) {
                subset.append(field);
            }
        }
        return subset.toString();
    }

    private static String string(String value) {
        return value.isEmpty() ? "\"\"" : "{" + value.length() + "}\r\n" + value;
    }

    /** The item of a section's name. */
    static FetchItem item(String name, Optional<Partial> partial) {
        Matcher matcher = Pattern.compile("((?:\\d+\\.?)*)([A-Z.]*)(?: \\((.*)\\))?", Pattern.DOTALL)
                .matcher(name);
        assertTrue(matcher.matches(), name);
        List<Integer> part = matcher.group(1).isEmpty()
                ? List.of()
                : Arrays.stream(matcher.group(1).split("\\."))
                        .map(Integer::valueOf)
                        .toList();
        Kind kind = matcher.group(2).isEmpty()
                ? Kind.ALL
                : Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT).replace('.', '_'));
        List<String> fields =
                matcher.group(3) == null ? List.of() : List.of(matcher.group(3).split(" "));
        return new BodySection(Seen.PEEK, new Section(part, kind, fields), partial);
    }
}
