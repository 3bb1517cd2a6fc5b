package waypost.app;

import java.io.IOException;
import java.util.List;
import waypost.store.LeftBehind;
import waypost.store.Volume;
import waypost.store.VolumeSpec;
import waypost.store.VolumeStats;

/** {@code store stats} of one volume. */
final class StoreStats extends VolumeOperation {
    @Override
    public String name() {
        return "store-stats";
    }

    @Override
    Ending closed(VolumeSpec volume, Report report) throws IOException {
        return switch (VolumeStats.run(volume)) {
            case VolumeStats.Result.Taken(VolumeStats stats) -> told(volume.name(), stats, report);
            case VolumeStats.Result.InUse() -> Ending.IN_USE;
            case VolumeStats.Result.NoVolume() -> Ending.NO_VOLUME;
        };
    }

    @Override
    Ending open(Volume volume, Report report) throws IOException {
        return told(volume.name(), VolumeStats.of(volume), report);
    }

    private static Ending told(String volume, VolumeStats stats, Report report) throws IOException {
        report.line("volume " + volume + ": " + stats.accounts() + " accounts, " + stats.messages() + " messages");
        report.line("  journal: " + stats.segments() + " segments, " + VolumeFindings.mebi(stats.journal()) + "; "
                + stats.compressed() + " of them compressed");
        report.line("  settled: " + VolumeFindings.mebi(stats.contents()) + " before compression, "
                + VolumeFindings.mebi(stats.needless()) + " of that needless");
        List<LeftBehind> left =
                stats.left().stream().filter(copy -> copy.messages() > 0).toList();
        if (!left.isEmpty()) {
            report.line("  copies of accounts that were moved away: " + left.size() + ", "
                    + left.stream().mapToLong(LeftBehind::messages).sum() + " messages, "
                    + VolumeFindings.mebi(
                            left.stream().mapToLong(LeftBehind::octets).sum()));
        }
        report.line("  index: " + VolumeFindings.mebi(stats.index()));
        report.line("  disk: " + VolumeFindings.mebi(stats.space().usable()) + " of "
                + VolumeFindings.mebi(stats.space().total()) + " free, reserve "
                + VolumeFindings.mebi(stats.reserve()));
        return Ending.DONE;
    }
}
