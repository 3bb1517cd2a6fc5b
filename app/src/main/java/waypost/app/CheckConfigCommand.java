package waypost.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;

/** {@code waypost check-config FILE}. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description =
                "Reads a configuration file and tells all that is wrong with it; warns of what a node starts with all the same.")
final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Complaint {
        Configuration configuration = Configured.check(file);
        PrintWriter err = spec.commandLine().getErr();
        Stream.of(new SecretsReach(configuration).warnings(), new LeftPasswords(configuration).warnings())
                .flatMap(List::stream)
                .forEach(warning -> err.println(warning.line(file + ": warning")));
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": node " + configuration.node().name() + " is configured");
        out.flush();
        return Main.DONE;
    }
}
