package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.store.backup.BackupFile;
import waypost.store.backup.BackupManifest;
import waypost.store.backup.Backups;
import waypost.store.backup.DamagedBackup;
import waypost.store.backup.FolderShelf;

/**
 * Makes a volume of a backup. It goes forward: nothing that was given out since the backup was taken is given out again ({@link RestoreJump}). Never over a volume
 * that is there. A restore that is broken off begins anew; before its end no node opens the volume. One thread, which must not be a virtual one.
 */
public final class VolumeRestore {
    private static final Logger log = LoggerFactory.getLogger(VolumeRestore.class);

    /** In the folder of a volume whose restore has not ended. */
    static final String RESTORING = "restoring";

    private static final List<String> PARTS = List.of("journal", "index", "incoming");

    private final VolumeSpec spec;
    private final Order order;
    private final Backups backups;
    private final Disk root;
    private final List<String> damaged = new ArrayList<>();

    /**
     * What is wanted.
     *
     * @param from the folder with the backups of the volume
     * @param name of the backup; the newest when empty
     * @param damage whether a backup is taken of which not all is as it was
     * @param settled whether no other node can know better who has the accounts: there is none that keeps mailboxes
     */
    public record Order(
            Path from,
            Optional<String> name,
            boolean damage,
            boolean settled,
            InstantSource clock,
            VolumeProgress.Listener listener) {}

    /** How it ended. */
    public sealed interface Result {
        /**
         * @param items that the volume has
         * @param damaged files that are not as they were
         */
        record Restored(String name, BackupManifest manifest, long items, List<String> damaged) implements Result {}

        /** The folder has a volume, or parts of one. */
        record Exists() implements Result {}

        /** Somebody is at work in the folder. */
        record InUse() implements Result {}

        record NoBackup() implements Result {}

        /** The backup is of a volume with another number: the ids of its accounts are of that volume. */
        record OtherNumber(int number) implements Result {}
    }

    private VolumeRestore(VolumeSpec spec, Order order) throws IOException {
        this.spec = spec;
        this.order = order;
        this.backups = new Backups(new FolderShelf(order.from()));
        this.root = FileDisk.at(spec.folder());
    }

    /** Fails with {@link DamagedBackup} when the backup is not as it was, if that is not wanted all the same. */
    public static Result run(VolumeSpec spec, Order order) throws IOException {
        List<String> names = new Backups(new FolderShelf(order.from())).names();
        Optional<String> name = order.name().isPresent()
                ? order.name().filter(names::contains)
                : names.stream().reduce((_, last) -> last);
        if (name.isEmpty()) {
            return new Result.NoBackup();
        }
        VolumeRestore restore = new VolumeRestore(spec, order);
        try (Closeable _ = restore.root.lock()) {
            return restore.run(name.get());
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    private Result run(String name) throws IOException {
        BackupManifest manifest = backups.manifest(name);
        if (manifest.volume().number() != spec.number()) {
            return new Result.OtherNumber(manifest.volume().number());
        }
        if (!root.list().contains(RESTORING) && occupied()) {
            return new Result.Exists();
        }
        mark();
        clear();
        copy(name, manifest);
        index();
        long items = forward(manifest);
        new VolumeLabel(
                        manifest.volume().format(),
                        spec.number(),
                        manifest.volume().id())
                .write(root);
        if (!order.settled()) {
            Settled.open(root);
        }
        root.delete(RESTORING);
        root.force();
        return new Result.Restored(name, manifest, items, List.copyOf(damaged));
    }

    private boolean occupied() throws IOException {
        List<String> there = root.list();
        return there.contains(VolumeLabel.FILE) || PARTS.stream().anyMatch(there::contains);
    }

    private void mark() throws IOException {
        if (!root.list().contains(RESTORING)) {
            root.create(RESTORING).close();
            root.force();
        }
    }

    private void clear() throws IOException {
        for (String name : List.of(VolumeLabel.FILE, Settled.UNSETTLED)) {
            if (root.list().contains(name)) {
                root.delete(name);
            }
        }
        for (String part : PARTS) {
            ClosedVolume.delete(spec.folder().resolve(part));
        }
        ClosedVolume.delete(scratch());
        root.force();
    }

    /** Where the files of the index wait until it is one. */
    private Path scratch() {
        return spec.folder().resolve(VolumeBackup.CHECKPOINT);
    }

    private void copy(String name, BackupManifest manifest) throws IOException {
        FileDisk.at(spec.folder().resolve("journal"));
        FileDisk.at(scratch());
        long done = 0;
        for (BackupFile file : manifest.files()) {
            try (InputStream in = backups.open(name, file)) {
                copy(in, target(file.name()));
            } catch (DamagedBackup changed) {
                if (!order.damage()) {
                    throw changed;
                }
                damaged.add(file.name());
            }
            order.listener()
                    .at(new VolumeProgress(
                            VolumeProgress.Step.RESTORING,
                            ++done,
                            manifest.files().size()));
        }
        FileDisk.at(spec.folder().resolve("journal")).force();
    }

    private Path target(String name) throws DamagedBackup {
        String[] words = name.split("/", -1);
        boolean known = words.length == 2 && words[1].matches("[\\w-]+(\\.\\w+)?");
        return switch (known ? words[0] : "") {
            case "journal" -> spec.folder().resolve("journal").resolve(words[1]);
            case "index" -> scratch().resolve(words[1]);
            default -> throw new DamagedBackup("the backup has a file " + name + ", of which nothing is known");
        };
    }

    private static void copy(InputStream in, Path target) throws IOException {
        Files.copy(in, target);
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** One that cannot be used is made anew from the journal when that is opened. */
    private void index() throws IOException {
        boolean sound = damaged.stream().noneMatch(file -> file.startsWith("index/"));
        try (Table table = RocksTable.open(spec.folder().resolve("index"))) {
            if (sound) {
                new AccountIndex(table, _ -> {}).restore(scratch());
            }
        } catch (IndexUnreadable unreadable) {
            log.warn("event=index-rebuild volume={} reason=\"{}\"", spec.name(), unreadable.getMessage());
            ClosedVolume.delete(spec.folder().resolve("index"));
        }
        ClosedVolume.delete(scratch());
    }

    private long forward(BackupManifest manifest) throws IOException {
        Disk disk = FileDisk.at(spec.folder().resolve("journal"));
        int again = backups.restoredSince(manifest);
        long incarnation = RestoreJump.incarnation(manifest.incarnation(), again);
        backups.restored(incarnation);
        JournalIdentity identity = JournalIdentity.read(disk);
        new JournalIdentity(identity.id(), identity.mark(), incarnation).write(disk);
        RestoreJump jump = RestoreJump.between(manifest.taken(), order.clock().instant(), again);
        try (Table table = VolumeParts.index(spec)) {
            AccountIndex index = new AccountIndex(table, _ -> {});
            try (Journal journal = LocalJournal.open(
                    spec.name(), disk, spec.journal(), index, damage -> damaged.add(damage.toString()))) {
                journal.start(Journal.Owner.ALONE);
                return new Forwarding(journal, table, jump, order.listener()).run(Forwarding.accounts(table));
            }
        }
    }
}
