package waypost.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.mapping.Answer;
import waypost.mapping.Explanation;

/** {@code waypost route}: where users are. */
@Command(
        name = "route",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Tells where the mail and the log-ins of an address go.")
final class RouteCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = {
                "Asks each user map for an address and tells what it was asked, what it has, and what follows.",
                "Exit status 1 if the address leads to no node."
            })
    int explain(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ADDRESS", description = "Any spelling of an address.") String address)
            throws Complaint {
        Configuration configuration = config.read();
        PrintWriter out = spec.commandLine().getOut();
        try (Directories directories = Directories.open(configuration)) {
            Explanation explanation = directories.maps().explain(address);
            new RouteReport(directories.settings(), ClusterNodes.of(configuration), out).print(explanation);
            return explanation.answer() instanceof Answer.Granted ? Main.DONE : Main.FAILED;
        }
    }
}
