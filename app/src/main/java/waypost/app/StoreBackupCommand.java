package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.identity.AccountId;
import waypost.store.BackupVerification;
import waypost.store.BackupVerification.Scope;
import waypost.store.VolumeSpec;

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
        Configuration configuration = chosen.configuration();
        AdminClient node = AdminClient.of(configuration);
        StoreBackup.Wish wish = new StoreBackup.Wish(into, keep, rate);
        ConsoleReport report = ConsoleReport.of(spec);
        int status = Main.DONE;
        for (VolumeSpec volume : chosen.volumes(configuration)) {
            try {
                status = Math.max(status, made(volume, wish, node, report));
            } catch (IOException failed) {
                throw StoreCommand.failed(volume, failed);
            }
        }
        return status;
    }

    private static int made(VolumeSpec volume, StoreBackup.Wish wish, AdminClient node, ConsoleReport report)
            throws IOException, Complaint {
        StoreBackup backup = new StoreBackup();
        return switch (backup.closed(volume, wish, report)) {
            case DONE, FOUND -> Main.DONE;
            case IN_USE -> node.run(backup.on(volume, wish), report);
            case NO_VOLUME -> throw StoreCommand.none(volume);
        };
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the last backup of each volume, or what one account has in it, and compares it with its checksums."
                        + " Exit status 1 if anything is not as it was.",
                "An account a night is a good habit: --random takes another each time."
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
        Scope scope = account.isPresent()
                ? new Scope.OneAccount(account(account.get()))
                : random ? new Scope.AnyAccount(new SecureRandom()) : new Scope.Everything();
        return StoreCommand.eachClosed(volumes.volumes(), spec, (volume, report) -> {
            var progress = VolumeOperation.progress(volume.name(), report);
            var order = new BackupVerification.Order(from.resolve(volume.name()), name, scope, progress);
            return verified(volume.name(), order.from(), BackupVerification.run(order), report);
        });
    }

    private static AccountId account(String id) throws Complaint {
        try {
            return AccountId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw Complaint.wrong("--account: an account's id has 16 hexadecimal digits, as store check shows it.");
        }
    }

    private static VolumeOperation.Ending verified(
            String volume, Path from, BackupVerification.Result result, Report report) throws IOException, Complaint {
        return switch (result) {
            case BackupVerification.Result.Files(var name, var manifest, var damaged) -> {
                String what = manifest.files().size() + " files, " + VolumeFindings.mebi(manifest.octets());
                yield VolumeFindings.damaged(volume, "backup " + name + ", " + what, damaged, report);
            }
            case BackupVerification.Result.OneAccount(var name, var id, var messages, var octets, var damaged) -> {
                String what = "account " + id + ": " + messages + " messages, " + VolumeFindings.mebi(octets);
                yield VolumeFindings.damaged(volume, "backup " + name + ", " + what, damaged, report);
            }
            case BackupVerification.Result.NoBackup() ->
                throw Complaint.failed("There is no such backup in " + from + ".");
            case BackupVerification.Result.NoAccount(var name) ->
                throw Complaint.failed("Backup " + from.resolve(name) + " has no such account.");
        };
    }
}
