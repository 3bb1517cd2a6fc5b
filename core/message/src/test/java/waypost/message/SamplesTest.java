package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Every sample message has a sound structure that survives cutting and the codec. */
final class SamplesTest {
    private static final Path DATA = Path.of(System.getProperty("waypost.repository"), "testing", "data");

    @Test
    void committedSamples(TestReporter reporter) {
        int messages = checkAll(DATA);
        reporter.publishEntry("committed sample files", Integer.toString(messages));
        assertTrue(messages > 300, "only " + messages + " samples under " + DATA);
    }

    @Test
    void furtherSamples(TestReporter reporter) {
        Optional<String> data = Optional.ofNullable(System.getenv("WAYPOST_DATA"));
        if (data.isEmpty()) {
            reporter.publishEntry("further samples", "not run: WAYPOST_DATA is not set");
            return;
        }
        for (String folder : List.of("mail", "mbox")) {
            int messages = checkAll(Path.of(data.get(), folder));
            reporter.publishEntry("further sample files in " + folder, Integer.toString(messages));
            assertTrue(messages > 0, "no samples in " + folder);
        }
    }

    @Test
    void mboxSamplesSplitIntoTheirMessages() throws IOException {
        assertEquals(4, split("waypost/lf.mbox").size());
        assertEquals(4, split("waypost/crlf.mbox").size());
        List<byte[]> mime4j = split("mime4j/mbox/src/test/resources/test-1/mbox.rlug");
        assertEquals(5, mime4j.size());
        for (byte[] message : mime4j) {
            assertTrue(scan(message).envelope().messageId().isPresent());
        }
    }

    private static int checkAll(Path folder) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile).sorted().forEach(files::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 20_261_123));
        files.forEach(file -> check(file, random));
        return files.size();
    }

    private static void check(Path file, SplittableRandom random) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Scanned whole = scan(bytes);
            StructureInvariants.check(whole, bytes.length);
            assertEquals(whole, scanCut(bytes, random), "cut differently");
            assertEquals(Optional.of(whole), StructureCodec.decode(StructureCodec.encode(whole)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (AssertionError failed) {
            throw new AssertionError(file.toString(), failed);
        }
    }

    private static Scanned scan(byte[] bytes) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(bytes));
        return scanner.finish();
    }

    private static Scanned scanCut(byte[] bytes, SplittableRandom random) {
        MessageScanner scanner = new MessageScanner();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, random.nextInt(1, 2 + random.nextInt(4000)));
            scanner.feed(ByteBuffer.wrap(bytes, at, length));
            at += length;
        }
        return scanner.finish();
    }

    private static List<byte[]> split(String file) throws IOException {
        return MboxTest.split(Files.readAllBytes(DATA.resolve(file)), 4096).stream()
                .map(MboxTest.Split::bytes)
                .toList();
    }
}
