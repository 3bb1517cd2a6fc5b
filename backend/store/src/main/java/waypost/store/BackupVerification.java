package waypost.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import waypost.identity.AccountId;
import waypost.store.backup.BackupFile;
import waypost.store.backup.BackupManifest;
import waypost.store.backup.Backups;
import waypost.store.backup.DamagedBackup;
import waypost.store.backup.FolderShelf;

/**
 * Reads a backup as a restore would, and compares what it reads with the checksums and with the volume, as far as there is one. Changes nothing. One thread, which
 * must not be a virtual one.
 */
public final class BackupVerification {
    private static final String RESTORED =
            "what the backup lacks was not looked for, as the volume was restored since, or is another one";

    private final Order order;
    private final Backups backups;
    private final String name;
    private final BackupManifest manifest;
    private final Optional<Counterpart> volume;
    private final Optional<Counterpart> sequel;
    private final String leftOut;
    private final List<String> first = new ArrayList<>();
    private long found;

    /** How much of it is read. */
    public sealed interface Scope {
        /** Each file from its begin to its end. */
        record Everything() implements Scope {}

        /** What one account has. */
        record OneAccount(AccountId account) implements Scope {}

        /** What any account has, another each time. */
        record AnyAccount(RandomGenerator random) implements Scope {}
    }

    /**
     * What is wanted.
     *
     * @param from the folder with the backups of the volume
     * @param name of the backup; the newest when empty
     */
    public record Order(Path from, Optional<String> name, Scope scope, VolumeProgress.Listener listener) {}

    /**
     * Messages that were looked at.
     *
     * @param accounts that have them; 0 when all files are as they were and there is no volume
     * @param messages in the backup
     * @param octets of these
     * @param there how many of these the volume has still
     * @param leftOut what was not compared, and why; empty when all was
     */
    public record Compared(long accounts, long messages, long octets, long there, String leftOut) {}

    /**
     * What is not as it should be.
     *
     * @param first a sentence each, at most {@link VolumeReport#KEPT}
     * @param found how many there are
     */
    public record Differences(List<String> first, long found) {
        public Differences {
            first = List.copyOf(first);
        }
    }

    /** How it ended. */
    public sealed interface Result {
        record Files(String name, BackupManifest manifest, Compared compared, Differences differences)
                implements Result {}

        record OneAccount(String name, AccountId account, Compared compared, Differences differences)
                implements Result {}

        record NoBackup() implements Result {}

        /** The backup does not have the account, or none at all. */
        record NoAccount(String name) implements Result {}

        /** A node has the volume open: it can compare the two. */
        record InUse() implements Result {}
    }

    private BackupVerification(Order order, String name, Optional<Counterpart> volume, String noVolume)
            throws IOException {
        this.order = order;
        this.name = name;
        this.backups = new Backups(new FolderShelf(order.from()));
        this.manifest = backups.manifest(name);
        this.volume = volume;
        this.sequel = volume.filter(now -> now.continues(manifest));
        this.leftOut = volume.isEmpty() ? noVolume : sequel.isEmpty() ? RESTORED : "";
    }

    /** With an open volume, which goes on meanwhile. Fails with {@link DamagedBackup} when there is no whole manifest. */
    public static Result run(Order order, Volume running) throws IOException {
        return run(order, Optional.of(Counterpart.of(running)), "");
    }

    /** With a closed one, if it is there and can be read. Fails as the other. */
    public static Result run(Order order, VolumeSpec spec) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return run(order, Optional.empty(), "nothing was compared with it, as there is none in " + spec.folder());
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec)) {
            return run(order, volume);
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    private static Result run(Order order, ClosedVolume closed) throws IOException {
        Counterpart volume;
        try {
            volume = Counterpart.of(closed);
        } catch (IOException unreadable) {
            String why = "nothing was compared with it, as it cannot be read: " + unreadable.getMessage();
            return run(order, Optional.empty(), why);
        }
        try (Table _ = volume.table()) {
            return run(order, Optional.of(volume), "");
        }
    }

    private static Result run(Order order, Optional<Counterpart> volume, String noVolume) throws IOException {
        List<String> names = new Backups(new FolderShelf(order.from())).names();
        Optional<String> name = order.name().isPresent()
                ? order.name().filter(names::contains)
                : names.stream().reduce((_, last) -> last);
        return name.isPresent()
                ? new BackupVerification(order, name.get(), volume, noVolume).run()
                : new Result.NoBackup();
    }

    private Result run() throws IOException {
        return switch (order.scope()) {
            case Scope.Everything() -> files();
            case Scope.OneAccount(AccountId id) -> account(_ -> Optional.of(id));
            case Scope.AnyAccount(RandomGenerator random) ->
                account(all -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size()))));
        };
    }

    /** Bodies are read as the files that have them; once more if one of these is damaged, to know whose they are. */
    private Result files() throws IOException {
        long done = 0;
        for (BackupFile file : manifest.files()) {
            try (InputStream in = backups.open(name, file)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (DamagedBackup damaged) {
                add(String.valueOf(damaged.getMessage()));
            } catch (IOException unreadable) {
                add(file.name() + " cannot be read: " + unreadable.getMessage());
            }
            order.listener()
                    .at(new VolumeProgress(
                            VolumeProgress.Step.VERIFICATION,
                            ++done,
                            manifest.files().size()));
        }
        boolean sound = found == 0;
        Compared compared = sound && volume.isEmpty() ? new Compared(0, 0, 0, 0, leftOut) : everyAccount(sound);
        return new Result.Files(name, manifest, compared, differences());
    }

    private Compared everyAccount(boolean sound) throws IOException {
        try {
            return opened((index, segments) -> {
                BackupComparison comparison =
                        comparison(index, sound ? _ -> Optional.empty() : body -> damage(body, segments));
                for (AccountId account : accounts(index)) {
                    compare(comparison, account);
                }
                if (sequel.isPresent()) {
                    comparison.missingAccounts(sequel.get().table());
                }
                return comparison.compared(leftOut);
            });
        } catch (IndexUnreadable | JournalDamaged | NoSuchFileException unreadable) {
            add("not all messages could be looked at: " + unreadable.getMessage());
            return new Compared(0, 0, 0, 0, leftOut);
        }
    }

    private interface Choice {
        Optional<AccountId> of(List<AccountId> all);
    }

    private Result account(Choice choice) throws IOException {
        return opened((index, segments) -> {
            List<AccountId> all = accounts(index);
            Optional<AccountId> chosen = choice.of(all).filter(all::contains);
            if (chosen.isEmpty()) {
                return new Result.NoAccount(name);
            }
            BackupComparison comparison = comparison(index, body -> damage(body, segments));
            compare(comparison, chosen.get());
            return new Result.OneAccount(name, chosen.get(), comparison.compared(leftOut), differences());
        });
    }

    private void compare(BackupComparison comparison, AccountId account) throws IOException {
        comparison.account(account.value());
        if (sequel.isPresent()) {
            comparison.missing(account.value(), sequel.get().table());
        }
    }

    private BackupComparison comparison(Table index, BackupComparison.Bodies bodies) {
        return new BackupComparison(index, bodies, volume, order.listener(), this::add);
    }

    private interface Reading<T> {
        T from(Table index, Segments segments) throws IOException;
    }

    /** As one opens a volume. */
    private <T> T opened(Reading<T> reading) throws IOException {
        Path folder = order.from().resolve(name);
        Disk disk = FileDisk.at(folder.resolve("journal"));
        try (Table index = RocksTable.openForReading(folder.resolve("index"));
                Segments segments = new Segments(disk, JournalIdentity.read(disk))) {
            for (String file : disk.list()) {
                SegmentHeader.first(file).ifPresent(segments::add);
            }
            return reading.from(index, segments);
        }
    }

    private static List<AccountId> accounts(Table index) throws IOException {
        return Forwarding.accounts(index).stream()
                .filter(account -> account != 0)
                .map(AccountId::new)
                .toList();
    }

    private void add(String difference) {
        found++;
        if (first.size() < VolumeReport.KEPT) {
            first.add(difference);
        }
    }

    private Differences differences() {
        return new Differences(first, found);
    }

    /** What is wrong with a body. */
    private static Optional<String> damage(StoredBody body, Segments segments) throws IOException {
        CRC32C crc = new CRC32C();
        try {
            segments.body(body.parts()).read(0, body.length(), crc::update);
        } catch (DamagedRecord | CleanedRecord | JournalDamaged | NoSuchFileException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
        return (int) crc.getValue() == body.crc() ? Optional.empty() : Optional.of("wrong CRC32C");
    }
}
