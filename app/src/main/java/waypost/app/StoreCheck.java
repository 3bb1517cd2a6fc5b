package waypost.app;

import java.io.IOException;
import waypost.store.Volume;
import waypost.store.VolumeCheck;
import waypost.store.VolumeReport;
import waypost.store.VolumeSpec;

/** {@code store check} of one volume. */
final class StoreCheck extends VolumeOperation {
    @Override
    public String name() {
        return "store-check";
    }

    @Override
    Ending closed(VolumeSpec volume, Report report) throws IOException {
        return told(volume.name(), VolumeCheck.run(volume, progress(volume.name(), report)), report);
    }

    @Override
    Ending node(Stores stores, String name, Report report) throws IOException, Complaint {
        Volume volume = open(stores, name);
        return told(volume.name(), VolumeCheck.run(volume, progress(volume.name(), report)), report);
    }

    private static Ending told(String volume, VolumeCheck.Result result, Report report) throws IOException {
        return switch (result) {
            case VolumeCheck.Result.Checked(VolumeReport found) -> {
                report.line("volume " + volume + ": " + found.segments() + " segments, " + found.entries()
                        + " entries, " + found.records() + " records, " + found.accounts() + " accounts, "
                        + found.messages() + " messages, " + found.waiting() + " to be handed on");
                yield VolumeFindings.tell(volume, found.findings(), found.found(), report);
            }
            case VolumeCheck.Result.InUse() -> Ending.IN_USE;
            case VolumeCheck.Result.NoVolume() -> Ending.NO_VOLUME;
        };
    }
}
