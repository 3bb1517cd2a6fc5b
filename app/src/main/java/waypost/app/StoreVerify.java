package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waypost.identity.AccountId;
import waypost.protocol.admin.AdminRequest;
import waypost.store.BackupVerification;
import waypost.store.BackupVerification.Compared;
import waypost.store.BackupVerification.Differences;
import waypost.store.BackupVerification.Result;
import waypost.store.BackupVerification.Scope;
import waypost.store.Volume;
import waypost.store.VolumeSpec;
import waypost.store.backup.DamagedBackup;

/** {@code store backup verify} of one volume: by the node that has it open, of a folder that the node can read. */
final class StoreVerify implements Operation {
    private static final String FOLDER = "FOLDER";
    private static final String BACKUP = "BACKUP";
    private static final String RANDOM = "RANDOM";

    /**
     * What is wanted.
     *
     * @param folder with the backups of all volumes
     * @param name of the backup; the last one when empty
     */
    record Wish(Path folder, Optional<String> name, Scope scope) {
        private BackupVerification.Order order(String volume, Report report) {
            return new BackupVerification.Order(
                    folder.resolve(volume), name, scope, VolumeOperation.progress(volume, report));
        }
    }

    /** The verification of a volume, open or not. */
    private interface Verification {
        Result of(BackupVerification.Order order) throws IOException;
    }

    @Override
    public String name() {
        return "store-verify";
    }

    AdminRequest on(VolumeSpec volume, Wish wish) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(VolumeOperation.VOLUME, volume.name());
        parameters.put(FOLDER, wish.folder().toAbsolutePath().toString());
        wish.name().ifPresent(name -> parameters.put(BACKUP, name));
        switch (wish.scope()) {
            case Scope.Everything() -> {}
            case Scope.OneAccount(AccountId account) -> parameters.put(Stores.ACCOUNT, account.toString());
            case Scope.AnyAccount(var _) -> parameters.put(RANDOM, "yes");
        }
        return new AdminRequest(name(), parameters);
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        String name = request.parameter(VolumeOperation.VOLUME).orElse("");
        Volume volume = VolumeOperation.open(stores, name);
        Scope scope = scope(
                request.parameter(Stores.ACCOUNT), request.parameter(RANDOM).isPresent());
        Wish wish = new Wish(Path.of(request.parameter(FOLDER).orElse("")), request.parameter(BACKUP), scope);
        return switch (verified(name, wish, order -> BackupVerification.run(order, volume), report)) {
            case DONE -> Main.DONE;
            case FOUND, IN_USE, NO_VOLUME -> Main.FAILED;
        };
    }

    /** Of a volume that nobody has open, or that is not there. */
    VolumeOperation.Ending closed(VolumeSpec volume, Wish wish, Report report) throws IOException, Complaint {
        return verified(volume.name(), wish, order -> BackupVerification.run(order, volume), report);
    }

    /** What an account's id and the wish for any account mean. */
    static Scope scope(Optional<String> account, boolean random) throws Complaint {
        if (account.isPresent()) {
            return new Scope.OneAccount(account(account.get()));
        }
        return random ? new Scope.AnyAccount(new SecureRandom()) : new Scope.Everything();
    }

    private static AccountId account(String id) throws Complaint {
        try {
            return AccountId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw Complaint.wrong("--account: an account's id has 16 hexadecimal digits, as store check shows it.");
        }
    }

    private static VolumeOperation.Ending verified(String volume, Wish wish, Verification verification, Report report)
            throws IOException, Complaint {
        BackupVerification.Order order = wish.order(volume, report);
        try {
            return told(volume, order.from(), verification.of(order), report);
        } catch (DamagedBackup damaged) {
            throw Complaint.failed("The backup in " + order.from() + " cannot be read: " + Reason.of(damaged) + ".");
        }
    }

    private static VolumeOperation.Ending told(String volume, Path from, Result result, Report report)
            throws IOException, Complaint {
        return switch (result) {
            case Result.Files(var name, var manifest, var compared, var differences) -> {
                String what = manifest.files().size() + " files, " + VolumeFindings.mebi(manifest.octets());
                report.line("volume " + volume + ": backup " + name + ", " + what);
                yield told(volume, compared, differences, report);
            }
            case Result.OneAccount(var name, var id, var compared, var differences) -> {
                String what = compared.messages() + " messages, " + VolumeFindings.mebi(compared.octets());
                report.line("volume " + volume + ": backup " + name + ", account " + id + ": " + what);
                yield told(volume, compared, differences, report);
            }
            case Result.NoBackup() -> throw Complaint.failed("There is no such backup in " + from + ".");
            case Result.NoAccount(var name) ->
                throw Complaint.failed("Backup " + from.resolve(name) + " has no such account.");
            case Result.InUse() -> VolumeOperation.Ending.IN_USE;
        };
    }

    private static VolumeOperation.Ending told(String volume, Compared compared, Differences differences, Report report)
            throws IOException {
        if (compared.accounts() > 0) {
            report.line("volume " + volume + ": has " + compared.there() + " of " + compared.messages()
                    + " messages in " + compared.accounts() + " accounts of the backup");
        }
        if (!compared.leftOut().isEmpty()) {
            report.line("volume " + volume + ": " + compared.leftOut());
        }
        for (String one : differences.first()) {
            report.line("  " + one);
        }
        long found = differences.found();
        if (found > differences.first().size()) {
            report.line("  and " + (found - differences.first().size()) + " more");
        }
        report.line("volume " + volume + ": " + (found == 0 ? "sound" : found + " differences"));
        return found == 0 ? VolumeOperation.Ending.DONE : VolumeOperation.Ending.FOUND;
    }
}
