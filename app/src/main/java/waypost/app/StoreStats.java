package waypost.app;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.identity.AccountId;
import waypost.store.LeftBehind;
import waypost.store.Volume;
import waypost.store.VolumeFinding;
import waypost.store.VolumeScrubbed;
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
    Ending node(Stores stores, String name, Report report) throws IOException, Complaint {
        Volume volume = open(stores, name);
        Ending ending = told(volume.name(), VolumeStats.of(volume), report);
        Optional<VolumeScrubbed> scrubbed = volume.scrubbed();
        if (scrubbed.isPresent()) {
            Map<AccountId, String> names = new HashMap<>();
            volume.accounts()
                    .forEach(account -> names.put(account.id(), account.name().toString()));
            scrubbed(scrubbed.get(), names, report);
        }
        return ending;
    }

    /** What the last whole pass over a running volume has found, by account. */
    static void scrubbed(VolumeScrubbed pass, Map<AccountId, String> names, Report report) throws IOException {
        report.line("  last scrub: ended " + pass.ended() + ", " + pass.segments() + " segments, "
                + VolumeFindings.mebi(pass.octets()) + " read: "
                + (pass.found() == 0 ? "sound" : pass.found() + " findings; 'waypost store check' says more"));
        Map<String, Long> damage = new TreeMap<>();
        for (VolumeFinding finding : pass.findings()) {
            List<String> whose = finding.accounts().stream()
                    .map(id -> names.getOrDefault(id, id.toString()))
                    .toList();
            (whose.isEmpty() ? List.of("nobody knows whom") : whose)
                    .forEach(account -> damage.merge(account, 1L, Long::sum));
        }
        for (Map.Entry<String, Long> account : damage.entrySet()) {
            report.line("    of " + account.getKey() + ": " + account.getValue());
        }
    }

    private static Ending told(String volume, VolumeStats stats, Report report) throws IOException {
        report.line("volume " + volume + ": " + stats.accounts() + " accounts, " + stats.messages() + " messages");
        report.line("  format: " + stats.format()
                + (stats.finalised() ? "" : "; 'waypost store finalise' gives it the newest"));
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
