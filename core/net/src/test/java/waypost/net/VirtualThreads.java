package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Which virtual threads live, by the JVM's own dump. */
final class VirtualThreads {
    private VirtualThreads() {}

    static long count(String prefix) throws IOException {
        Path folder = Files.createTempDirectory("threads");
        Path dump = folder.resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            try (var lines = Files.lines(dump)) {
                return lines.filter(line -> line.contains("\"" + prefix)).count();
            }
        } finally {
            Files.deleteIfExists(dump);
            Files.deleteIfExists(folder);
        }
    }

    /** The last answer may arrive a moment before its thread ends. */
    static void awaitNone(String prefix) throws IOException {
        Instant patience = Instant.now().plus(Scripted.PATIENCE);
        long left = count(prefix);
        while (left > 0 && Instant.now().isBefore(patience)) {
            left = count(prefix);
        }
        assertEquals(0, left);
    }
}
