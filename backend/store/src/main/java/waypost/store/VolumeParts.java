package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a volume keeps what it has, and how its journal is opened. */
record VolumeParts(Disk root, Disk incoming, Table table, JournalSource journal) {
    private static final Logger log = LoggerFactory.getLogger(VolumeParts.class);

    interface JournalSource {
        Journal open(Journal.Index index) throws IOException;
    }

    /** The folders {@code journal}, {@code index} and {@code incoming} below the volume's own. */
    static VolumeParts in(VolumeSpec spec, Executor reads) throws IOException {
        Disk root = FileDisk.at(spec.folder());
        Disk journal = FileDisk.at(spec.folder().resolve("journal"));
        Disk incoming = FileDisk.at(spec.folder().resolve("incoming"));
        Table table = new PooledTable(index(spec), reads);
        return new VolumeParts(
                root,
                incoming,
                table,
                fed -> LocalJournal.open(
                        spec.name(),
                        journal,
                        spec.journal(),
                        fed,
                        damage -> log.error("event=journal-damage volume={} damage={}", spec.name(), damage)));
    }

    /** An index of another format is thrown away: the journal gives one of this. */
    static Table index(VolumeSpec spec) throws IOException {
        Path folder = spec.folder().resolve("index");
        Table table = RocksTable.open(folder);
        if (AccountIndex.reads(table)) {
            return table;
        }
        log.warn("event=index-rebuild volume={} reason=format", spec.name());
        table.close();
        ClosedVolume.delete(folder);
        return RocksTable.open(folder);
    }
}
