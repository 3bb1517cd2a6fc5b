package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What real servers have replied to MailKit, under WAYPOST_DATA: each reply is read, to its last line. */
class RecordedRepliesTest {
    @TestFactory
    List<DynamicTest> eachReplyIsRead() throws IOException {
        String data = System.getenv("WAYPOST_DATA");
        if (data == null) {
            return List.of();
        }
        Path folder = Path.of(data, "imap-transcripts/jstedfast_MailKit/Smtp/Resources");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> read(file)));
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static void read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        long replies = lines.stream().filter(line -> !line.startsWith("-", 3)).count();
        ByteBuffer octets =
                ByteBuffer.wrap((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        SmtpReplyReader reader = new SmtpReplyReader();
        for (long reply = 0; reply < replies; reply++) {
            assertInstanceOf(SmtpReplyReader.Reading.Whole.class, reader.next(octets));
        }
        assertEquals(0, octets.remaining());
    }
}
