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
    private Counters counters = Counters.none(0);

    CounterAudit(Findings findings) {
        this.findings = findings;
    }

    void take(StateRecord state) {
        begin(state.account());
        switch (state) {
            case Counters now -> counters = now;
            case StateRecord.FolderState folder -> {
                uidNext.put(folder.folderId(), folder.uidNext());
                below("folder", folder.folderId(), counters.folderId() + 1L);
                below("UIDVALIDITY", folder.uidValidity(), counters.uidValidity() + 1);
                below("recent UID", folder.recentFrom(), folder.uidNext() + 1);
                modseq(state);
            }
            case StateRecord.FolderGone gone -> below("folder", gone.folderId(), counters.folderId() + 1L);
            case StateRecord.Item item -> {
                number(item.itemNo());
                count(item);
                below(
                        "item's MODSEQ",
                        Math.max(item.history().content(), item.history().read()),
                        item.version() + 1);
                below("UID", item.uid(), uidNext.getOrDefault(item.folderId(), 0L));
                modseq(state);
            }
            case StateRecord.ItemGone gone -> {
                number(gone.itemNo());
                below("UID", gone.uid(), uidNext.getOrDefault(gone.folderId(), Long.MAX_VALUE));
            }
            case StateRecord.SeenBy mark -> {
                number(mark.itemNo());
                below("UID", mark.uid(), uidNext.getOrDefault(mark.folderId(), Long.MAX_VALUE));
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
                long next = uidNext.getOrDefault(departed.folderId(), Long.MAX_VALUE);
                below(
                        "UID",
                        departed.uids().stream().mapToLong(UidRange::last).max().orElse(0),
                        next);
                modseq(state);
            }
            case StateRecord.Owned _, StateRecord.Transferred _, StateRecord.Horizon _ -> {}
        }
    }

    /** The counts that the index keeps for a folder or for the account. */
    void take(long account, int folderId, StoredCounts stored) {
        begin(account);
        compare(folderId, stored, Optional.ofNullable(counted.remove(folderId)).orElse(StoredCounts.NONE));
    }

    /** No more will come. */
    void finish() {
        begin(0);
    }

    private void begin(long account) {
        if (account != counters.account()) {
            counted.forEach((folderId, sum) -> compare(folderId, StoredCounts.NONE, sum));
            counted.clear();
            uidNext.clear();
            counters = Counters.none(account);
        }
    }

    private void count(StateRecord.Item item) {
        StoredCounts one = StoredCounts.of(item);
        counted.merge(item.folderId(), one, StoredCounts::plus);
        counted.merge(StoredCounts.ACCOUNT, one, StoredCounts::plus);
    }

    private void compare(int folderId, StoredCounts stored, StoredCounts sum) {
        if (!stored.equals(sum)) {
            findings.add(
                    VolumeFinding.Kind.COUNTER,
                    counters.account(),
                    "%s has %d messages (%d unseen, %d deleted, %d octets), but is counted as %d (%d, %d, %d)"
                            .formatted(
                                    folderId == StoredCounts.ACCOUNT ? "the account" : "folder " + folderId,
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
