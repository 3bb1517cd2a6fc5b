package waypost.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the archive, unpacked and started as its users start it. */
class DistributionTest {
    private static final Path BUILT = Program.REPOSITORY.resolve("app/target");

    @TempDir
    static Path temp;

    private static Path home = Path.of("");

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(BUILT)) {
            File archive = files.map(Path::toFile)
                    .filter(file -> file.getName().endsWith(".tar.gz"))
                    .max(Comparator.comparing(File::lastModified))
                    .orElseThrow(() -> new AssertionError("build app first: mvn package"));
            Tool.run(temp, "tar", "xzf", archive.toString());
            home = temp.resolve(archive.getName().replace(".tar.gz", ""));
        }
    }

    @Test
    void saysItsVersion() throws IOException, InterruptedException {
        String version = waypost("--version");
        assertTrue(version.startsWith("waypost "), version);
    }

    @Test
    void takesItsExample() throws IOException, InterruptedException {
        String example = home.resolve("conf-examples/all-in-one.yaml").toString();
        String said = waypost("check-config", example);
        assertTrue(said.startsWith(example), said);
    }

    /** Without a home, as a service has none. */
    private static String waypost(String... arguments) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = new ArrayList<>(List.of("env", "-u", "HOME", "WAYPOST_NO_CACHE=1"));
        command.addAll(
                List.of("WAYPOST_JAVA=" + java, home.resolve("bin/waypost").toString()));
        command.addAll(List.of(arguments));
        return Tool.run(temp, command.toArray(String[]::new));
    }
}
