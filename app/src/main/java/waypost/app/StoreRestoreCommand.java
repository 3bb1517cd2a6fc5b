package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.store.VolumeRestore;
import waypost.store.VolumeSpec;

/** {@code waypost store restore}: makes a volume of a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a volume of its last backup, where no volume is.",
            "It goes forward: no number that clients may know is given out again, and they fetch everything that may have changed."
                    + " Where other nodes keep mailboxes, it serves when each of them has said what it knows of the accounts.",
            "Exit status 1 if anything of the backup is not as it was."
        })
final class StoreRestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--volume", required = true, paramLabel = "NAME", description = "Which volume.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String volume;

    @Option(names = "--backup", paramLabel = "TIME", description = "This backup instead of the last one.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--damaged",
            description =
                    "Takes a backup of which not all is as it was, too. What is lost is told, by account where that is known.")
    private boolean damaged;

    @Parameters(paramLabel = "DIR", description = "The folder for backups.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Override
    public Integer call() throws Complaint {
        Configuration configuration = config.read("node", "volumes", "nodes");
        boolean alone = ClusterNodes.of(configuration).stores().stream()
                .allMatch(node -> node.name().equals(configuration.node().name()));
        return StoreCommand.eachClosed(
                StoreCommand.Chosen.specs(configuration, Optional.of(volume)), spec, (into, report) -> {
                    var order = new VolumeRestore.Order(
                            folder.resolve(into.name()),
                            name,
                            damaged,
                            alone,
                            InstantSource.system(),
                            VolumeOperation.progress(into.name(), report));
                    return restored(into, order, VolumeRestore.run(into, order), report);
                });
    }

    private static VolumeOperation.Ending restored(
            VolumeSpec into, VolumeRestore.Order order, VolumeRestore.Result result, Report report)
            throws IOException, Complaint {
        return switch (result) {
            case VolumeRestore.Result.Restored(var taken, var _, var items, var lost) -> {
                String what = "backup " + taken + " restored, " + items + " messages";
                VolumeOperation.Ending ending = VolumeFindings.damaged(into.name(), what, lost, report);
                if (!order.settled()) {
                    report.line("volume " + into.name()
                            + ": serves when the other nodes have said what they know of its accounts");
                }
                yield ending;
            }
            case VolumeRestore.Result.Exists() ->
                throw Complaint.failed("There is something in " + into.folder()
                        + ". A restore never overwrites a volume: move the folder away first.");
            case VolumeRestore.Result.InUse() -> VolumeOperation.Ending.IN_USE;
            case VolumeRestore.Result.NoBackup() ->
                throw Complaint.failed("There is no such backup in " + order.from() + ".");
            case VolumeRestore.Result.OtherNumber(int number) ->
                throw Complaint.failed("The backup is of a volume with number " + number + ", " + into.name()
                        + " has number " + into.number() + ".");
        };
    }
}
