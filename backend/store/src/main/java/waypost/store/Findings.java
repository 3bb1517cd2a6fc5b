package waypost.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import waypost.identity.AccountId;

/** Gathers what is found, the first ones in full. One thread. */
final class Findings {
    private final List<VolumeFinding> kept = new ArrayList<>();
    private long found;

    /** @param account 0 for the volume itself */
    void add(VolumeFinding.Kind kind, long account, String what) {
        add(kind, List.of(account), what);
    }

    void add(SegmentDamage damage) {
        add(
                VolumeFinding.Kind.JOURNAL,
                damage.accounts(),
                "%s: entries %d to %d".formatted(damage.segment(), damage.firstEntry(), damage.lastEntry()));
    }

    void damaged(long account, Position position, String what) {
        add(VolumeFinding.Kind.OPERATION, account, "operation " + position + ": " + what);
    }

    private void add(VolumeFinding.Kind kind, List<Long> accounts, String what) {
        found++;
        if (kept.size() < VolumeReport.KEPT) {
            List<AccountId> ids = new LinkedHashSet<>(accounts)
                    .stream()
                            .filter(account -> account != 0)
                            .map(AccountId::new)
                            .toList();
            kept.add(new VolumeFinding(kind, ids, what));
        }
    }

    void addAll(Findings others) {
        found += others.found - others.kept.size();
        for (VolumeFinding finding : others.kept) {
            found++;
            if (kept.size() < VolumeReport.KEPT) {
                kept.add(finding);
            }
        }
    }

    List<VolumeFinding> kept() {
        return kept;
    }

    long found() {
        return found;
    }
}
