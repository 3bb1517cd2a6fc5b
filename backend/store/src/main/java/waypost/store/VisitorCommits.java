package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.SeenBy;

/** What somebody else than its owner does to an account's messages, as preparations of commits. What he has no right to stays as it is. */
record VisitorCommits(String principal, Rights rights) {

    /**
     * Changes those of the flags that he may change, and is refused if there are others only (RFC 4314 §4). \Seen changes for him alone.
     */
    Outcome<Flagged> flag(Draft draft, int folderId, List<MessageRef> messages, FlagChange change, long unchangedSince)
            throws IOException {
        List<MessageRow> changed = new ArrayList<>();
        List<Long> modified = new ArrayList<>();
        boolean allowed = false;
        List<Item> items = ItemCommits.present(draft, folderId, messages);
        Map<Long, SeenBy> marks = draft.head().marks(folderId, principal, items);
        for (Item item : items) {
            MessageRow row = SeenMarks.row(MessageRow.of(item), Optional.ofNullable(marks.get(item.itemNo())));
            Flags mine = changeable(item);
            Flags flags = row.flags().without(mine).with(change.of(row.flags()).and(mine));
            allowed |= change.named().equals(Flags.NONE)
                    || !mine.and(change.named()).equals(Flags.NONE);
            if (row.modseq() > unchangedSince) {
                modified.add(item.uid());
            } else if (!flags.equals(row.flags())) {
                put(draft, item, row.flags(), flags);
                changed.add(
                        new MessageRow(row.uid(), row.itemNo(), flags, draft.modseq(), row.octets(), row.receivedAt()));
            }
        }
        if (!changed.isEmpty()) {
            draft.touch(folderId);
        }
        return allowed || items.isEmpty()
                ? Outcome.done(new Flagged(changed, modified))
                : Outcome.refused(Reason.NO_RIGHT);
    }

    private void put(Draft draft, Item item, Flags before, Flags after) {
        if (before.has(Flags.SEEN) != after.has(Flags.SEEN)) {
            draft.put(new SeenBy(
                    draft.account(),
                    draft.modseq(),
                    item.folderId(),
                    principal,
                    item.itemNo(),
                    item.uid(),
                    after.has(Flags.SEEN)));
        }
        Flags others = after.without(Flags.SEEN).with(item.flags().and(Flags.SEEN));
        if (!others.equals(item.flags())) {
            draft.put(item, item.flagged(draft.modseq(), others));
        }
    }

    private Flags changeable(Item item) {
        return changeable(rights, isOwn(item));
    }

    /** Of messages that he has put there himself. */
    static Flags changeable(Rights rights) {
        return changeable(rights, true);
    }

    private static Flags changeable(Rights rights, boolean own) {
        Flags mine = rights.has(Right.SEEN) ? Flags.SEEN : Flags.NONE;
        if (rights.has(Right.EDIT_ANY) || own && rights.has(Right.EDIT_OWN)) {
            mine = mine.with(Flags.ALL.without(Flags.SEEN).without(Flags.DELETED));
        }
        boolean deletes = rights.has(Right.DELETE_ANY) || own && rights.has(Right.DELETE_OWN);
        return deletes ? mine.with(Flags.DELETED) : mine;
    }

    private boolean isOwn(Item item) {
        return item.history().creator().equals(principal);
    }

    private boolean expungeable(Item item) {
        return rights.has(Right.EXPUNGE) || rights.has(Right.DELETE_OWN) && isOwn(item);
    }

    /** RFC 6851 §4.2: needs what marking as deleted and expunging need. */
    boolean removable(Item item) {
        return expungeable(item) && changeable(item).has(Flags.DELETED);
    }

    /** He has seen the copies of what he has seen. They get those of the flags that he may set there (RFC 4314 §4). */
    Outcome<Copied> copy(
            Draft draft, QuotaLimits quota, int folderId, List<MessageRef> messages, int toFolder, Rights there)
            throws IOException {
        List<Item> items = ItemCommits.present(draft, folderId, messages);
        Map<Long, SeenBy> marks = draft.head().marks(folderId, principal, items);
        Flags mine = changeable(there);
        Outcome<Copied> copied =
                ItemCommits.copy(draft, quota, principal, mine.with(Flags.SEEN), folderId, messages, toFolder);
        if (copied instanceof Outcome.Done<Copied>(Copied copies) && mine.has(Flags.SEEN)) {
            long first = draft.lastItemNo() - items.size() + 1;
            for (int i = 0; i < items.size(); i++) {
                seen(
                        draft,
                        marks,
                        items.get(i),
                        toFolder,
                        first + i,
                        copies.destinationUids().get(i));
            }
        }
        return copied;
    }

    /** All of them, or none when there are some that he may not take away. */
    Outcome<Copied> move(Draft draft, int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        List<Item> items = ItemCommits.present(draft, folderId, messages);
        if (!items.stream().allMatch(this::removable)) {
            return Outcome.refused(Reason.NO_RIGHT);
        }
        Map<Long, SeenBy> marks = draft.head().marks(folderId, principal, items);
        Outcome<Copied> moved = ItemCommits.move(draft, folderId, messages, toFolder);
        if (moved instanceof Outcome.Done<Copied>(Copied places)) {
            for (int i = 0; i < items.size(); i++) {
                Item item = items.get(i);
                seen(
                        draft,
                        marks,
                        item,
                        toFolder,
                        item.itemNo(),
                        places.destinationUids().get(i));
            }
        }
        return moved;
    }

    private void seen(Draft draft, Map<Long, SeenBy> marks, Item from, int folderId, long itemNo, long uid) {
        SeenBy mark = marks.get(from.itemNo());
        if (mark != null) {
            draft.put(new SeenBy(draft.account(), draft.modseq(), folderId, principal, itemNo, uid, mark.seen()));
        }
    }

    /** Those that have all the required flags and that he may remove; refused if he may remove none, whoever has put it there. */
    Outcome<List<Long>> expunge(Draft draft, int folderId, List<MessageRef> messages, Flags required)
            throws IOException {
        List<Item> items = ItemCommits.present(draft, folderId, messages);
        Predicate<Item> mine = this::expungeable;
        if (!rights.has(Right.EXPUNGE) && !rights.has(Right.DELETE_OWN)) {
            return Outcome.refused(Reason.NO_RIGHT);
        }
        List<MessageRef> his = items.stream()
                .filter(mine)
                .map(item -> new MessageRef(item.itemNo(), item.uid()))
                .toList();
        return ItemCommits.expunge(draft, folderId, his, required);
    }
}
