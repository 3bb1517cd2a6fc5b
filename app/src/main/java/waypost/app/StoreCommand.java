package waypost.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
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
import waypost.store.VolumeCompact;
import waypost.store.VolumeFinding;
import waypost.store.VolumeProgress;
import waypost.store.VolumeRebuild;
import waypost.store.VolumeReport;
import waypost.store.VolumeSpec;
import waypost.store.VolumeStats;

/** {@code waypost store}: work on the volumes of a node that does not run. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks, mends and cleans the volumes of a node that does not run.")
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

    @Command(
            name = "compact",
            mixinStandardHelpOptions = true,
            description = {
                "Gives back the space of what a volume does not need any more, as a running node does by and by.",
                "Exit status 1 if damage is met; what is damaged is left as it is."
            })
    int compact(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, this::compacted);
    }

    @Command(
            name = "stats",
            mixinStandardHelpOptions = true,
            description = "Says what a volume has, and how much space it takes. Changes nothing.")
    int stats(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, this::counted);
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

    private boolean compacted(VolumeSpec volume, VolumeProgress.Listener progress) throws IOException, Complaint {
        return switch (VolumeCompact.run(volume, InstantSource.system(), progress)) {
            case VolumeCompact.Result.Compacted compacted -> {
                out().println("volume " + volume.name() + ": " + compacted.segments() + " segments cleaned, "
                        + mebi(compacted.before()) + " became " + mebi(compacted.after()));
                boolean whole = compacted.findings().isEmpty()
                        || told(
                                volume,
                                compacted.findings(),
                                compacted.findings().size());
                if (compacted.refused() > 0) {
                    out().println("volume " + volume.name() + ": " + compacted.refused()
                            + " segments left as they are. Check the volume.");
                }
                yield whole && compacted.refused() == 0;
            }
            case VolumeCompact.Result.InUse() -> throw inUse(volume);
            case VolumeCompact.Result.NoVolume() -> throw none(volume);
        };
    }

    private boolean counted(VolumeSpec volume, VolumeProgress.Listener progress) throws IOException, Complaint {
        return switch (VolumeStats.run(volume)) {
            case VolumeStats.Result.Taken(VolumeStats stats) -> {
                told(volume, stats);
                yield true;
            }
            case VolumeStats.Result.InUse() -> throw inUse(volume);
            case VolumeStats.Result.NoVolume() -> throw none(volume);
        };
    }

    private void told(VolumeSpec volume, VolumeStats stats) {
        out().println("volume " + volume.name() + ": " + stats.accounts() + " accounts, " + stats.messages()
                + " messages");
        out().println("  journal: " + stats.segments() + " segments, " + mebi(stats.journal()) + "; "
                + stats.compressed() + " of them compressed");
        out().println("  settled: " + mebi(stats.contents()) + " before compression, " + mebi(stats.needless())
                + " of that needless");
        out().println("  index: " + mebi(stats.index()));
        out().println("  disk: " + mebi(stats.space().usable()) + " of "
                + mebi(stats.space().total()) + " free, reserve " + mebi(stats.reserve()));
    }

    private static String mebi(long octets) {
        return String.format(Locale.ROOT, "%.1f MiB", octets / 1048576.0);
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
                            case CLEANING -> progress.done() + of + " segments cleaned";
                        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
