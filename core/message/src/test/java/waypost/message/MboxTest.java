package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MboxTest {
    private static final String A = "From a Mon Nov 23 10:00:00 2026\n";
    private static final String B = "From b Mon Nov 23 11:00:00 2026\n";

    record Split(String fromLine, byte[] bytes) {}

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("\n\n", ""),
                Arguments.of("junk\n" + A + "x\n", ""),
                Arguments.of("junk\n\n" + A + "x\n", "a[x|]"),
                Arguments.of(A, "a[]"),
                Arguments.of(A.stripTrailing(), "a[]"),
                Arguments.of(A + "x\n", "a[x|]"),
                Arguments.of(A + "x", "a[x]"),
                Arguments.of(A + "x\n\n", "a[x|]"),
                Arguments.of(A + "x\n\n\n", "a[x||]"),
                Arguments.of(A + "\n" + B + "\ny\n", "a[] b[|y|]"),
                Arguments.of(A + "x\n\n" + B + "y\n\n", "a[x|] b[y|]"),
                Arguments.of(A + "x\n\n\n" + B + "y\n", "a[x||] b[y|]"),
                Arguments.of(A + "x\n" + B + "y\n", "a[x|" + B.replace('\n', '|') + "y|]"),
                Arguments.of(A + "x\n\nFrom here\n", "a[x||From here|]"),
                Arguments.of(A + "x\n\n>" + B, "a[x||>" + B.replace('\n', '|') + "]"),
                Arguments.of(A + "x\n\nFro\n\nF", "a[x||Fro||F]"),
                Arguments.of(A + "x\n\r\n" + B, "a[x|] b[]"),
                Arguments.of(A + "x\n\ry\n", "a[x|~y|]"),
                Arguments.of(
                        A + "x\n\n" + "From " + "b".repeat(2000) + " 10:00\n",
                        "a[x||From " + "b".repeat(2000) + " 10:00|]"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void splits(String file, String expected) throws IOException {
        byte[] bytes = file.getBytes(ISO_8859_1);
        for (int step = 1; step <= Math.max(1, bytes.length); step++) {
            assertEquals(expected, show(split(bytes, step)), "in steps of " + step);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void splitsWithCrLf(String file, String expected) throws IOException {
        byte[] bytes = file.replace("\r", "").replace("\n", "\r\n").getBytes(ISO_8859_1);
        String plain = expected.replace("~", "");
        for (int step = 1; step <= Math.max(1, bytes.length); step++) {
            assertEquals(plain, show(split(bytes, step)).replace("~", ""), "in steps of " + step);
        }
    }

    static List<Split> split(byte[] file, int step) throws IOException {
        Collector collector = new Collector();
        Mbox mbox = new Mbox(collector);
        for (int at = 0; at < file.length; at += step) {
            mbox.feed(ByteBuffer.wrap(file, at, Math.min(step, file.length - at)));
        }
        mbox.finish();
        return collector.splits;
    }

    private static String show(List<Split> splits) {
        return splits.stream()
                .map(split -> split.fromLine().split(" ", 3)[1] + "["
                        + new String(split.bytes(), ISO_8859_1)
                                .replace('\n', '|')
                                .replace('\r', '~') + "]")
                .collect(Collectors.joining(" "));
    }

    private static final class Collector implements Mbox.Messages {
        private final List<Split> splits = new ArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String fromLine = "";

        @Override
        public void begin(String line) {
            fromLine = line;
        }

        @Override
        public void bytes(ByteBuffer slice) {
            while (slice.hasRemaining()) {
                bytes.write(slice.get());
            }
        }

        @Override
        public void end() {
            splits.add(new Split(fromLine, bytes.toByteArray()));
            bytes.reset();
        }
    }
}
