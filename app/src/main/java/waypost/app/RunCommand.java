package waypost.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import waypost.config.Configuration;

/** {@code waypost run --config FILE}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a node until it is told to stop (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ConfigOption config;

    @Override
    public Integer call() throws Complaint, InterruptedException {
        Configuration configuration = config.readToRun();
        Logging.apply(configuration.log());
        try (Node node = Node.start(configuration)) {
            node.runUntilStopped();
        }
        return Main.DONE;
    }
}
