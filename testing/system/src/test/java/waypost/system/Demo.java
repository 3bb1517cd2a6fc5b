package waypost.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The demo as a process of its own, on free ports, with its data in a folder that is kept between starts. */
final class Demo implements AutoCloseable {
    static final Path REPOSITORY = Path.of(System.getProperty("waypost.repository", "../.."))
            .toAbsolutePath()
            .normalize();

    private static final int PORTS = 48;
    private static final String READY = "Ctrl-C stops it.";

    private final Process process;
    private final Path folder;
    private final int first;
    private final List<String> welcome;

    private Demo(Process process, Path folder, int first, List<String> welcome) {
        this.process = process;
        this.folder = folder;
        this.first = first;
        this.welcome = welcome;
    }

    /** Returns when it listens. */
    static Demo start(Path folder) throws IOException {
        return start(folder, Ports.row(PORTS));
    }

    static Demo start(Path folder, int first) throws IOException {
        Process process = program(
                "demo", "--data", folder.toString(), "--ports-from", String.valueOf(first));
        List<String> lines = new ArrayList<>();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.equals(READY)) {
                return new Demo(process, folder, first, lines);
            }
        }
        throw new IOException("the demo did not start: " + lines + log(folder));
    }

    private static String log(Path folder) throws IOException {
        Path log = folder.resolveSibling("demo.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Runs the packaged program; its log goes to demo.log beside the demo's folder. */
    private static Process program(String... arguments) throws IOException {
        Path folder = Path.of(arguments[2]);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                "waypost.app.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling("demo.log").toFile()))
                .start();
    }

    private static String classPath() {
        try (Stream<Path> jars = Files.list(REPOSITORY.resolve("app/target/waypost/lib"))) {
            return String.join(
                    ":",
                    jars.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .toList());
        } catch (IOException notPackaged) {
            throw new UncheckedIOException("build app first: mvn package", notPackaged);
        }
    }

    int first() {
        return first;
    }

    int smtp() {
        return first;
    }

    int submission() {
        return first + 1;
    }

    int imaps() {
        return first + 3;
    }

    int imap() {
        return first + 2;
    }

    int pop3s() {
        return first + 5;
    }

    int ldap() {
        return first + 6;
    }

    Path authority() {
        return folder.resolve("tls/ca.pem");
    }

    List<String> welcome() {
        return welcome;
    }

    /** SIGTERM, and waits for the end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the demo did not stop within 30 s of SIGTERM");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** kill -9, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
