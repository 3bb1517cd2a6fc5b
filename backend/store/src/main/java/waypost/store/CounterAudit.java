package waypost.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.store.StateRecord.Counters;

/**
 * Looks for numbers that an account could give out a second time, and for counts that are not those of its items. Takes the entries of accounts in the
 * order of their keys. One thread.
 */
final class CounterAudit {
    private final Findings findings;
    private final Map<Integer, Long> uidNext = new HashMap<>();
    private final Map<Integer, StoredCounts> counted = new TreeMap<>();
    private final Map<Integer, Long> shown = new TreeMap<>();
    private final Map<Integer, StoredCounts> ofSearches = new TreeMap<>();
    private Counters counters = Counters.none(0);

    CounterAudit(Findings findings) {
        this.findings = findings;
    }

    void take(StateRecord state) {
        begin(state.account());
        switch (state) {
            case Counters now -> counters = now;
            case StateRecord.FolderState folder -> check(folder);
            case StateRecord.FolderGone gone -> below("folder", gone.folderId(), counters.folderId() + 1L);
            case StateRecord.Item item -> check(item);
            case StateRecord.ItemGone gone -> {
                number(gone.itemNo());
                uidOnceIn(gone.folderId(), gone.uid());
            }
            case StateRecord.SeenBy mark -> {
                number(mark.itemNo());
                uidOnceIn(mark.folderId(), mark.uid());
                modseq(state);
            }
            case StateRecord.Member member -> check(member);
            case StateRecord.MemberGone gone -> {
                number(gone.itemNo());
                modseq(state);
            }
            case StateRecord.Held held -> number(held.number());
            case StateRecord.HeldGone gone -> number(gone.number());
            case StateRecord.Kept kept -> number(kept.number());
            case StateRecord.KeptGone gone -> number(gone.number());
            case StateRecord.PropertyState property -> {
                counted.merge(StoredCounts.PROPERTIES, StoredCounts.of(property), StoredCounts::plus);
                modseq(state);
            }
            case StateRecord.Keywords _, StateRecord.Subscriptions _, StateRecord.PropertyGone _ -> modseq(state);
            case StateRecord.Departed departed -> {
                departed.uids().forEach(range -> uidOnceIn(departed.folderId(), range.last()));
                modseq(state);
            }
            case StateRecord.Owned _, StateRecord.Transferred _, StateRecord.Horizon _ -> {}
        }
    }

    private void check(StateRecord.FolderState folder) {
        uidNext.put(folder.folderId(), folder.uidNext());
        if (folder.type().role() == FolderRole.SEARCH) {
            ofSearches.put(folder.folderId(), StoredCounts.NONE);
        }
        below("folder", folder.folderId(), counters.folderId() + 1L);
        below("UIDVALIDITY", folder.uidValidity(), counters.uidValidity() + 1);
        below("recent UID", folder.recentFrom(), folder.uidNext() + 1);
        modseq(folder);
    }

    private void check(StateRecord.Item item) {
        number(item.itemNo());
        StoredCounts one = StoredCounts.of(item);
        counted.merge(StoredCounts.slot(item), one, StoredCounts::plus);
        counted.merge(StoredCounts.ACCOUNT, one, StoredCounts::plus);
        long last = Math.max(item.history().content(), item.history().read());
        below("item's MODSEQ", last, item.version() + 1);
        below("UID", item.uid(), uidNext.getOrDefault(item.folderId(), 0L));
        modseq(item);
    }

    private void check(StateRecord.Member member) {
        number(member.itemNo());
        uidOnceIn(member.folderId(), member.uid());
        shown.merge(member.folderId(), member.shown() ? 1L : 0L, Long::sum);
        modseq(member);
    }

    /** The folder may be gone. */
    private void uidOnceIn(int folderId, long uid) {
        below("UID", uid, uidNext.getOrDefault(folderId, Long.MAX_VALUE));
    }

    /** The counts that the index keeps for a folder or for the account. */
    void take(long account, int folderId, StoredCounts stored) {
        begin(account);
        if (ofSearches.replace(folderId, stored) != null) {
            return;
        }
        compare(folderId, stored, Optional.ofNullable(counted.remove(folderId)).orElse(StoredCounts.NONE));
    }

    /** No more will come. */
    void finish() {
        begin(0);
    }

    private void begin(long account) {
        if (account != counters.account()) {
            counted.forEach((folderId, sum) -> compare(folderId, StoredCounts.NONE, sum));
            ofSearches.forEach(this::compareShown);
            counted.clear();
            shown.clear();
            ofSearches.clear();
            uidNext.clear();
            counters = Counters.none(account);
        }
    }

    private void compare(int folderId, StoredCounts stored, StoredCounts sum) {
        if (!stored.equals(sum)) {
            findings.add(
                    VolumeFinding.Kind.COUNTER,
                    counters.account(),
                    "%s has %d messages (%d unseen, %d deleted, %d octets), but is counted as %d (%d, %d, %d)"
                            .formatted(
                                    slot(folderId),
                                    sum.messages(),
                                    sum.unseen(),
                                    sum.deleted(),
                                    sum.octets(),
                                    stored.messages(),
                                    stored.unseen(),
                                    stored.deleted(),
                                    stored.octets()));
        }
    }

    /** What a search folder shows is in other folders and counted there; the number is enough to see whether the two fit. */
    private void compareShown(int folderId, StoredCounts stored) {
        long messages = shown.getOrDefault(folderId, 0L);
        if (stored.messages() != messages) {
            findings.add(
                    VolumeFinding.Kind.COUNTER,
                    counters.account(),
                    "search folder %d shows %d messages, but is counted as %d"
                            .formatted(folderId, messages, stored.messages()));
        }
    }

    private static String slot(int folderId) {
        return switch (folderId) {
            case StoredCounts.ACCOUNT -> "the account";
            case StoredCounts.PROPERTIES -> "what counts properties";
            default -> folderId > 0 ? "folder " + folderId : "beside its mail, folder " + StoredCounts.beside(folderId);
        };
    }

    private void number(long number) {
        below("item", number, counters.itemNo() + 1);
    }

    private void modseq(StateRecord state) {
        below("MODSEQ", state.version(), counters.version() + 1);
    }

    private void below(String what, long number, long next) {
        if (number >= next) {
            findings.add(
                    VolumeFinding.Kind.COUNTER,
                    counters.account(),
                    "%s %d, but the next one would be %d".formatted(what, number, next));
        }
    }
}
