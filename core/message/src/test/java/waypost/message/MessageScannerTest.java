package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.message.MessageStructure.Part;

/** Small messages and the outline of their structure, fed whole and cut at every octet. */
final class MessageScannerTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    private static final String OUTER = "Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\n";

    /** Outline: type, then what stands between header end and body end, then children. */
    static Stream<Arguments> messages() {
        return Stream.of(
                row("empty", "", "TEXT/PLAIN 0 []"),
                row("header only", "A: b\r\n", "TEXT/PLAIN 0 []"),
                row("no header", "hello\r\nworld\r\n", "TEXT/PLAIN 2 [hello||world||]"),
                row("empty header", "\r\nhello\r\n", "TEXT/PLAIN 1 [hello||]"),
                row("last line without end", "A: b\r\n\r\nx\r\ny", "TEXT/PLAIN 1 [x||y]"),
                row("LF only", "A: b\n\nhello\n", "TEXT/PLAIN 1 [hello|]"),
                row("junk in the header", "A: b\r\njunk\r\nContent-Type: a/b\r\n\r\nx", "a/b 0 [x]"),
                row("From_ line first", "From x Thu\r\nContent-Type: a/b\r\n\r\nx", "a/b 0 [x]"),
                row("white space first", "  \r\nContent-Type: a/b\r\n\r\nx", "a/b 0 [x]"),
                row("text that begins with white space", "  x\r\ny\r\n", "TEXT/PLAIN 2 [  x||y||]"),
                row("folded", "Content-Type:\r\n a/\r\n\tb\r\n\r\nx", "a/b 0 [x]"),
                row("white space line is folding", "A: b\r\n \r\nContent-Type: a/b\r\n\r\nx", "a/b 0 [x]"),
                row("first Content-Type counts", "Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n", "a/b 0 []"),
                row("NUL", "A: b\r\n\r\nx\0y\r\n", "TEXT/PLAIN 1 [x0y||]"));
    }

    static Stream<Arguments> multiparts() {
        return Stream.of(
                row(
                        "two parts",
                        MIXED + "pre\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: a/b\r\n\r\ntwo\r\n\r\n--b--\r\nepi\r\n",
                        "multipart/mixed 11 (TEXT/PLAIN 0 [one], a/b 1 [two||])"),
                row(
                        "LF only parts",
                        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n",
                        "multipart/mixed 4 (TEXT/PLAIN 0 [one])"),
                row("no closing delimiter", MIXED + "--b\r\n\r\none\r\n", "multipart/mixed 3 (TEXT/PLAIN 1 [one||])"),
                row("no delimiter", MIXED + "one\r\n", "multipart/mixed 1 (TEXT/PLAIN 1 [one||])"),
                row(
                        "no body at all",
                        "Content-Type: multipart/mixed; boundary=b\r\n",
                        "multipart/mixed 0 (TEXT/PLAIN 0 [])"),
                row("no boundary", "Content-Type: multipart/mixed\r\n\r\n--b\r\n", "TEXT/PLAIN 1 [--b||]"),
                row("padding", MIXED + "--b \t\r\n\r\none\r\n--b--  \r\n", "multipart/mixed 4 (TEXT/PLAIN 0 [one])"),
                row(
                        "longer line is no delimiter",
                        MIXED + "--b\r\n\r\n--bc\r\n--b--",
                        "multipart/mixed 3 (TEXT/PLAIN 0 [--bc])"));
    }

    static Stream<Arguments> partsWithoutBody() {
        return Stream.of(
                row(
                        "part without empty line",
                        MIXED + "--b\r\nA: b\r\n--b--\r\n",
                        "multipart/mixed 3 (TEXT/PLAIN 0 [])"),
                row(
                        "part that is only its empty line",
                        MIXED + "--b\r\n\r\n--b--",
                        "multipart/mixed 2 (TEXT/PLAIN 0 [])"),
                row(
                        "parts of nothing",
                        MIXED + "--b\r\n--b\r\n--b--",
                        "multipart/mixed 2 (TEXT/PLAIN 0 [], TEXT/PLAIN 0 [])"),
                row("part without header", MIXED + "--b\r\nhello\r\n--b--", "multipart/mixed 2 (TEXT/PLAIN 0 [hello])"),
                row(
                        "text after the end",
                        MIXED + "--b\r\n\r\n1\r\n--b--\r\n--b\r\n\r\n2\r\n",
                        "multipart/mixed 7 (TEXT/PLAIN 0 [1])"));
    }

    static Stream<Arguments> nested() {
        return Stream.of(
                row(
                        "inner not closed",
                        OUTER
                                + "Content-Type: multipart/alternative; boundary=in\r\n\r\n"
                                + "--in\r\n\r\n"
                                + "1\r\n"
                                + "--out\r\n\r\n"
                                + "2\r\n"
                                + "--out--",
                        "multipart/mixed 9 (multipart/alternative 2 (TEXT/PLAIN 0 [1]), TEXT/PLAIN 0 [2])"),
                row(
                        "boundary begins the inner one",
                        OUTER
                                + "Content-Type: multipart/related; boundary=outer\r\n\r\n"
                                + "--outer\r\n\r\n"
                                + "1\r\n"
                                + "--outer--\r\n"
                                + "--out--",
                        "multipart/mixed 7 (multipart/related 3 (TEXT/PLAIN 0 [1]))"),
                row(
                        "inner boundary looks like the outer end",
                        OUTER
                                + "Content-Type: multipart/related; boundary=out--\r\n\r\n"
                                + "--out--\r\n\r\n"
                                + "1\r\n"
                                + "--out----\r\n"
                                + "--out--",
                        "multipart/mixed 7 (multipart/related 3 (TEXT/PLAIN 0 [1]))"));
    }

    static Stream<Arguments> sameBoundary() {
        return Stream.of(row(
                "same boundary twice",
                OUTER
                        + "Content-Type: multipart/related; boundary=out\r\n\r\n"
                        + "--out\r\n\r\n"
                        + "1\r\n"
                        + "--out--\r\n"
                        + "--out--",
                "multipart/mixed 7 (multipart/related 3 (TEXT/PLAIN 0 [1]))"));
    }

    static Stream<Arguments> enclosed() {
        return Stream.of(
                row(
                        "message",
                        OUTER + "Content-Type: message/rfc822\r\n\r\nSubject: s\r\n\r\nbody\r\n--out--",
                        "multipart/mixed 6 (message/rfc822 2 <s TEXT/PLAIN 0 [body]>)"),
                row(
                        "message without body",
                        OUTER + "Content-Type: message/rfc822\r\n\r\nSubject: s\r\n--out--",
                        "multipart/mixed 4 (message/rfc822 1 <s TEXT/PLAIN 0 []>)"),
                row(
                        "message that ends in its header",
                        OUTER + "Content-Type: message/rfc822\r\n--out--",
                        "multipart/mixed 2 (message/rfc822 0 < TEXT/PLAIN 0 []>)"),
                row(
                        "digest",
                        "Content-Type: multipart/digest; boundary=d\r\n\r\n"
                                + "--d\r\n\r\n"
                                + "Subject: s\r\n\r\n"
                                + "x\r\n"
                                + "--d\r\n"
                                + "Content-Type: a/b\r\n\r\n"
                                + "y\r\n"
                                + "--d--",
                        "multipart/digest 9 (MESSAGE/RFC822 2 <s TEXT/PLAIN 0 [x]>, a/b 0 [y])"),
                row(
                        "message in message in multipart in message",
                        "Content-Type: message/rfc822\r\n\r\n" + OUTER
                                + "Content-Type: message/rfc822\r\n\r\n"
                                + "Content-Type: message/global\r\n\r\n"
                                + "Subject: s\r\n\r\n"
                                + "1\r\n"
                                + "--out--\r\n",
                        "message/rfc822 11 < multipart/mixed 9 (message/rfc822 4 < message/global 2 <s TEXT/PLAIN 0"
                                + " [1]>>)>"));
    }

    private static Arguments row(String name, String message, String outline) {
        return Arguments.of(name, message, outline);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"messages", "multiparts", "partsWithoutBody", "nested", "sameBoundary", "enclosed"})
    void outline(String name, String message, String outline) {
        byte[] bytes = message.getBytes(ISO_8859_1);
        Scanned whole = scan(bytes, bytes.length);
        assertEquals(outline, outline(whole.structure().root(), message));
        assertEquals(bytes.length, whole.structure().size());
        assertEquals(
                message.chars().filter(c -> c == '\n').count(),
                whole.structure().lines());
        for (int cut = 0; cut < bytes.length; cut++) {
            assertEquals(whole, scan(bytes, cut), "cut at " + cut);
        }
        assertEquals(whole, scanBytewise(bytes));
    }

    @ParameterizedTest
    @MethodSource
    void facts(String message, String facts) {
        byte[] bytes = message.getBytes(ISO_8859_1);
        for (int cut = 0; cut <= bytes.length; cut++) {
            Scanned scanned = scan(bytes, cut);
            String found = (scanned.dotLines() ? "dot " : "")
                    + (scanned.eightBit() ? "8bit " : "")
                    + (scanned.nul() ? "nul " : "")
                    + (scanned.bareCr() ? "cr " : "")
                    + (scanned.bareLf() ? "lf " : "");
            assertEquals(facts, found.trim(), "cut at " + cut);
        }
    }

    static Stream<Arguments> facts() {
        return Stream.of(
                Arguments.of("a\r\nb\r\n", ""),
                Arguments.of("A: b\r\n\r\n.\r\n", "dot"),
                Arguments.of("a.\r\n ..\r\n", ""),
                Arguments.of(".", "dot"),
                Arguments.of("a\u00e4\r\n", "8bit"),
                Arguments.of("a\0\r\n", "nul"),
                Arguments.of("a\rb\r\n", "cr"),
                Arguments.of("a\r\r\n", "cr"),
                Arguments.of("a\r", "cr"),
                Arguments.of("\r", "cr"),
                Arguments.of("a\n", "lf"),
                Arguments.of("\n", "lf"),
                Arguments.of("a\r\n\nb\r\n", "lf"),
                Arguments.of("\u00ff\0\r.\n.\n", "dot 8bit nul cr lf"));
    }

    @Test
    void readsDirectAndReadOnlyBuffers() {
        byte[] bytes = "A: b\r\n\r\nhello\r\n".repeat(4000).getBytes(ISO_8859_1);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        MessageScanner scanner = new MessageScanner();
        scanner.feed(direct);
        assertEquals(0, direct.remaining());
        assertEquals(scan(bytes, 0), scanner.finish());
    }

    @Test
    void deepAndWideInputStaysWithinTheLimits() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        Part innermost =
                scan(deep.toString().getBytes(ISO_8859_1), 0).structure().root();
        int depth = 1;
        while (!innermost.parts().isEmpty()) {
            innermost = innermost.parts().getFirst();
            depth++;
        }
        assertEquals(StructureBuilder.MAX_DEPTH, depth);
        assertEquals("OCTET-STREAM", innermost.fields().subtype());

        byte[] wide = (MIXED + "--b\r\n\r\nx\r\n".repeat(20_000)).getBytes(ISO_8859_1);
        List<Part> parts = scan(wide, 0).structure().root().parts();
        assertEquals(StructureBuilder.MAX_PARTS - 1, parts.size());
        assertEquals(wide.length, parts.getLast().bodyEnd());
    }

    @Test
    void hugeLinesAndFieldsAreCutNotKept() {
        String megabyte = "x".repeat(1024 * 1024);
        byte[] bytes = ("Subject: " + megabyte + "\r\nTo: " + "a@b,".repeat(300_000) + "\r\n\r\n" + megabyte + "\r\n--"
                        + megabyte)
                .getBytes(ISO_8859_1);
        Scanned scanned = scan(bytes, 0);
        assertTrue(scanned.envelope().subject().orElseThrow().length() <= StructureBuilder.MAX_HEADER_LINE);
        assertTrue(scanned.envelope().to().size() <= StructureBuilder.MAX_HEADER_LINE / 4 + 1);
        assertEquals(1, scanned.structure().root().lines());
    }

    @Test
    void anyBytesHaveTheSameStructureHoweverCut() {
        SplittableRandom random = new SplittableRandom(7);
        String[] pieces = {
            "--b",
            "--b--",
            "--c",
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            " ",
            "Content-Type: multipart/mixed; boundary=b",
            "Content-Type: message/rfc822",
            "Content-Type: multipart/digest; boundary=c",
            "Subject: s",
            "x",
            ".",
            "\0",
            "\u00e4"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder message = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                message.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = message.toString().getBytes(ISO_8859_1);
            Scanned whole = scan(bytes, bytes.length);
            StructureInvariants.check(whole, bytes.length);
            assertEquals(whole, scan(bytes, random.nextInt(bytes.length + 1)), message::toString);
        }
    }

    private static Scanned scan(byte[] bytes, int cut) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(bytes, 0, cut));
        scanner.feed(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
        return scanner.finish();
    }

    private static Scanned scanBytewise(byte[] bytes) {
        MessageScanner scanner = new MessageScanner();
        for (int i = 0; i < bytes.length; i++) {
            scanner.feed(ByteBuffer.wrap(bytes, i, 1).slice().asReadOnlyBuffer());
        }
        return scanner.finish();
    }

    private static String outline(Part root, String message) {
        return Outline.of(root, part -> {
            String body = message.substring((int) part.bodyStart(), (int) part.bodyEnd());
            return " [" + body.replace('\r', '|').replace('\n', '|').replace('\0', '0') + "]";
        });
    }
}
