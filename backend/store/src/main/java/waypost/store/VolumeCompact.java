package waypost.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** Cleans a volume at once, as far as that gains anything, and compresses what is old enough. */
public final class VolumeCompact {
    /** Needless percent of a segment that are worth it. */
    private static final int LITTLE = 5;

    private VolumeCompact() {}

    /** How it ended. */
    public sealed interface Result {
        /**
         * @param segments that were replaced
         * @param before octets of the files that were replaced
         * @param after and of what took their places
         * @param refused segments that were left alone, as something is broken in them or in the index
         * @param findings what of the journal could not be read when the index was brought up to date
         */
        record Compacted(long segments, long before, long after, long refused, List<VolumeFinding> findings)
                implements Result {
            public Compacted {
                findings = List.copyOf(findings);
            }
        }

        /** A node has it open, or another work is done on the open volume. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    /** Cleans a closed volume. */
    public static Result run(VolumeSpec spec, InstantSource clock, VolumeProgress.Listener listener)
            throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        Findings findings = new Findings();
        try (ClosedVolume volume = ClosedVolume.claim(spec);
                Table table = VolumeParts.index(spec)) {
            AccountIndex index = new AccountIndex(table, _ -> {}, findings::damaged);
            try (Journal journal =
                    LocalJournal.open(spec.name(), volume.journal(), spec.journal(), index, findings::add)) {
                Cleaner cleaner = new Cleaner(
                        spec.name(),
                        journal,
                        index,
                        table,
                        spec.journal().segmentBytes(),
                        new Compression(spec.cleaning().compressAfter(), volume.label()::format, clock));
                Cleaner.Gain gain = cleaner.pass(LITTLE, Pace.FULL, progress(listener));
                return new Result.Compacted(
                        gain.segments(),
                        gain.before(),
                        gain.after(),
                        cleaner.refused().size(),
                        findings.kept());
            }
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    /**
     * Cleans an open volume, on a platform thread, at the rate at which it cleans by itself where space is short.
     *
     * @param pace is told of each piece; by a failure it ends the work
     */
    public static Result run(Volume volume, Pace pace, VolumeProgress.Listener listener) throws IOException {
        Upkeep upkeep = volume.upkeep();
        return upkeep.alone(() -> upkeep.clean(LITTLE, pace, progress(listener)))
                .<Result>map(gain ->
                        new Result.Compacted(gain.segments(), gain.before(), gain.after(), upkeep.refused(), List.of()))
                .orElseGet(Result.InUse::new);
    }

    private static Cleaner.Progress progress(VolumeProgress.Listener listener) {
        return (done, of) -> listener.at(new VolumeProgress(VolumeProgress.Step.CLEANING, done.segments(), of));
    }
}
