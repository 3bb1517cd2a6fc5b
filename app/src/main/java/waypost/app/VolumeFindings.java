package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import waypost.store.VolumeFinding;

/** How operations on volumes say what they found. */
final class VolumeFindings {
    private VolumeFindings() {}

    /** @param found how many there are, of which these are the first */
    static VolumeOperation.Ending tell(String volume, List<VolumeFinding> findings, long found, Report report)
            throws IOException {
        for (VolumeFinding finding : findings) {
            String whose = finding.accounts().isEmpty() ? "" : " of " + finding.accounts();
            report.line("  " + finding.kind().name().toLowerCase(Locale.ROOT) + whose + ": " + finding.what());
        }
        if (found > findings.size()) {
            report.line("  and " + (found - findings.size()) + " more");
        }
        report.line("volume " + volume + ": " + (found == 0 ? "sound" : found + " findings"));
        return found == 0 ? VolumeOperation.Ending.DONE : VolumeOperation.Ending.FOUND;
    }

    /** What of a backup is not as it was. */
    static VolumeOperation.Ending damaged(String volume, String what, List<String> damaged, Report report)
            throws IOException {
        report.line("volume " + volume + ": " + what);
        for (String one : damaged) {
            report.line("  damaged: " + one);
        }
        report.line("volume " + volume + ": " + (damaged.isEmpty() ? "sound" : damaged.size() + " damaged"));
        return damaged.isEmpty() ? VolumeOperation.Ending.DONE : VolumeOperation.Ending.FOUND;
    }

    static String mebi(long octets) {
        return String.format(Locale.ROOT, "%.1f MiB", octets / 1048576.0);
    }
}
