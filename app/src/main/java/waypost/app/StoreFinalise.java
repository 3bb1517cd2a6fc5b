package waypost.app;

import java.io.IOException;
import waypost.store.Volume;
import waypost.store.VolumeFinalise;
import waypost.store.VolumeSpec;

/** {@code store finalise} of one volume. */
final class StoreFinalise extends VolumeOperation {
    @Override
    public String name() {
        return "store-finalise";
    }

    @Override
    Ending closed(VolumeSpec volume, Report report) throws IOException {
        return told(volume.name(), VolumeFinalise.run(volume), report);
    }

    @Override
    Ending node(Stores stores, String name, Report report) throws IOException, Complaint {
        Volume volume = open(stores, name);
        return told(volume.name(), VolumeFinalise.run(volume), report);
    }

    private static Ending told(String volume, VolumeFinalise.Result result, Report report) throws IOException {
        return switch (result) {
            case VolumeFinalise.Result.Finalised(int before, int format) -> {
                report.line("volume " + volume + ": "
                        + (before == format
                                ? "is of format " + format + " already"
                                : "is of format " + format + " from now on; releases that know only format " + before
                                        + " cannot open it any more"));
                yield Ending.DONE;
            }
            case VolumeFinalise.Result.InUse() -> Ending.IN_USE;
            case VolumeFinalise.Result.NoVolume() -> Ending.NO_VOLUME;
        };
    }
}
