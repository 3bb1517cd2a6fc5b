package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the index of a closed volume again, from its journal alone. The old one is replaced only when the new one is whole. */
public final class VolumeRebuild {
    private static final String NEXT = "index.next";

    private VolumeRebuild() {}

    /** How it ended. */
    public sealed interface Result {
        /** @param findings what of the journal could not be read, in part */
        record Rebuilt(long entries, List<VolumeFinding> findings, long found) implements Result {
            public Rebuilt {
                findings = List.copyOf(findings);
            }
        }

        /** A node has it open. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    public static Result run(VolumeSpec spec, VolumeProgress.Listener listener) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec)) {
            return rebuild(spec, volume, listener);
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    static Result rebuild(VolumeSpec spec, ClosedVolume volume, VolumeProgress.Listener listener) throws IOException {
        Findings findings = new Findings();
        volume.delete(NEXT);
        long entries;
        try (Table table = RocksTable.open(volume.folder(NEXT))) {
            AccountIndex index = new AccountIndex(table, _ -> {}, findings::damaged);
            Journal.Index counted = new CountedIndex(index, listener);
            try (Journal journal =
                    LocalJournal.open(spec.name(), volume.journal(), spec.journal(), counted, findings::add)) {
                entries = journal.appliedThrough();
            }
        }
        volume.replace("index", NEXT);
        return new Result.Rebuilt(entries, findings.kept(), findings.found());
    }

    /** Tells how far it is. */
    private record CountedIndex(Journal.Index index, VolumeProgress.Listener listener) implements Journal.Index {
        private static final long STEP = 4096;

        @Override
        public long appliedThrough() {
            return index.appliedThrough();
        }

        @Override
        public void apply(long entry, List<Applied> changes, Bodies earlier) throws IOException {
            index.apply(entry, changes, earlier);
            if (entry % STEP == 0) {
                listener.at(new VolumeProgress(VolumeProgress.Step.JOURNAL, entry, 0));
            }
        }

        @Override
        public void flush() throws IOException {
            index.flush();
        }

        @Override
        public long checkpoint(Path into) throws IOException {
            return index.checkpoint(into);
        }

        @Override
        public void restore(Path from) throws IOException {
            index.restore(from);
        }
    }
}
