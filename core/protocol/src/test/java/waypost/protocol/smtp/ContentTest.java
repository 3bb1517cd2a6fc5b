package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.smtp.ContentReader.Piece;

class ContentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".\r\n",
                "..\r\n.\r\n",
                "a\r\n.\r\nQUIT\r\n",
                "a\r\n..\r\n.\r\n",
                "a\r\n.b\r\n.\r\n",
                "a\r\n...\r\n\r\n.\r\nrest",
                "a\n.\n b\r\n.\r\n",
                "a\n.\r\nb\r\n.\r\n",
                "a\r\n.\nb\r\n.\r\n",
                "a\r.\rb\r\n.\r\n",
                "a\r\r\n.\r\nrest",
                "\r\n.\r\r\n.\r\n",
                ".\r.\r\n.\r\n",
                ".\r\r\r\n.\r\n",
                "a\0b\r\n.\r\n",
                "\n.\n.\r\n.\r\n",
                "\r\n.\rx\r\n.\r\n",
                "no end\r\n.\r",
                ".\r\n.\r\n",
                "\r\n\r\n.\r\n"
            })
    void agreesWithTheOracleAtEveryCut(String input) {
        Outcome expected = Outcome.oracle(input);
        for (int first = 0; first <= input.length(); first++) {
            for (int second = first; second <= input.length(); second++) {
                assertEquals(
                        expected,
                        Outcome.read(
                                input.substring(0, first), input.substring(first, second), input.substring(second)),
                        "cut at " + first + ", " + second);
            }
        }
    }

    @Test
    void agreesWithTheOracleOnNastyNoise() {
        SplittableRandom random = new SplittableRandom(3);
        String alphabet = "\r\n.\r\n.\r\na\0";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder input = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                input.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int cut = random.nextInt(length + 1);
            String text = input.toString();
            assertEquals(Outcome.oracle(text), Outcome.read(text.substring(0, cut), text.substring(cut)), () -> text);
        }
    }

    @Test
    void boundsLinesAndSizes() {
        ContentCheck longest = new ContentCheck(Long.MAX_VALUE);
        longest.scan(bytes("a".repeat(ContentCheck.MAX_LINE - 2) + "\r\n"));
        longest.finish();
        assertEquals(Optional.empty(), longest.fault());

        ContentCheck longer = new ContentCheck(Long.MAX_VALUE);
        longer.scan(bytes("a".repeat(ContentCheck.MAX_LINE)));
        longer.scan(bytes("\r\n"));
        assertEquals(Optional.of(ContentFault.LINE_TOO_LONG), longer.fault());

        ContentCheck big = new ContentCheck(3);
        big.scan(bytes("a\r\n"));
        assertEquals(Optional.empty(), big.fault());
        big.scan(bytes("b"));
        assertEquals(Optional.of(ContentFault.TOO_BIG), big.fault());
    }

    @Test
    void seesLineEndsAcrossSlices() {
        ContentCheck sound = new ContentCheck(100);
        sound.scan(bytes("a\r"));
        sound.scan(bytes("\nb"));
        sound.finish();
        assertEquals(Optional.empty(), sound.fault());

        ContentCheck endsInCr = new ContentCheck(100);
        endsInCr.scan(bytes("a\r"));
        endsInCr.finish();
        assertEquals(Optional.of(ContentFault.BARE_LINE_END), endsInCr.fault());

        ContentCheck crThenText = new ContentCheck(100);
        crThenText.scan(bytes("a\r"));
        crThenText.scan(bytes("b"));
        assertEquals(Optional.of(ContentFault.BARE_LINE_END), crThenText.fault());
    }

    @Test
    void stuffingAndReadingAreInverse() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            StringBuilder content = new StringBuilder();
            int lines = random.nextInt(6);
            for (int i = 0; i < lines; i++) {
                content.append(".".repeat(random.nextInt(3)))
                        .append("x".repeat(random.nextInt(3)))
                        .append("\r\n");
            }
            Collected out = new Collected();
            DotStuffer stuffer = new DotStuffer(out);
            int cut = random.nextInt(content.length() + 1);
            stuffer.write(bytes(content.substring(0, cut)));
            stuffer.write(bytes(content.substring(cut)));
            stuffer.end();
            assertEquals(new Outcome(content.toString(), true, ""), Outcome.read(out.taken()));
        }
    }

    @Test
    void endsAnUnfinishedLine() throws IOException {
        Collected out = new Collected();
        DotStuffer stuffer = new DotStuffer(out);
        stuffer.write(bytes("a\r\n.b"));
        stuffer.end();
        assertEquals("a\r\n..b\r\n.\r\n", out.taken());
        stuffer = new DotStuffer(out);
        stuffer.write(bytes("a\r\nb\n"));
        stuffer.end();
        assertEquals("a\r\nb\n\r\n.\r\n", out.taken());
        stuffer = new DotStuffer(out);
        stuffer.write(bytes("a\r"));
        stuffer.write(bytes("\n"));
        stuffer.end();
        assertEquals("a\r\n.\r\n", out.taken());
    }

    @Test
    void readsChunksVerbatim() {
        ChunkReader chunk = new ChunkReader(5);
        ByteBuffer in = bytes("a\r\n.\rQUIT");
        assertTrue(chunk.next(in) instanceof Piece.Slice(var slice) && slice.remaining() == 5);
        assertEquals(new Piece.End(), chunk.next(in));
        assertEquals(4, in.remaining());
        assertEquals(new Piece.End(), new ChunkReader(0).next(bytes("")));
        assertEquals(new Piece.More(), new ChunkReader(1).next(bytes("")));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What came out: content, whether the end was found, what was left. */
    private record Outcome(String content, boolean ended, String rest) {

        /** RFC 5321 §4.1.1.4 word for word: the first CRLF dot CRLF, the CRLF before the first line being that of DATA. */
        static Outcome oracle(String input) {
            String all = "\r\n" + input;
            int end = all.indexOf("\r\n.\r\n");
            if (end >= 0) {
                String content =
                        all.substring(0, end + 2).replace("\r\n.", "\r\n").substring(2);
                return new Outcome(content, true, all.substring(end + 5));
            }
            for (String open : new String[] {"\r\n.\r", "\r\n."}) { // may yet become the end
                if (all.endsWith(open)) {
                    all = all.substring(0, all.length() - open.length() + 2);
                }
            }
            return new Outcome(all.replace("\r\n.", "\r\n").substring(2), false, "");
        }

        static Outcome read(String... parts) {
            DataReader reader = new DataReader();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            boolean ended = false;
            StringBuilder rest = new StringBuilder();
            for (String part : parts) {
                ByteBuffer in = bytes(part);
                boolean more = !ended;
                while (more) {
                    switch (reader.next(in)) {
                        case Piece.Slice(var slice) -> {
                            assertTrue(slice.hasRemaining(), "no empty slices");
                            byte[] octets = new byte[slice.remaining()];
                            slice.get(octets);
                            content.writeBytes(octets);
                        }
                        case Piece.More() -> more = false;
                        case Piece.End() -> {
                            ended = true;
                            more = false;
                        }
                    }
                }
                rest.append(StandardCharsets.ISO_8859_1.decode(in));
            }
            return new Outcome(content.toString(StandardCharsets.ISO_8859_1), ended, rest.toString());
        }
    }
}
