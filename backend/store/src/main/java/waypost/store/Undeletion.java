package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;

/**
 * Brings back what was expunged from an account, for as long as {@link Retention} keeps it: as new messages with new numbers, but the same bytes, dates and
 * flags without \Deleted, in the folder they were in. Safe for threads; blocks.
 */
public final class Undeletion {
    /** Messages of one commit. */
    private static final int TOGETHER = 1000;

    private final long account;
    private final VolumeCore volume;
    private final AccountProperties.Commit commit;

    Undeletion(long account, VolumeCore volume, AccountProperties.Commit commit) {
        this.account = account;
        this.volume = volume;
        this.commit = commit;
    }

    /**
     * Which of them.
     *
     * @param folder in this one only, by its whole name
     * @param since expunged at this time or later
     * @param presentAt and in the folder at this time
     */
    public record Choice(Optional<String> folder, Optional<Instant> since, Optional<Instant> presentAt) {
        public static final Choice ALL = new Choice(Optional.empty(), Optional.empty(), Optional.empty());

        private boolean takes(Recoverable message) {
            return folder.filter(name -> !name.equals(message.folder())).isEmpty()
                    && since.filter(message.at()::isBefore).isEmpty()
                    && presentAt.filter(time -> !presentAt(message, time)).isEmpty();
        }

        private static boolean presentAt(Recoverable message, Instant time) {
            return message.at().isAfter(time)
                    && message.message().saveDate().filter(time::isBefore).isEmpty();
        }
    }

    /**
     * What was done.
     *
     * @param messages how many have been brought back
     * @param folders the folders they are in now
     * @param stopped why not all of them
     */
    public record Result(int messages, List<String> folders, Optional<Outcome.Reason> stopped) {
        public Result {
            folders = List.copyOf(folders);
        }
    }

    /** Is told of each message, in the order in which they were expunged. */
    @FunctionalInterface
    public interface Visitor {
        void accept(Recoverable message) throws IOException;
    }

    public void list(Choice choice, Visitor visitor) throws IOException {
        long forgotten = AccountReads.state(volume.table(), account).counters().forgotten();
        GoneFolders folders = new GoneFolders(volume.table(), account, AccountReads.folders(volume.table(), account));
        Map<Integer, String> names = new HashMap<>();
        byte[] first = Keys.gone(account, forgotten);
        volume.table().scanFrom(Family.ACCOUNTS, Keys.gone(account), first, (key, _) -> {
            Optional<ItemGone> gone = gone(Keys.thingOfGone(key));
            if (gone.isPresent()) {
                Item item = gone.get().last().orElseThrow();
                if (!names.containsKey(item.folderId())) {
                    names.put(item.folderId(), folders.name(item.folderId()));
                }
                Recoverable message = new Recoverable(
                        new Message(item, volume.journal(), volume.index()),
                        names.getOrDefault(item.folderId(), ""),
                        Instant.ofEpochSecond(gone.get().at()));
                if (choice.takes(message)) {
                    visitor.accept(message);
                }
            }
            return true;
        });
    }

    /** As it was; empty when it cannot be brought back. */
    private Optional<ItemGone> gone(byte[] thing) throws IOException {
        Optional<byte[]> value = volume.table().get(Family.ACCOUNTS, thing);
        return value.isPresent()
                        && Entry.of(value.get()).state() instanceof ItemGone gone
                        && gone.last().isPresent()
                ? Optional.of(gone)
                : Optional.empty();
    }

    /** Those that can be brought back now; the rest of a folder stays as it is. Quotas hold. */
    public Result restore(Choice choice) throws IOException {
        record Place(int folderId, long uid, long itemNo) {}
        List<Place> places = new ArrayList<>();
        list(choice, found -> {
            Message message = found.message();
            places.add(new Place(message.folderId(), message.uid(), message.itemNo()));
        });
        places.sort(Comparator.comparingInt(Place::folderId).thenComparingLong(Place::uid));
        List<Long> items = places.stream().map(Place::itemNo).toList();
        int restored = 0;
        TreeSet<String> folders = new TreeSet<>();
        for (int from = 0; from < items.size(); from += TOGETHER) {
            List<Long> some = items.subList(from, Math.min(items.size(), from + TOGETHER));
            switch (commit.run(Change.Growth.GROWS, draft -> restore(draft, some, folders))) {
                case Outcome.Done<Integer>(Integer messages) -> restored += messages;
                case Outcome.Refused<Integer>(Outcome.Reason reason) -> {
                    return new Result(restored, List.copyOf(folders), Optional.of(reason));
                }
            }
        }
        return new Result(restored, List.copyOf(folders), Optional.empty());
    }

    /** What is read from the index is not on its way any more; what is being forgotten is left out. */
    private Outcome<Integer> restore(Draft draft, List<Long> items, TreeSet<String> folders) throws IOException {
        draft.head().quiesce(record -> record instanceof ItemGone || record instanceof StateRecord.FolderGone);
        Map<Integer, Integer> targets = new HashMap<>();
        int restored = 0;
        for (long itemNo : items) {
            Optional<ItemGone> found = gone(Keys.item(account, itemNo))
                    .filter(gone -> gone.version() > draft.before().counters().forgotten());
            if (found.isEmpty()) {
                continue;
            }
            Item item = found.get().last().orElseThrow();
            Integer known = targets.get(item.folderId());
            int folder = known == null ? target(draft, item.folderId()) : known;
            targets.put(item.folderId(), folder);
            if (!draft.fits(volume.quota(), folder, item.size())) {
                return Outcome.refused(Outcome.Reason.OVER_QUOTA);
            }
            Threading same = item.history().threading();
            ItemHistory history = ItemHistory.copied(
                            draft.modseq(), draft.now(), item.history().creator(), item)
                    .with(draft.threads().keep(same.thread(), item.thread(), same.links()));
            long uid = draft.nextUid(folder);
            draft.put(Optional.empty(), item.restored(history, draft.nextItemNo(), folder, uid));
            draft.put(found.get().erased(draft.modseq(), draft.now()));
            restored++;
        }
        FolderTree tree = new FolderTree(draft.folders());
        targets.values()
                .forEach(id ->
                        folders.add(tree.folder(draft.folder(id).orElseThrow()).name()));
        return Outcome.done(restored);
    }

    /** The folder itself, the one that has its name now, or a new one. */
    private int target(Draft draft, int folderId) throws IOException {
        if (draft.folder(folderId).isPresent()) {
            return folderId;
        }
        GoneFolders folders = new GoneFolders(volume.table(), account, draft.folders());
        String name = folders.name(folderId);
        Optional<StateRecord.FolderState> namesake = new FolderTree(draft.folders()).find(name);
        if (namesake.isPresent()) {
            return namesake.get().folderId();
        }
        FolderType type = folders.type(folderId);
        FolderType plain = new FolderType(FolderRole.NONE, type.folderClass(), type.hidden());
        Outcome<Integer> made = FolderCommits.create(draft, name, type);
        if (made instanceof Outcome.Refused<Integer>(Outcome.Reason reason) && reason == Outcome.Reason.ROLE_TAKEN) {
            made = FolderCommits.create(draft, name, plain);
        }
        FolderCommits.subscribe(draft, name);
        return made instanceof Outcome.Done<Integer>(Integer id) ? id : Folder.INBOX;
    }
}
