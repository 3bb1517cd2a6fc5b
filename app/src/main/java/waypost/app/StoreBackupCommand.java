package waypost.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waypost store backup}: makes backups, and reads them to see whether they are whole. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a backup of each volume in DIR/VOLUME/TIME. What has not changed since the backup before is not copied again:"
                    + " the same file is in both, so DIR should be one file system, and not that of the volume.",
            "A running node makes it beside its work, and cleans nothing meanwhile. Any backup may be deleted without the others."
        })
final class StoreBackupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final StoreCommand.Chosen chosen = new StoreCommand.Chosen();

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "0",
            description = "Deletes all but the last N backups when the new one is whole.")
    private int keep;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Copies N MiB a second at most. 0, as without it: as fast as it goes.")
    private int rate;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The folder for backups.")
    private Optional<Path> folder = Optional.empty();

    @Override
    public Integer call() throws Complaint {
        Path into = folder.orElseThrow(() -> Complaint.wrong("Say which folder the backups belong into."));
        StoreBackup backup = new StoreBackup();
        StoreBackup.Wish wish = new StoreBackup.Wish(into, keep, rate);
        return StoreCommand.each(
                chosen,
                spec,
                (volume, report) -> backup.closed(volume, wish, report),
                volume -> backup.on(volume, wish));
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the last backup of each volume, or what one account has in it, and compares it with its checksums and with the volume:"
                        + " a message that both have must be the same, and none may be missing from the backup that is older than it."
                        + " What has changed since is no difference.",
                "A running node does it beside its work. Of a volume that is not there, or cannot be read, the backup alone is read, and that is said.",
                "An account a night is a good habit: --random takes another each time.",
                "Exit status 1 if a difference or damage is found; each is told by account and mailbox."
            })
    int verify(
            @Mixin StoreCommand.Chosen volumes,
            @Option(names = "--backup", paramLabel = "TIME", description = "This backup instead of the last one.")
                    Optional<String> name,
            @Option(names = "--account", paramLabel = "ID", description = "Only what this account has.")
                    Optional<String> account,
            @Option(names = "--random", description = "Only what some account has.") boolean random,
            @Parameters(paramLabel = "DIR", description = "The folder for backups.") Path from)
            throws Complaint {
        StoreVerify verify = new StoreVerify();
        StoreVerify.Wish wish = new StoreVerify.Wish(from, name, StoreVerify.scope(account, random));
        return StoreCommand.each(
                volumes,
                spec,
                (volume, report) -> verify.closed(volume, wish, report),
                volume -> verify.on(volume, wish));
    }
}
