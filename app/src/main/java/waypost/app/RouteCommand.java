package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.mapping.Prospect.Use;
import waypost.mapping.Service;

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
                "Asks each user map for an address and tells what it was asked, what it has, and what follows;",
                "beside it what is answered now, be it from memory or a copy while a directory cannot say.",
                "A node that runs with this configuration does that itself, and tells what it remembers and how it finds its servers.",
                "Exit status 1 if mail for the address, or with --login the right password, would not be taken now."
            })
    int explain(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ADDRESS", description = "Any spelling of an address, or of a name to log in by.")
                    String address,
            @Option(
                            names = "--login",
                            description =
                                    "Explains a log-in by this name, which may be no address, in place of mail for it.")
                    boolean login,
            @Option(
                            names = "--service",
                            paramLabel = "SERVICE",
                            description = {
                                "Asks as this service does, by its user maps: imap, pop3, smtp or submission.",
                                "With --login: whether this one lets the user in."
                            })
                    Optional<Service> service)
            throws Complaint {
        var question = new RouteQuestion(address, login ? Use.LOGIN : Use.MAIL, service);
        Configuration configuration = config.read();
        ConsoleReport report = ConsoleReport.of(spec);
        AdminClient node = AdminClient.of(configuration);
        return node.answers() ? node.run(question.request(), report) : explain(configuration, question, report);
    }

    private static int explain(Configuration configuration, RouteQuestion question, ConsoleReport report)
            throws Complaint {
        List<String> maps = question.service().isEmpty()
                ? List.of()
                : Askers.of(configuration)
                        .only(question.service())
                        .byMaps()
                        .keySet()
                        .iterator()
                        .next();
        try (Directories directories = Directories.open(configuration)) {
            var told = new MapsReport(directories.settings(), report);
            var accounts = new AccountReport(ClusterNodes.of(configuration), AccountReport.OwnerOf::unasked, report);
            return question.ask(directories.maps(maps), told, accounts);
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
