package waypost.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import waypost.config.Configuration;

/** {@code waypost run --config FILE}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a node until it is told to stop (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Override
    public Integer call() throws Complaint, InterruptedException {
        Configuration configuration = Configured.read(config);
        Logging.apply(configuration.log());
        try (Node node = Node.start(configuration)) {
            node.runUntilStopped();
        }
        return Main.DONE;
    }
}
