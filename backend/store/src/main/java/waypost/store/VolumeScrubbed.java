package waypost.store;

import java.time.Instant;
import java.util.List;

/**
 * What the last whole pass over an open volume has found.
 *
 * @param octets of its segments that were read
 * @param findings the first of them
 * @param found how many there are
 */
public record VolumeScrubbed(
        Instant begun, Instant ended, long segments, long octets, List<VolumeFinding> findings, long found) {
    public VolumeScrubbed {
        findings = List.copyOf(findings);
    }
}
