package waypost.store;

import java.io.IOException;
import java.util.UUID;
import waypost.store.backup.BackupManifest;

/**
 * What a backup is compared with: the index of a volume.
 *
 * @param volume its id
 * @param incarnation of its journal
 */
record Counterpart(Table table, UUID volume, long incarnation) {
    static Counterpart of(Volume running) {
        VolumeCore core = running.core();
        long incarnation = core.journal().segments().identity().incarnation();
        return new Counterpart(core.table(), running.id(), incarnation);
    }

    /** To be closed by its table. */
    static Counterpart of(ClosedVolume closed) throws IOException {
        UUID volume = closed.label().id();
        long incarnation = JournalIdentity.read(closed.journal()).incarnation();
        return new Counterpart(RocksTable.openForReading(closed.folder("index")), volume, incarnation);
    }

    /** Whether it has only gone on since the backup was taken: it was not restored meanwhile, and is no other one. */
    boolean continues(BackupManifest manifest) {
        return volume.equals(manifest.volume().id()) && RestoreJump.sameLife(manifest.incarnation(), incarnation);
    }
}
