package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waypost.identity.AccountId;

/**
 * What was found in a volume.
 *
 * @param entries of the journal that were read
 * @param waiting recipients whose nodes have yet to get what is kept for them
 * @param findings the first {@link #KEPT} of them
 * @param found how many there are
 */
public record VolumeReport(
        long segments,
        long entries,
        long records,
        long accounts,
        long messages,
        long waiting,
        List<VolumeFinding> findings,
        long found) {
    /** Findings of one report, at most. */
    public static final int KEPT = 1000;

    public VolumeReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing was found. */
    public boolean sound() {
        return found == 0;
    }

    /** The findings of each account that has some. */
    public Map<AccountId, List<VolumeFinding>> byAccount() {
        Map<AccountId, List<VolumeFinding>> byAccount = new TreeMap<>();
        for (VolumeFinding finding : findings) {
            finding.accounts()
                    .forEach(account -> byAccount
                            .computeIfAbsent(account, _ -> new ArrayList<>())
                            .add(finding));
        }
        return byAccount;
    }
}
