package waypost.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Counts a class's tests by the {@link Peers} that they met and, where there are any, writes that beside the class's report. JUnit finds it by itself. */
public final class PeerCounts implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Map<String, Integer> counts = new TreeMap<>();

    @Override
    public void beforeEach(ExtensionContext test) {
        Peers.begin();
    }

    /** Behind what the test closes itself. */
    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            Peers.met().forEach(peer -> counts.merge(peer, 1, Integer::sum));
        }
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException {
        if (!counts.isEmpty()) {
            Path reports =
                    Files.createDirectories(Path.of(System.getProperty("basedir", "."), "target", "surefire-reports"));
            String name = tests.getRequiredTestClass().getName();
            Files.write(
                    reports.resolve("peers-" + name + ".txt"),
                    counts.entrySet().stream()
                            .map(peer -> peer.getValue() + " " + peer.getKey())
                            .toList());
            counts.clear();
        }
    }
}
