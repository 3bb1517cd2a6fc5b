package waypost.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import waypost.config.Configuration;

/** {@code waypost check-config FILE}. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = "Reads a configuration file and tells all that is wrong with it.")
final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Override
    public Integer call() throws Complaint {
        Configuration configuration = Configured.check(file);
        System.out.println(file + ": node " + configuration.node().name() + " is configured");
        return Main.DONE;
    }
}
