package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.mapping.Explanation;
import waypost.protocol.admin.AdminRequest;

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
                "A node that runs with this configuration does that itself, and tells what it remembers and how it finds its servers.",
                "Exit status 1 if the address leads to no node."
            })
    int explain(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ADDRESS", description = "Any spelling of an address.") String address)
            throws Complaint {
        Configuration configuration = config.read();
        ConsoleReport report = ConsoleReport.of(spec);
        AdminClient node = AdminClient.of(configuration);
        return node.answers()
                ? node.run(new AdminRequest(RouteExplain.NAME, Map.of(RouteExplain.ADDRESS, address)), report)
                : explain(configuration, address, report);
    }

    private static int explain(Configuration configuration, String address, ConsoleReport report) throws Complaint {
        try (Directories directories = Directories.open(configuration)) {
            Explanation explanation = directories.maps().explain(address);
            return new RouteReport(
                            directories.settings(),
                            ClusterNodes.of(configuration),
                            RouteReport.OwnerOf::unasked,
                            report)
                    .print(explanation);
        } catch (IOException untold) {
            throw Complaint.failed("It failed: " + Reason.of(untold));
        }
    }

    @Command(
            name = "simulate",
            mixinStandardHelpOptions = true,
            description = {
                "Tells which users a changed configuration would route or authenticate differently.",
                "Asks the directories of both configurations, past their caches, for addresses that their user maps have.",
                "Changes nothing and sends no password.",
                "Exit status 0 if nothing differs, 1 if something does, 2 if that cannot be said."
            })
    int simulate(
            @Mixin ConfigOption config,
            @Option(
                            names = "--with",
                            paramLabel = "FILE",
                            required = true,
                            description = "The changed configuration file.")
                    Path changed,
            @Option(
                            names = "--sample",
                            paramLabel = "NUMBER",
                            defaultValue = "1000",
                            description = {
                                "How many addresses of the directories and map files to ask about; all where there are fewer.",
                                "Whenever the users are the same, so is the sample. Without this option: 1000."
                            })
                    int sample,
            @Option(
                            names = "--addresses",
                            paramLabel = "FILE",
                            description =
                                    "Asks about these addresses too, one a line: names to log in with, addresses of no entry.")
                    Optional<Path> addresses)
            throws Complaint {
        if (sample < 0 || sample > RouteSimulation.MOST) {
            throw Complaint.wrong("Write --sample and a number up to " + RouteSimulation.MOST + ".");
        }
        Configuration present = config.read();
        Configuration future = Configured.read(changed);
        RouteSimulation.needsNothingMade(present);
        RouteSimulation.needsNothingMade(future);
        try (Directories before = Directories.open(present);
                Directories after = before.and(future)) {
            return new RouteSimulation(
                            RouteSimulation.Side.of(before, present),
                            RouteSimulation.Side.of(after, future),
                            ConsoleReport.of(spec))
                    .run(sample, addresses);
        }
    }
}
