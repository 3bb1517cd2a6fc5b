package waypost.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.SeenBy;

/** What an account's sessions do to its messages, as preparations of commits. */
final class ItemCommits {
    private ItemCommits() {}

    /**
     * Puts a new message into the folder, if the account may have it.
     *
     * @param links to others of its thread
     */
    static Outcome<Appended> append(
            Draft draft, QuotaLimits quota, NewMessage message, StoredBody body, List<Long> links) throws IOException {
        if (draft.destination(message.folderId()) instanceof Outcome.Refused<FolderState>(Reason reason)) {
            return Outcome.refused(reason);
        }
        long octets = message.prefix().getBytes(StandardCharsets.UTF_8).length + body.length();
        return draft.fits(quota, message.folderId(), octets)
                ? Outcome.done(append(draft, message, body, links))
                : Outcome.refused(Reason.OVER_QUOTA);
    }

    /** Puts a new message into the folder, which must be there, whatever the account may have. */
    static Appended append(Draft draft, NewMessage message, StoredBody body, List<Long> links) throws IOException {
        FolderState folder = draft.folder(message.folderId()).orElseThrow();
        long uid = draft.nextUid(message.folderId());
        long itemNo = draft.nextItemNo();
        Threading threading = draft.threads().join(itemNo, message.kind() == ItemKind.MAIL ? links : List.of());
        boolean foreign = !message.creator().isEmpty();
        Item item = new Item(
                draft.account(),
                draft.modseq(),
                itemNo,
                message.folderId(),
                uid,
                message.kind(),
                foreign ? message.flags().without(Flags.SEEN) : message.flags(),
                ReceivedAt.of(message.receivedAt()),
                ItemHistory.begun(draft.modseq(), draft.now(), message.creator(), threading),
                message.prefix(),
                body,
                message.properties());
        draft.put(Optional.empty(), item);
        if (foreign && message.flags().has(Flags.SEEN)) {
            draft.put(
                    new SeenBy(draft.account(), draft.modseq(), item.folderId(), message.creator(), itemNo, uid, true));
        }
        return new Appended(message.folderId(), folder.uidValidity(), uid, itemNo);
    }

    /** Changes the flags of those messages that have not changed since the modseq. */
    static Outcome<Flagged> flag(
            Draft draft, int folderId, List<MessageRef> messages, FlagChange change, long unchangedSince)
            throws IOException {
        List<MessageRow> changed = new ArrayList<>();
        List<Long> modified = new ArrayList<>();
        for (Listed listed : listed(draft, folderId, messages)) {
            Item item = listed.item();
            Flags flags = change.of(item.flags());
            if (item.version() > unchangedSince) {
                modified.add(listed.uid());
            } else if (!flags.equals(item.flags())) {
                Item flagged = item.flagged(draft.modseq(), flags);
                draft.put(item, flagged);
                draft.touch(item.folderId());
                changed.add(MessageRow.of(flagged));
            }
        }
        return Outcome.done(new Flagged(changed, modified));
    }

    /** Answers whether that changed anything. */
    static Outcome<Boolean> extend(Draft draft, int folderId, MessageRef ref, List<ItemProperties.Change> changes)
            throws IOException {
        Optional<Item> found = present(draft, folderId, List.of(ref)).stream().findFirst();
        if (found.isEmpty()) {
            return Outcome.refused(Reason.NO_SUCH_MESSAGE);
        }
        Item item = found.get();
        ItemProperties properties = item.properties().with(changes);
        if (properties.equals(item.properties())) {
            return Outcome.done(false);
        }
        if (!properties.fit()) {
            return Outcome.refused(Reason.PROPERTY_TOO_LARGE);
        }
        draft.put(item, item.extended(draft.modseq(), properties));
        draft.touch(folderId);
        return Outcome.done(true);
    }

    /** Copies with all their flags, by the account itself. */
    static Outcome<Copied> copy(Draft draft, QuotaLimits quota, int folderId, List<MessageRef> messages, int toFolder)
            throws IOException {
        return copy(draft, quota, "", Flags.ALL, folderId, messages, toFolder);
    }

    /**
     * Copies messages.
     *
     * @param by the principal who does it; empty for the account itself
     * @param kept which of their flags the copies get
     */
    static Outcome<Copied> copy(
            Draft draft,
            QuotaLimits quota,
            String by,
            Flags kept,
            int folderId,
            List<MessageRef> messages,
            int toFolder)
            throws IOException {
        if (draft.destination(toFolder) instanceof Outcome.Refused<FolderState>(Reason reason)) {
            return Outcome.refused(reason);
        }
        List<Long> sources = new ArrayList<>();
        List<Long> uids = new ArrayList<>();
        for (Listed listed : listed(draft, folderId, messages)) {
            Item item = listed.item();
            if (!draft.fits(quota, toFolder, item.size())) {
                return Outcome.refused(Reason.OVER_QUOTA);
            }
            long uid = draft.nextUid(toFolder);
            ItemHistory history = ItemHistory.copied(draft.modseq(), draft.now(), by, item);
            draft.put(
                    Optional.empty(),
                    item.flagged(draft.modseq(), item.flags().and(kept))
                            .copied(history, draft.nextItemNo(), toFolder, uid));
            sources.add(listed.uid());
            uids.add(uid);
        }
        return Outcome.done(copied(draft, toFolder, sources, uids));
    }

    private static Copied copied(Draft draft, int toFolder, List<Long> sources, List<Long> uids) {
        return new Copied(draft.folder(toFolder).orElseThrow().uidValidity(), sources, uids);
    }

    /** The items keep their numbers and get new UIDs, within the same folder too (RFC 6851 §3.3). */
    static Outcome<Copied> move(Draft draft, int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        if (draft.destination(toFolder) instanceof Outcome.Refused<FolderState>(Reason reason)) {
            return Outcome.refused(reason);
        }
        List<Long> sources = new ArrayList<>();
        List<Long> uids = new ArrayList<>();
        for (Listed listed : listed(draft, folderId, messages)) {
            Item item = listed.item();
            if (item.folderId() != toFolder && !draft.hasRoom(toFolder, item.size())) {
                return Outcome.refused(Reason.OVER_QUOTA);
            }
            long uid = draft.nextUid(toFolder);
            draft.depart(item.folderId(), item.uid());
            draft.touch(item.folderId());
            draft.put(item, item.moved(draft.modseq(), draft.now(), toFolder, uid));
            sources.add(listed.uid());
            uids.add(uid);
        }
        return Outcome.done(copied(draft, toFolder, sources, uids));
    }

    static Outcome<List<Long>> expunge(Draft draft, int folderId, List<MessageRef> messages, Flags required)
            throws IOException {
        return Outcome.done(remove(draft, folderId, messages, required));
    }

    /** Those that have all the required flags; UIDs of the messages that are gone. */
    static List<Long> remove(Draft draft, int folderId, List<MessageRef> messages, Flags required) throws IOException {
        List<Long> gone = new ArrayList<>();
        for (Listed listed : listed(draft, folderId, messages)) {
            Item item = listed.item();
            if (item.flags().has(required)) {
                draft.depart(item.folderId(), item.uid());
                draft.touch(item.folderId());
                draft.put(item, item.expunged(draft.modseq(), draft.now()));
                gone.add(listed.uid());
            }
        }
        return gone;
    }

    /** The bits of these keywords, compared without case; new ones are added. */
    static Outcome<Flags> keywords(Draft draft, List<String> names) {
        List<String> known = draft.before().keywords().names();
        List<String> all = new ArrayList<>(known);
        Flags flags = Flags.NONE;
        for (String name : names) {
            int index = indexOf(all, name);
            if (index < 0) {
                index = all.size();
                all.add(name);
            }
            if (index >= Flags.KEYWORDS || name.length() > Flags.KEYWORD_OCTETS) {
                return Outcome.refused(Reason.KEYWORD_LIMIT);
            }
            flags = flags.with(Flags.keyword(index));
        }
        if (!all.equals(known)) {
            draft.put(new StateRecord.Keywords(draft.account(), draft.modseq(), List.copyOf(all)));
        }
        return Outcome.done(flags);
    }

    private static int indexOf(List<String> names, String name) {
        List<String> folded =
                names.stream().map(known -> known.toLowerCase(Locale.ROOT)).toList();
        return folded.indexOf(name.toLowerCase(Locale.ROOT));
    }

    /** Those of the messages that are in the folder. */
    static List<Item> present(Draft draft, int folderId, List<MessageRef> messages) throws IOException {
        return listed(draft, folderId, messages).stream().map(Listed::item).toList();
    }

    /**
     * An item as a folder lists it.
     *
     * @param uid in that folder, which the item need not be in
     */
    record Listed(Item item, long uid) {}

    /** Those of the messages that are in the folder; of a search folder those that are anywhere: its sessions have some still that it shows no more. */
    static List<Listed> listed(Draft draft, int folderId, List<MessageRef> messages) throws IOException {
        if (draft.folder(folderId).isEmpty()) {
            return List.of();
        }
        List<Item> items = draft.head()
                .items(messages.stream().map(MessageRef::itemNo).distinct().toList());
        return listed(items, folderId, draft.searches().containsKey(folderId), messages);
    }

    static List<Listed> listed(List<Item> items, int folderId, boolean search, List<MessageRef> messages) {
        Map<Long, Long> uids = new HashMap<>();
        messages.forEach(message -> uids.put(message.itemNo(), message.uid()));
        Set<MessageRef> wanted = Set.copyOf(messages);
        return items.stream()
                .filter(item -> search
                        || item.folderId() == folderId && wanted.contains(new MessageRef(item.itemNo(), item.uid())))
                .map(item -> new Listed(item, search ? uids.getOrDefault(item.itemNo(), 0L) : item.uid()))
                .toList();
    }
}
