package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import waypost.testkit.Peers;

/** Runs a program of the system to its end. */
final class Tool {
    private static final int SECONDS = Counts.of(120, 3600);

    private Tool() {}

    /** What it printed, to both outputs; fails unless it ended with status 0. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Result result = end(folder, command);
        assertEquals(0, result.status(), () -> String.join(" ", command) + "\n" + result.output());
        return result.output();
    }

    record Result(int status, String output) {}

    static Result end(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = Peers.started(builder.command(), builder.start());
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " did not end: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    }
}
