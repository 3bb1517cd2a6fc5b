package waypost.app;

import java.io.IOException;
import java.time.InstantSource;
import waypost.store.VolumeFinding;
import waypost.store.VolumeRepair;
import waypost.store.VolumeSpec;

/** {@code store repair} of one volume that nobody has open. */
final class StoreRepair {
    private StoreRepair() {}

    static VolumeOperation.Ending run(VolumeSpec volume, boolean dry, Report report) throws IOException {
        VolumeRepair.Mode mode = dry ? VolumeRepair.Mode.TELL : VolumeRepair.Mode.DO;
        var progress = VolumeOperation.progress(volume.name(), report);
        return switch (VolumeRepair.run(volume, mode, InstantSource.system(), progress)) {
            case VolumeRepair.Result.Repaired repaired -> told(volume.name(), repaired, dry, report);
            case VolumeRepair.Result.InUse() -> VolumeOperation.Ending.IN_USE;
            case VolumeRepair.Result.NoVolume() -> VolumeOperation.Ending.NO_VOLUME;
        };
    }

    private static VolumeOperation.Ending told(
            String volume, VolumeRepair.Result.Repaired repaired, boolean dry, Report report) throws IOException {
        var before = repaired.before();
        VolumeOperation.Ending found = VolumeFindings.tell(volume, before.findings(), before.found(), report);
        if (dry || before.sound()) {
            return found;
        }
        report.line("volume " + volume + ": " + repaired.deeds().segments() + " segments mended, index "
                + (repaired.deeds().index() ? "made again" : "left as it is") + ", numbers of "
                + repaired.deeds().accounts() + " accounts moved forward");
        for (VolumeFinding finding : repaired.lost()) {
            String whose = finding.accounts().isEmpty()
                    ? "nobody knows whom"
                    : finding.accounts().toString();
            report.line("  lost of " + whose + ": " + finding.what());
        }
        report.line("volume " + volume + ", as it is now:");
        return VolumeFindings.tell(
                volume, repaired.after().findings(), repaired.after().found(), report);
    }
}
