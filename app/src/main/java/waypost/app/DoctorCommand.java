package waypost.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import waypost.directory.ServerState;
import waypost.mapping.Census;
import waypost.mapping.Clashes;
import waypost.mapping.Flaw;
import waypost.mapping.UserMapSettings;

/** {@code waypost doctor}: what is wrong with what Waypost depends on. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks for faults in what this node depends on.")
final class DoctorCommand {
    private static final int TOLD_EVERY = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "directory",
            mixinStandardHelpOptions = true,
            description = {
                "Asks each server of the directories, reads all entries that the user maps could find, and tells what is wrong with them:"
                        + " addresses and ids that several have, hosts that are no node or volume, what is missing, cannot be read or"
                        + " would never be found.",
                "Changes nothing.",
                "Exit status 0 if nothing is wrong, 1 if something is, 2 if a directory cannot be asked."
            })
    int directory(@Mixin ConfigOption config) throws Complaint {
        ConsoleReport report = ConsoleReport.of(spec);
        int status = Main.DONE;
        try (Directories directories = Directories.open(config.read())) {
            long maps = directories.settings().maps().stream()
                    .filter(UserMapSettings.Directory.class::isInstance)
                    .count();
            Clashes clashes = new Clashes((int) maps);
            for (UserMapSettings map : directories.settings().maps()) {
                int found = switch (map) {
                    case UserMapSettings.File file -> {
                        report.line("User map " + file.name() + " is a file, and was read with the configuration.");
                        yield Main.DONE;
                    }
                    case UserMapSettings.Node node -> {
                        report.line("User map " + node.name() + " is the node " + node.node()
                                + ", which is asked for names that no map has.");
                        yield Main.DONE;
                    }
                    case UserMapSettings.Directory in -> new Visit(in, clashes, report).of(directories);
                };
                status = Math.max(status, found);
            }
            return clashes.any() ? Math.max(status, between(directories, clashes, report)) : status;
        }
    }

    /** What several maps have, each its own. */
    private static int between(Directories directories, Clashes clashes, ConsoleReport report) {
        report.line("Of several user maps, the entries of these addresses:");
        int[] told = {0};
        try {
            for (UserMapSettings map : directories.settings().maps()) {
                if (map instanceof UserMapSettings.Directory in) {
                    try (Census census = census(directories, in)) {
                        census.show(clashes);
                    }
                }
            }
        } catch (IOException unsaid) {
            report.line("  They cannot be read: " + unsaid.getMessage());
            return Main.WRONG;
        }
        clashes.tell(flaw -> {
            told[0]++;
            report.line("  " + flaw);
        });
        report.line("  " + (told[0] == 0 ? "none." : told[0] + " " + Flaw.Kind.HIDDEN.words()));
        return told[0] == 0 ? Main.DONE : Main.FAILED;
    }

    private static Census census(Directories directories, UserMapSettings.Directory map) {
        return Census.of(directories.settings(), map, directories.rules(), directories.trust(), InstantSource.system());
    }

    /** One user map in a directory. */
    private record Visit(UserMapSettings.Directory map, Clashes clashes, ConsoleReport report) {
        int of(Directories directories) {
            report.line("User map " + map.name() + " asks directory " + map.directory() + ".");
            try (Census census = census(directories, map)) {
                int status = Main.DONE;
                for (ServerState server : census.servers()) {
                    report.line("  " + server.server() + " "
                            + server.fault().orElse("answers, and shows what must be there") + ".");
                    status = server.fault().isPresent() ? Main.FAILED : status;
                }
                return Math.max(status, entries(census));
            }
        }

        private int entries(Census census) {
            Map<Flaw.Kind, Integer> counts = new EnumMap<>(Flaw.Kind.class);
            try {
                long users = census.take(
                        flaw -> {
                            counts.merge(flaw.kind(), 1, Integer::sum);
                            report.line("  " + flaw);
                        },
                        clashes,
                        read -> {
                            if (read % TOLD_EVERY == 0) {
                                report.progress(read + " entries read");
                            }
                        });
                report.line(
                        "  " + users + " entries of users, " + (counts.isEmpty() ? "nothing is wrong." : "of these:"));
                counts.forEach((kind, count) -> report.line("    " + count + " " + kind.words()));
                return counts.isEmpty() ? Main.DONE : Main.FAILED;
            } catch (IOException unsaid) {
                report.line("  Its entries cannot be read: " + unsaid.getMessage());
                return Main.WRONG;
            }
        }
    }
}
