package waypost.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import waypost.testkit.Peers;

/** The packaged program as a process. What it prints is appended to a log file as it comes. */
final class Program implements AutoCloseable {
    static final Path REPOSITORY = Path.of(System.getProperty("waypost.repository", "../.."))
            .toAbsolutePath()
            .normalize();

    private static final Path LIBRARIES = REPOSITORY.resolve("app/target/waypost/lib");
    private static final int MINUTES_TO_START = 3;
    private static final int SECONDS_TO_STOP = 30;

    private final Process process;
    private final Path log;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final List<String> printed = new ArrayList<>();
    private final Thread reader;

    private Program(Process process, Path log, String readyMark) {
        this.process = process;
        this.log = log;
        this.reader = Thread.ofVirtual().start(() -> copy(readyMark));
    }

    /** @param readyMark what a line holds when the program has started */
    static Program start(Path log, String readyMark, String... arguments) throws IOException {
        return start(List.of(), log, readyMark, arguments);
    }

    /** @param under a command that runs the program, as a tracer does */
    static Program start(List<String> under, Path log, String readyMark, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.addAll(command());
        command.addAll(List.of(arguments));
        return foreign(log, readyMark, command);
    }

    /** What runs the program, up to its arguments. */
    static List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + LIBRARIES + ":" + LIBRARIES.resolve("linux/" + System.getProperty("os.arch")),
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.jfr.enabled=false",
                "-Djdk.reflect.useNativeAccessorOnly=true"));
        Path cache = LIBRARIES.resolve("waypost.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        command.addAll(List.of("-cp", classPath(), "waypost.app.Main"));
        return command;
    }

    /** Another program than the packaged one. */
    static Program foreign(Path log, String readyMark, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Program(Peers.started(command, process), log, readyMark);
    }

    private static String classPath() {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
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

    private void copy(String readyMark) {
        try (BufferedReader lines = process.inputReader();
                Writer to = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                to.write(line + "\n");
                to.flush();
                synchronized (printed) {
                    printed.add(line);
                    printed.notifyAll();
                }
                if (line.contains(readyMark)) {
                    ready.complete(true);
                }
            }
            ready.complete(false);
        } catch (IOException failed) {
            ready.completeExceptionally(failed);
        }
    }

    /** Returns when it has started. One that does not is ended. */
    Program awaitReady() throws IOException {
        try {
            if (ready.get(MINUTES_TO_START, TimeUnit.MINUTES)) {
                return this;
            }
            destroy();
            throw new IOException("it did not start: " + log());
        } catch (ExecutionException | TimeoutException failed) {
            destroy();
            throw new IOException("it did not start: " + log(), failed);
        } catch (InterruptedException interrupted) {
            destroy();
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** kill -9, of what it has begun too. */
    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Returns when it has printed so many lines with the mark since it was started; false when that takes too long. */
    boolean awaitPrinted(String mark, int count, Instant end) throws InterruptedException {
        synchronized (printed) {
            while (printed.stream().filter(line -> line.contains(mark)).count() < count) {
                long left = Duration.between(Instant.now(), end).toMillis();
                if (left <= 0) {
                    return false;
                }
                printed.wait(left);
            }
            return true;
        }
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** A line of input, the last one. */
    void type(String line) throws IOException {
        try (Writer in = process.outputWriter()) {
            in.write(line + "\n");
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM, to the program itself where it runs under another. */
    void terminate() {
        List<ProcessHandle> below = process.children().toList();
        if (below.isEmpty()) {
            process.destroy();
        }
        below.forEach(ProcessHandle::destroy);
    }

    /** The exit status of the process, which ends by itself. */
    int status(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            destroy();
            throw new IllegalStateException("the process did not end within " + seconds + " s");
        }
        reader.join();
        return process.exitValue();
    }

    /** kill -9, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
    }

    /** SIGTERM, and waits for the end. */
    @Override
    public void close() {
        terminate();
        try {
            status(SECONDS_TO_STOP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
