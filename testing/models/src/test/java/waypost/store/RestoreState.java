package waypost.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;

/**
 * A folder, its backup, and the copy that a client has of it.
 *
 * @param backup empty as long as there is none
 * @param seen what each UID was that the client ever saw, by UIDVALIDITY and UID
 * @param synced whether nothing has happened since the client was brought up to date
 * @param appended messages so far, in all lives: each has another content
 */
record RestoreState(
        Mailbox now,
        Optional<Mailbox> backup,
        Copy client,
        Map<List<Long>, Integer> seen,
        boolean synced,
        int appended,
        int changes,
        int restores) {
    static final Instant TAKEN = Instant.ofEpochSecond(1_800_000_000);

    /**
     * What the store has.
     *
     * @param contents by item number
     * @param gone UIDs with the modseq at which they left
     */
    record Mailbox(
            Counters counters,
            FolderState folder,
            Map<Long, Item> items,
            Map<Long, Integer> contents,
            Map<Long, Long> gone) {}

    /** What the client has, by UID. */
    record Copy(long uidValidity, long modseq, Map<Long, Message> messages) {}

    record Message(int content, long flags) {}

    static RestoreState first() {
        Counters counters = new Counters(1, 1, 0, 1, 1000, 0, 0);
        FolderState folder = new FolderState(1, 1, 1, 0, "INBOX", FolderType.mail(FolderRole.INBOX), 1000, 1, 1);
        Mailbox empty = new Mailbox(counters, folder, Map.of(), Map.of(), Map.of());
        return new RestoreState(empty, Optional.empty(), new Copy(0, 0, Map.of()), Map.of(), true, 0, 0, 0);
    }

    RestoreState changed(Mailbox next, int more) {
        return new RestoreState(next, backup, client, seen, false, appended + more, changes + 1, restores);
    }

    RestoreState backedUp() {
        return new RestoreState(now, Optional.of(now), client, seen, synced, appended, changes, restores);
    }

    RestoreState restored(Mailbox next) {
        return new RestoreState(next, backup, client, seen, false, appended, changes, restores + 1);
    }

    /** The client opens the folder with what it knows (RFC 7162 §3.2.5), and fetches the messages behind its last one. */
    RestoreState sync() {
        boolean known = client.uidValidity() == now.folder().uidValidity();
        Map<Long, Message> messages = new TreeMap<>(known ? client.messages() : Map.of());
        long since = known ? client.modseq() : 0;
        long last = messages.keySet().stream().mapToLong(uid -> uid).max().orElse(0);
        if (since < now.counters().purged()) {
            messages.keySet().removeIf(uid -> now.items().values().stream().noneMatch(item -> item.uid() == uid));
        } else {
            now.gone().forEach((uid, modseq) -> {
                if (modseq > since) {
                    messages.remove(uid);
                }
            });
        }
        Map<List<Long>, Integer> all = new HashMap<>(seen);
        for (Item item : now.items().values()) {
            if (item.version() > since || item.uid() > last) {
                int content = Optional.ofNullable(messages.get(item.uid()))
                        .map(Message::content)
                        .orElse(content(item));
                messages.put(item.uid(), new Message(content, item.flags().bits()));
            }
        }
        messages.forEach(
                (uid, message) -> all.putIfAbsent(List.of(now.folder().uidValidity(), uid), message.content()));
        Copy copy = new Copy(now.folder().uidValidity(), now.folder().version(), Map.copyOf(messages));
        return new RestoreState(now, backup, copy, Map.copyOf(all), true, appended, changes, restores);
    }

    int content(Item item) {
        return Optional.ofNullable(now.contents().get(item.itemNo())).orElseThrow();
    }

    /** What a client has that knows nothing. */
    Map<Long, Message> there() {
        Map<Long, Message> there = new TreeMap<>();
        for (Item item : now.items().values()) {
            there.put(item.uid(), new Message(content(item), item.flags().bits()));
        }
        return there;
    }
}
