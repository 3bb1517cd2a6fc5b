package waypost.app;

import java.io.IOException;
import java.time.InstantSource;
import waypost.store.Volume;
import waypost.store.VolumeCompact;
import waypost.store.VolumeSpec;

/** {@code store compact} of one volume. */
final class StoreCompact extends VolumeOperation {
    @Override
    public String name() {
        return "store-compact";
    }

    @Override
    Ending closed(VolumeSpec volume, Report report) throws IOException {
        return told(
                volume.name(),
                VolumeCompact.run(volume, InstantSource.system(), progress(volume.name(), report)),
                report);
    }

    @Override
    Ending node(Stores stores, String name, Report report) throws IOException, Complaint {
        Volume volume = open(stores, name);
        return told(
                volume.name(), VolumeCompact.run(volume, _ -> report.goOn(), progress(volume.name(), report)), report);
    }

    private static Ending told(String volume, VolumeCompact.Result result, Report report) throws IOException {
        return switch (result) {
            case VolumeCompact.Result.Compacted compacted -> {
                report.line("volume " + volume + ": " + compacted.segments() + " segments cleaned, "
                        + VolumeFindings.mebi(compacted.before()) + " became "
                        + VolumeFindings.mebi(compacted.after()));
                if (!compacted.findings().isEmpty()) {
                    VolumeFindings.tell(
                            volume, compacted.findings(), compacted.findings().size(), report);
                }
                if (compacted.refused() > 0) {
                    report.line("volume " + volume + ": " + compacted.refused()
                            + " segments left as they are. Check the volume.");
                }
                yield compacted.findings().isEmpty() && compacted.refused() == 0 ? Ending.DONE : Ending.FOUND;
            }
            case VolumeCompact.Result.InUse() -> Ending.IN_USE;
            case VolumeCompact.Result.NoVolume() -> Ending.NO_VOLUME;
        };
    }
}
