package waypost.store;

import java.io.IOException;

/** Lets a volume be written in the newest format from now on. What it has stays as it is; older releases cannot open it any more. */
public final class VolumeFinalise {
    private VolumeFinalise() {}

    /** How it ended. */
    public sealed interface Result {
        /**
         * @param before the format until now, which may have been the newest already
         * @param format that it is written in
         */
        record Finalised(int before, int format) implements Result {}

        /** A node has it open. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    /** Of a volume that nobody has open. */
    public static Result run(VolumeSpec spec) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec)) {
            VolumeLabel label = volume.label();
            VolumeLabel newest = label.finalised(FileDisk.at(spec.folder()));
            return new Result.Finalised(label.format(), newest.format());
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    /** Of one that is open. */
    public static Result run(Volume volume) throws IOException {
        int before = volume.finalise();
        return new Result.Finalised(before, volume.format());
    }
}
