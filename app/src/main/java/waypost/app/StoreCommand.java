package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.config.VolumeSection;
import waypost.protocol.admin.AdminRequest;
import waypost.store.VolumeRepair;
import waypost.store.VolumeSpec;

/** {@code waypost store}: work on the volumes of a node, which does it itself where it runs. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StoreFinaliseCommand.class, StoreBackupCommand.class, StoreRestoreCommand.class},
        description = "Checks, mends, cleans, backs up and restores the volumes of a node, whether it runs or not.")
final class StoreCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Which volumes. */
    static final class Chosen {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Option(
                names = "--volume",
                paramLabel = "NAME",
                description = "Only this volume; all of the configuration without it.")
        private Optional<String> volume = Optional.empty();

        Configuration configuration() throws Complaint {
            return config.read("node", "volumes");
        }

        List<VolumeSpec> volumes() throws Complaint {
            return volumes(configuration());
        }

        List<VolumeSpec> volumes(Configuration configuration) throws Complaint {
            return specs(configuration, volume);
        }

        static List<VolumeSpec> specs(Configuration configuration, Optional<String> volume) throws Complaint {
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
                "A running node does it beside its work, and cleans nothing meanwhile.",
                "Exit status 1 if damage is found."
            })
    int check(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, new StoreCheck());
    }

    @Command(
            name = "rebuild-index",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the index of a volume again from its journal.",
                "A running node takes the volume out for so long: its accounts hear that they are to come again, the others are served.",
                "Exit status 1 if a part of the journal cannot be read."
            })
    int rebuildIndex(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, new StoreRebuild());
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description = {
                "Mends what check finds, as far as it can be mended: segments in which something is broken, a journal whose end cannot be"
                        + " told, the index, numbers that could be given out a second time. Says what is lost, by account.",
                "A running node takes the volume out for so long, also to tell: its accounts hear that they are to come again, the others are served.",
                "What is mended once is left alone the next time. Exit status 1 if something is lost, or would be mended."
            })
    int repair(
            @Mixin Chosen chosen,
            @Option(names = "--dry-run", description = "Only tells what is to be mended.") boolean dry)
            throws Complaint {
        return each(chosen, new StoreRepair(dry ? VolumeRepair.Mode.TELL : VolumeRepair.Mode.DO));
    }

    /** What is done to a volume that nobody has open; or with its backups. */
    @FunctionalInterface
    interface Work {
        VolumeOperation.Ending on(VolumeSpec volume, Report report) throws IOException, Complaint;
    }

    /** What a node is asked for that has the volume open. */
    @FunctionalInterface
    interface Asked {
        AdminRequest of(VolumeSpec volume);
    }

    /** How it ends where somebody has the volume open. */
    private interface Otherwise {
        int on(VolumeSpec volume, Report report) throws Complaint;
    }

    static int eachClosed(List<VolumeSpec> volumes, CommandSpec spec, Work work) throws Complaint {
        return each(volumes, spec, work, (volume, _) -> {
            throw inUse(volume);
        });
    }

    /** A volume that nobody has open may be one that its running node could not open. */
    static int each(Chosen chosen, CommandSpec spec, Work closed, Asked asked) throws Complaint {
        Configuration configuration = chosen.configuration();
        AdminClient node = AdminClient.of(configuration);
        return each(
                chosen.volumes(configuration), spec, closed, (volume, report) -> node.run(asked.of(volume), report));
    }

    private static int each(List<VolumeSpec> volumes, CommandSpec spec, Work work, Otherwise inUse) throws Complaint {
        ConsoleReport report = ConsoleReport.of(spec);
        int status = Main.DONE;
        for (VolumeSpec volume : volumes) {
            try {
                status = Math.max(
                        status,
                        switch (work.on(volume, report)) {
                            case DONE -> Main.DONE;
                            case FOUND -> Main.FAILED;
                            case IN_USE -> inUse.on(volume, report);
                            case NO_VOLUME -> throw none(volume);
                        });
            } catch (IOException failed) {
                throw failed(volume, failed);
            }
        }
        return status;
    }

    @Command(
            name = "compact",
            mixinStandardHelpOptions = true,
            description = {
                "Gives back the space of what a volume does not need any more, as a running node does by and by.",
                "A running node goes at four times its volume's clean-rate.",
                "Exit status 1 if damage is met; what is damaged is left as it is."
            })
    int compact(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, new StoreCompact());
    }

    @Command(
            name = "stats",
            mixinStandardHelpOptions = true,
            description = "Says what a volume has, and how much space it takes. Changes nothing.")
    int stats(@Mixin Chosen chosen) throws Complaint {
        return each(chosen, new StoreStats());
    }

    private int each(Chosen chosen, VolumeOperation operation) throws Complaint {
        return each(chosen, spec, operation::closed, operation::on);
    }

    private static Complaint inUse(VolumeSpec volume) {
        return Complaint.failed("Volume " + volume.name() + " in " + volume.folder()
                + " is open in a running node. Stop the node first.");
    }

    private static Complaint failed(VolumeSpec volume, IOException failed) {
        return Complaint.failed("Volume " + volume.name() + " in " + volume.folder() + ": " + Reason.of(failed));
    }

    private static Complaint none(VolumeSpec volume) {
        return Complaint.failed("There is no volume in " + volume.folder() + " for " + volume.name() + " yet.");
    }
}
