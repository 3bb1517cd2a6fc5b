package waypost.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;

/**
 * The mail of a folder while somebody has it open or it rests, kept up to date by the applier. What is applied while the rows are still being read from the
 * index is kept and taken afterwards; taking a row twice or late changes nothing. Safe for threads.
 */
final class FolderView {
    private static final int PRUNE_FROM = 1024;

    private static final int VIEW_OCTETS = 512;

    /** The latest changes that are known one by one: who asks for those since earlier has all messages looked at. */
    private static final int LATEST = 256;

    /** @param row what a search folder showed: the message itself may still be there */
    private record Expunged(long uid, long modseq, Optional<MessageRow> row) {}

    private record Changed(long uid, long modseq) {}

    private final int folderId;
    private final Optional<SeenMarks> marks;
    private final Set<OpenFolder> holders = new CopyOnWriteArraySet<>();
    private final List<Effect> early = new ArrayList<>();
    private final List<Expunged> expunged = new ArrayList<>();
    private final Deque<Changed> latest = new ArrayDeque<>(0);

    /** All changes with a greater one are in {@link #latest}. */
    private long latestFrom;

    private MessageArray messages = new MessageArray();
    private boolean loaded;
    private long modseq;
    private long uidNext;

    /** @param marks of the principal whose view it is; empty for the account's own */
    FolderView(int folderId, Optional<SeenMarks> marks) {
        this.folderId = folderId;
        this.marks = marks;
    }

    void join(OpenFolder holder) {
        holders.add(holder);
    }

    /** Whether nobody is left. */
    boolean leave(OpenFolder holder) {
        holders.remove(holder);
        return holders.isEmpty();
    }

    boolean isHeld() {
        return !holders.isEmpty();
    }

    /** What it takes in memory, about. */
    synchronized long octets() {
        return VIEW_OCTETS + messages.octets();
    }

    boolean concerns(Effect effect) {
        return concerns(effect.after())
                || effect.before().filter(this::concerns).isPresent();
    }

    private boolean concerns(StateRecord state) {
        return switch (state) {
            case StateRecord.Item item -> item.folderId() == folderId && item.kind() == ItemKind.MAIL;
            case StateRecord.FolderState folder -> folder.folderId() == folderId;
            case StateRecord.FolderGone gone -> gone.folderId() == folderId;
            case StateRecord.Member member -> member.folderId() == folderId;
            case StateRecord.MemberGone gone -> gone.folderId() == folderId;
            case StateRecord.SeenBy mark ->
                mark.folderId() == folderId
                        && marks.filter(own -> own.concern(mark)).isPresent();
            case StateRecord other -> false;
        };
    }

    /** Takes the messages and the folder as the index had them; the view is complete from now on. */
    synchronized void loaded(MessageArray read, List<StateRecord.SeenBy> seen, Folder folder) {
        if (loaded) {
            return;
        }
        messages = read;
        marks.ifPresent(own -> own.put(seen));
        if (marks.isPresent()) {
            for (int i = 0; i < messages.size(); i++) {
                messages.put(shown(messages.row(i)));
            }
        }
        modseq = folder.modseq();
        latestFrom = modseq;
        uidNext = folder.uidNext();
        loaded = true;
        take(early);
        early.clear();
    }

    synchronized boolean isLoaded() {
        return loaded;
    }

    /** Takes all of these at once: whoever asks next sees commits whole. On the applier's thread. */
    synchronized void apply(List<Effect> effects) {
        if (loaded) {
            take(effects);
        } else {
            early.addAll(effects);
        }
    }

    void tell() {
        long now;
        synchronized (this) {
            now = modseq;
        }
        holders.forEach(holder -> holder.watch().changed(now));
    }

    /** Has all messages looked at as they are now, quickly: changes wait meanwhile. */
    synchronized <T> T read(Function<FolderSnapshot, T> reading) {
        return reading.apply(new FolderSnapshot(modseq, uidNext, messages));
    }

    /** The message with this UID as it is now. */
    synchronized Optional<MessageRow> row(long uid) {
        int index = messages.indexOf(uid);
        return index < 0 ? Optional.empty() : Optional.of(messages.row(index));
    }

    /** The same; in a search folder also a message that it has ceased to show. */
    synchronized Optional<MessageRow> shown(long uid) {
        Optional<MessageRow> now = row(uid);
        for (int i = expunged.size() - 1; i >= 0 && now.isEmpty(); i--) {
            now = expunged.get(i).row().filter(row -> row.uid() == uid);
        }
        return now;
    }

    synchronized FolderChanges since(long since) {
        List<MessageRow> changed =
                modseq <= since ? List.of() : since < latestFrom ? allSince(since) : latestSince(since);
        Set<Long> gone = new TreeSet<>();
        for (int i = expunged.size() - 1; i >= 0 && expunged.get(i).modseq() > since; i--) {
            gone.add(expunged.get(i).uid());
        }
        return new FolderChanges(modseq, uidNext, changed, List.copyOf(gone));
    }

    private List<MessageRow> allSince(long since) {
        List<MessageRow> changed = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.modseq(i) > since) {
                changed.add(messages.row(i));
            }
        }
        return changed;
    }

    private List<MessageRow> latestSince(long since) {
        return latest.stream()
                .filter(change -> change.modseq() > since)
                .map(Changed::uid)
                .sorted()
                .distinct()
                .flatMap(uid -> row(uid).stream())
                .toList();
    }

    private void changed(long uid, long version) {
        latest.addLast(new Changed(uid, version));
        if (latest.size() > LATEST) {
            latestFrom = Math.max(latestFrom, latest.removeFirst().modseq());
        }
    }

    /** Forgets what every holder has been told. */
    synchronized void prune() {
        if (expunged.size() >= PRUNE_FROM) {
            long told = holders.stream().mapToLong(OpenFolder::told).min().orElse(modseq);
            expunged.removeIf(old -> old.modseq() <= told);
        }
    }

    private void take(List<Effect> effects) {
        List<Long> gone = new ArrayList<>();
        for (Effect effect : effects) {
            Optional<StateRecord> before = effect.before().filter(this::concerns);
            if (before.isPresent() && before.get() instanceof StateRecord.Item item) {
                left(item, effect.after()).ifPresent(gone::add);
            } else if (before.isPresent() && before.get() instanceof StateRecord.Member member) {
                left(member, effect.after()).ifPresent(gone::add);
            }
            take(effect.after());
            effect.row().ifPresent(this::take);
        }
        messages.remove(gone);
        if (holders.isEmpty()) {
            expunged.clear(); // nobody was told of them
        }
    }

    private void take(StateRecord after) {
        if (!concerns(after)) {
            return;
        }
        switch (after) {
            case StateRecord.Item item -> take(MessageRow.of(item));
            case StateRecord.FolderState folder -> {
                modseq = Math.max(modseq, folder.version());
                uidNext = Math.max(uidNext, folder.uidNext());
            }
            case StateRecord.SeenBy mark -> {
                marks.ifPresent(own -> own.put(mark));
                show(mark);
                changed(mark.uid(), mark.version());
                modseq = Math.max(modseq, mark.version());
            }
            case StateRecord other -> modseq = Math.max(modseq, other.version());
        }
    }

    private void take(MessageRow row) {
        messages.put(shown(row));
        changed(row.uid(), row.modseq());
        modseq = Math.max(modseq, row.modseq());
        uidNext = Math.max(uidNext, row.uid() + 1);
    }

    /** The UID by which a search folder showed the item, if it does so no more. */
    private Optional<Long> left(StateRecord.Member member, StateRecord after) {
        boolean stays = !member.shown() || after instanceof StateRecord.Member now && now.uid() == member.uid();
        if (stays) {
            return Optional.empty();
        }
        expunged.add(new Expunged(member.uid(), after.version(), row(member.uid())));
        return Optional.of(member.uid());
    }

    /** The UID that the item had, if it is gone. */
    private Optional<Long> left(StateRecord.Item item, StateRecord after) {
        boolean stays = after instanceof StateRecord.Item now && now.folderId() == folderId && now.uid() == item.uid();
        if (stays) {
            return Optional.empty();
        }
        marks.ifPresent(own -> own.forget(item));
        expunged.add(new Expunged(item.uid(), after.version(), Optional.empty()));
        modseq = Math.max(modseq, after.version());
        return Optional.of(item.uid());
    }

    private MessageRow shown(MessageRow row) {
        return marks.map(own -> own.row(row)).orElse(row);
    }

    /** A mark whose message is not there yet will be shown with it. */
    private void show(StateRecord.SeenBy mark) {
        int index = messages.indexOf(mark.uid());
        if (index >= 0 && messages.itemNo(index) == mark.itemNo()) {
            messages.put(shown(messages.row(index)));
        }
    }
}
