package waypost.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waypost demo}: a whole cluster in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a cluster on this machine: a front end, two stores, the embedded directory, three users.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "Where it keeps its data (${DEFAULT-VALUE}).")
    private Path data = Path.of("var/demo");

    @Option(names = "--fresh", description = "Begin with nothing: removes what an earlier demo left in DIR.")
    private boolean fresh;

    @Option(
            names = "--ports-from",
            paramLabel = "N",
            description = "Use the ports from N on instead of 2525, 2143, ... (up to N+40).")
    private Optional<Integer> portsFrom = Optional.empty();

    @Option(
            names = "--exit-when-ready",
            hidden = true,
            description = "Stop as soon as it listens: trains the fast start.")
    private boolean exitWhenReady;

    @Override
    public Integer call() throws Complaint, InterruptedException {
        Path folder = data.toAbsolutePath().normalize();
        DemoPorts ports = portsFrom.map(DemoPorts::from).orElse(DemoPorts.STANDARD);
        try {
            prepare(folder);
        } catch (IOException failed) {
            throw Complaint.failed("The demo cannot write to " + folder + " (" + failed.getMessage()
                    + "). Name another folder with --data.");
        }
        try (Demo demo = Demo.start(folder, ports)) {
            System.out.print(demo.welcome());
            System.out.flush();
            if (!exitWhenReady) {
                demo.runUntilStopped();
            }
        }
        return Main.DONE;
    }

    private void prepare(Path folder) throws IOException {
        Path mark = folder.resolve("waypost-demo");
        if (fresh && Files.exists(folder)) {
            refuseOthersData(folder, mark);
            for (Path path : everything(folder)) {
                Files.delete(path);
            }
        }
        Files.createDirectories(folder);
        Files.write(mark, List.of("The demo's data. Removed by waypost demo --fresh."));
    }

    /** {@code --fresh} removes what a demo made, and nothing else. */
    private static void refuseOthersData(Path folder, Path mark) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent() && !Files.exists(mark)) {
                throw new IOException("it holds files that no demo made");
            }
        }
    }

    private static List<Path> everything(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .toList();
        }
    }
}
