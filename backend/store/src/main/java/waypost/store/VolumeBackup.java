package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.store.backup.BackupManifest;
import waypost.store.backup.BackupWriter;
import waypost.store.backup.Backups;
import waypost.store.backup.FolderShelf;
import waypost.store.backup.Shelf;

/**
 * Makes a backup of a volume, open or not: the segments of its journal up to an entry that is durable, and a checkpoint of its index that has no later one. What
 * the backup before has, or one that was broken off, is not copied again. The cleaner replaces nothing meanwhile. One thread, which must not be a virtual one.
 */
public final class VolumeBackup {
    private static final Logger log = LoggerFactory.getLogger(VolumeBackup.class);

    /** Where the checkpoint is until it has been copied. */
    static final String CHECKPOINT = "checkpoint";

    private final VolumeSpec spec;
    private final Journal journal;
    private final AccountIndex index;
    private final Supplier<VolumeLabel> label;
    private final Order order;
    private final Shelf shelf;

    /**
     * What is wanted.
     *
     * @param into the folder for the backups of this volume and no other
     * @param keep so many backups, the newest; 0 for all
     * @param octetsPerSecond that are copied, at most; 0 for as fast as it goes
     */
    public record Order(
            Path into, int keep, long octetsPerSecond, InstantSource clock, VolumeProgress.Listener listener) {}

    /** How it ended. */
    public sealed interface Result {
        /**
         * @param copied octets that were in no backup before
         * @param resumed octets that a backup that was broken off had copied already
         * @param deleted names of backups that were too many
         */
        record Made(String name, BackupManifest manifest, long copied, long resumed, List<String> deleted)
                implements Result {}

        /** A node has the volume open. */
        record InUse() implements Result {}

        /** Another backup of it is being made. */
        record Busy() implements Result {}

        record NoVolume() implements Result {}
    }

    VolumeBackup(
            VolumeSpec spec,
            Journal journal,
            AccountIndex index,
            Supplier<VolumeLabel> label,
            Order order,
            Shelf shelf) {
        this.spec = spec;
        this.journal = journal;
        this.index = index;
        this.label = label;
        this.order = order;
        this.shelf = shelf;
    }

    /** Of a volume that nobody has open. */
    public static Result run(VolumeSpec spec, Order order) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec);
                Table table = VolumeParts.index(spec)) {
            AccountIndex index = new AccountIndex(table, _ -> {});
            VolumeLabel label = volume.label();
            try (Journal journal = LocalJournal.open(
                    spec.name(),
                    volume.journal(),
                    spec.journal(),
                    index,
                    damage -> log.error("event=journal-damage volume={} damage={}", spec.name(), damage))) {
                return new VolumeBackup(spec, journal, index, () -> label, order, new FolderShelf(order.into())).run();
            }
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    /** Of a volume that is open, while it serves. */
    public static Result run(Volume volume, Order order) throws IOException {
        VolumeCore core = volume.core();
        return new VolumeBackup(
                        volume.upkeep().spec(),
                        core.journal(),
                        core.index(),
                        volume::label,
                        order,
                        new FolderShelf(order.into()))
                .run();
    }

    private Result run() throws IOException {
        Closeable lock;
        try {
            lock = FileDisk.at(order.into()).lock();
        } catch (FolderInUse another) {
            return new Result.Busy();
        }
        try (lock) {
            return make();
        }
    }

    Result.Made make() throws IOException {
        Path checkpoint = spec.folder().resolve(CHECKPOINT);
        Segments segments = journal.segments();
        try (Pins.Pin _ = segments.still()) {
            VolumeLabel of = label.get(); // No segment of a newer format takes another's place from now on.
            ClosedVolume.delete(checkpoint);
            long indexed = index.checkpoint(checkpoint);
            long through = Math.max(indexed, journal.appliedThrough());
            Backups backups = new Backups(shelf);
            try (BackupWriter writer = backups.begin(order.clock().instant())) {
                copy(writer, FileDisk.at(checkpoint), through);
                BackupManifest manifest = writer.finish(
                        new BackupManifest.Origin(spec.name(), of.number(), of.id(), of.format()),
                        segments.identity().incarnation(),
                        through);
                List<String> deleted = order.keep() > 0 ? backups.keep(order.keep()) : List.of();
                return new Result.Made(writer.name(), manifest, writer.copied(), writer.resumed(), deleted);
            }
        } finally {
            ClosedVolume.delete(checkpoint);
        }
    }

    private void copy(BackupWriter writer, Disk checkpoint, long through) throws IOException {
        Segments segments = journal.segments();
        BackupWriter.Pace pace = new RatePace(order.octetsPerSecond());
        BackupSources sources = new BackupSources(segments);
        List<Long> firsts = sources.upTo(through);
        List<String> indexFiles = checkpoint.list();
        long total = firsts.size() + indexFiles.size();
        BackupSources.whole("journal/", segments.disk(), JournalIdentity.FILE, file -> writer.add(file, pace));
        long done = 0;
        for (long first : firsts) {
            sources.segment(first, through, firsts.getLast() == first, file -> writer.add(file, pace));
            order.listener().at(new VolumeProgress(VolumeProgress.Step.BACKUP, ++done, total));
        }
        for (String name : indexFiles) {
            BackupSources.whole("index/", checkpoint, name, file -> writer.add(file, pace));
            order.listener().at(new VolumeProgress(VolumeProgress.Step.BACKUP, ++done, total));
        }
    }
}
