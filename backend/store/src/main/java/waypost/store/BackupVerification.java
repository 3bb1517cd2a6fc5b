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

/** Reads a backup as a restore would, and compares what it reads with the checksums. Changes nothing. One thread, which must not be a virtual one. */
public final class BackupVerification {
    private BackupVerification() {}

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

    /** How it ended. */
    public sealed interface Result {
        /** @param damaged files that are not as they were */
        record Files(String name, BackupManifest manifest, List<String> damaged) implements Result {}

        /**
         * @param octets of its messages
         * @param damaged messages that are not as they were
         */
        record OneAccount(String name, AccountId account, long messages, long octets, List<String> damaged)
                implements Result {}

        record NoBackup() implements Result {}

        /** The backup does not have the account, or none at all. */
        record NoAccount(String name) implements Result {}
    }

    /** Whether a message of the backup is what it is on the volume. */
    private interface Comparison {
        Optional<String> difference(StateRecord.Item item) throws IOException;
    }

    /** Fails with {@link DamagedBackup} when there is no whole manifest. */
    public static Result run(Order order) throws IOException {
        return run(order, _ -> Optional.empty());
    }

    /** The same of an account, and whether the messages that the volume still has are the same there. */
    public static Result run(Order order, Volume running) throws IOException {
        Table table = running.core().table();
        return run(
                order,
                item -> AccountReads.item(table, item.account(), item.itemNo())
                        .filter(there -> there.body().length() != item.body().length()
                                || there.body().crc() != item.body().crc())
                        .map(_ -> "the volume has another message of this number"));
    }

    private static Result run(Order order, Comparison comparison) throws IOException {
        Backups backups = new Backups(new FolderShelf(order.from()));
        List<String> names = backups.names();
        Optional<String> name = order.name().isPresent()
                ? order.name().filter(names::contains)
                : names.stream().reduce((_, last) -> last);
        if (name.isEmpty()) {
            return new Result.NoBackup();
        }
        BackupManifest manifest = backups.manifest(name.get());
        return switch (order.scope()) {
            case Scope.Everything _ -> files(backups, name.get(), manifest, order.listener());
            case Scope.OneAccount(AccountId id) -> account(order, name.get(), comparison, _ -> Optional.of(id));
            case Scope.AnyAccount(RandomGenerator random) ->
                account(
                        order,
                        name.get(),
                        comparison,
                        all -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size()))));
        };
    }

    private static Result files(Backups backups, String name, BackupManifest manifest, VolumeProgress.Listener listener)
            throws IOException {
        List<String> damaged = new ArrayList<>();
        long done = 0;
        for (BackupFile file : manifest.files()) {
            try (InputStream in = backups.open(name, file)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException unreadable) {
                damaged.add(file.name() + ": " + unreadable.getMessage());
            }
            listener.at(new VolumeProgress(
                    VolumeProgress.Step.VERIFICATION, ++done, manifest.files().size()));
        }
        return new Result.Files(name, manifest, List.copyOf(damaged));
    }

    private interface Choice {
        Optional<AccountId> of(List<AccountId> all);
    }

    private static Result account(Order order, String name, Comparison comparison, Choice choice) throws IOException {
        Path folder = order.from().resolve(name);
        Disk disk = FileDisk.at(folder.resolve("journal"));
        try (Table table = RocksTable.openForReading(folder.resolve("index"));
                Segments segments = new Segments(disk, JournalIdentity.read(disk))) {
            for (String file : disk.list()) {
                SegmentHeader.first(file).ifPresent(segments::add);
            }
            List<AccountId> all = new ArrayList<>();
            table.scan(
                    Family.VOLUME,
                    VolumeKeys.byAccount(),
                    (key, _) -> all.add(new AccountId(VolumeKeys.accountByAccount(key))));
            Optional<AccountId> chosen = choice.of(all).filter(all::contains);
            return chosen.isPresent()
                    ? account(name, chosen.get(), table, item -> {
                        Optional<String> damage = damage(item.body(), segments);
                        return damage.isPresent() ? damage : comparison.difference(item);
                    })
                    : new Result.NoAccount(name);
        }
    }

    private static Result account(String name, AccountId account, Table table, Comparison comparison)
            throws IOException {
        List<String> damaged = new ArrayList<>();
        long[] read = {0, 0};
        table.scan(Family.ACCOUNTS, Keys.items(account.value()), (_, value) -> {
            if (Entry.of(value).state() instanceof StateRecord.Item item) {
                read[0]++;
                read[1] += item.size();
                comparison.difference(item).ifPresent(what -> damaged.add("message " + item.itemNo() + ": " + what));
            }
            return true;
        });
        return new Result.OneAccount(name, account, read[0], read[1], List.copyOf(damaged));
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
