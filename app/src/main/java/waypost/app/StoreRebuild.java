package waypost.app;

import java.io.IOException;
import waypost.store.VolumeRebuild;
import waypost.store.VolumeSpec;

/** {@code store rebuild-index} of one volume. */
final class StoreRebuild extends AsideOperation {
    @Override
    public String name() {
        return "store-rebuild-index";
    }

    @Override
    String why() {
        return "its index is made again";
    }

    @Override
    Ending closed(VolumeSpec volume, Report report) throws IOException {
        return switch (VolumeRebuild.run(volume, progress(volume.name(), report))) {
            case VolumeRebuild.Result.Rebuilt(long entries, var findings, long found) -> {
                report.line("volume " + volume.name() + ": index made from " + entries + " entries");
                yield VolumeFindings.tell(volume.name(), findings, found, report);
            }
            case VolumeRebuild.Result.InUse() -> Ending.IN_USE;
            case VolumeRebuild.Result.NoVolume() -> Ending.NO_VOLUME;
        };
    }
}
