package waypost.app;

import java.io.IOException;
import java.time.InstantSource;
import waypost.store.VolumeFinding;
import waypost.store.VolumeRepair;
import waypost.store.VolumeSpec;

/** {@code store repair} of one volume. */
final class StoreRepair extends AsideOperation {
    private final VolumeRepair.Mode mode;

    StoreRepair(VolumeRepair.Mode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return switch (mode) {
            case DO -> "store-repair";
            case TELL -> "store-repair-dry-run";
        };
    }

    @Override
    String why() {
        return "it is repaired";
    }

    @Override
    Ending closed(VolumeSpec volume, Report report) throws IOException {
        var progress = progress(volume.name(), report);
        return switch (VolumeRepair.run(volume, mode, InstantSource.system(), progress)) {
            case VolumeRepair.Result.Repaired repaired ->
                told(volume.name(), repaired, mode == VolumeRepair.Mode.TELL, report);
            case VolumeRepair.Result.InUse() -> Ending.IN_USE;
            case VolumeRepair.Result.NoVolume() -> Ending.NO_VOLUME;
        };
    }

    private static Ending told(String volume, VolumeRepair.Result.Repaired repaired, boolean dry, Report report)
            throws IOException {
        var before = repaired.before();
        Ending found = VolumeFindings.tell(volume, before.findings(), before.found(), report);
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
