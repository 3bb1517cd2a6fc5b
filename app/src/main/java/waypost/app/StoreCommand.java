package waypost.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.config.VolumeSection;
import waypost.store.VolumeCheck;
import waypost.store.VolumeFinding;
import waypost.store.VolumeProgress;
import waypost.store.VolumeRebuild;
import waypost.store.VolumeReport;
import waypost.store.VolumeSpec;

/** {@code waypost store}: work on the volumes of a node that does not run. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks and mends the volumes of a node that does not run.")
final class StoreCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What is done with one volume; answers whether it is sound. */
    @FunctionalInterface
    private interface Work {
        boolean on(VolumeSpec volume, VolumeProgress.Listener progress) throws IOException, Complaint;
    }

    /** Which volumes. */
    static final class Chosen {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Option(
                names = "--volume",
                paramLabel = "NAME",
                description = "Only this volume; all of the configuration without it.")
        private Optional<String> volume = Optional.empty();

        List<VolumeSpec> volumes() throws Complaint {
            Configuration configuration = config.read("node", "volumes");
            List<VolumeSection> sections = configuration.volumes().stream()
                    .filter(section ->
                            volume.isEmpty() || section.name().value().equals(volume.get()))
                    .toList();
            if (sections.isEmpty()) {
                throw Complaint.wrong("The configuration has no volume"
                        + volume.map(name -> " " + name).orElse("") + ".");
            }
            return sections.stream().map(StoreRole::spec).toList();
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads every record of a volume and compares the index with the journal. Changes nothing.",
                "Exit status 1 if damage is found."
            })
    int check(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, this::checked);
    }

    @Command(
            name = "rebuild-index",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the index of a volume again from its journal.",
                "Exit status 1 if a part of the journal cannot be read."
            })
    int rebuildIndex(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, this::rebuilt);
    }

    private int each(Chosen chosen, Work work) throws Complaint {
        boolean sound = true;
        for (VolumeSpec volume : chosen.volumes()) {
            try {
                sound &= work.on(volume, progress -> tell(volume, progress));
            } catch (IOException failed) {
                throw Complaint.failed(
                        "Volume " + volume.name() + " in " + volume.folder() + ": " + failed.getMessage());
            }
        }
        return sound ? Main.DONE : Main.FAILED;
    }

    private boolean checked(VolumeSpec volume, VolumeProgress.Listener progress) throws IOException, Complaint {
        return switch (VolumeCheck.run(volume, progress)) {
            case VolumeCheck.Result.Checked(VolumeReport report) -> {
                out().println("volume " + volume.name() + ": " + report.segments() + " segments, " + report.entries()
                        + " entries, " + report.records() + " records, " + report.accounts() + " accounts, "
                        + report.messages() + " messages, " + report.waiting() + " to be handed on");
                yield told(volume, report.findings(), report.found());
            }
            case VolumeCheck.Result.InUse() -> throw inUse(volume);
            case VolumeCheck.Result.NoVolume() -> throw none(volume);
        };
    }

    private boolean rebuilt(VolumeSpec volume, VolumeProgress.Listener progress) throws IOException, Complaint {
        return switch (VolumeRebuild.run(volume, progress)) {
            case VolumeRebuild.Result.Rebuilt(long entries, var findings, long found) -> {
                out().println("volume " + volume.name() + ": index made from " + entries + " entries");
                yield told(volume, findings, found);
            }
            case VolumeRebuild.Result.InUse() -> throw inUse(volume);
            case VolumeRebuild.Result.NoVolume() -> throw none(volume);
        };
    }

    private boolean told(VolumeSpec volume, List<VolumeFinding> findings, long found) {
        for (VolumeFinding finding : findings) {
            String whose = finding.accounts().isEmpty() ? "" : " of " + finding.accounts();
            out().println("  " + finding.kind().name().toLowerCase(Locale.ROOT) + whose + ": " + finding.what());
        }
        if (found > findings.size()) {
            out().println("  and " + (found - findings.size()) + " more");
        }
        out().println("volume " + volume.name() + ": " + (found == 0 ? "sound" : found + " findings"));
        return found == 0;
    }

    private static Complaint inUse(VolumeSpec volume) {
        return Complaint.failed("Volume " + volume.name() + " in " + volume.folder()
                + " is open in a running node. Stop the node first.");
    }

    private static Complaint none(VolumeSpec volume) {
        return Complaint.failed("There is no volume in " + volume.folder() + " for " + volume.name() + " yet.");
    }

    private void tell(VolumeSpec volume, VolumeProgress progress) {
        String of = progress.total() == 0 ? "" : " of " + progress.total();
        spec.commandLine()
                .getErr()
                .println(volume.name() + ": "
                        + switch (progress.step()) {
                            case JOURNAL -> progress.done() + of + " entries of the journal read";
                            case COMPARISON -> progress.done() + of + " keys of the index compared";
                        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
