package waypost.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.Departed;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.PropertyState;
import waypost.store.StateRecord.SeenBy;

/** What an account holds when its commits come one after the other. Folders by full names, messages by where they are. */
final class AccountModel {
    /** Something to be done to an account. */
    sealed interface Request {
        record Create(String name) implements Request {}

        record Rename(int folder, String name) implements Request {}

        /** @param messages which the folder has been seen to hold */
        record Delete(int folder, List<MessageRef> messages) implements Request {}

        record Append(int folder) implements Request {}

        record Move(int folder, MessageRef message, int to) implements Request {}

        record Expunge(int folder, MessageRef message) implements Request {}

        record Flag(int folder, MessageRef message, Flags flag) implements Request {}

        record Subscribe(String name) implements Request {}

        /** By a visitor. */
        record See(int folder, MessageRef message) implements Request {}

        /** So many messages may be there. */
        record Limit(long messages) implements Request {}

        /** @param value empty to remove it */
        record Set(int folder, String name, String value) implements Request {}
    }

    record Place(int folder, long uid, Flags flags) {}

    private final Map<Integer, String> folders = new TreeMap<>();
    private final Map<Long, Place> messages = new HashMap<>();
    private final Map<Integer, Set<Long>> departed = new TreeMap<>();
    private final Map<Integer, Map<String, String>> properties = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();
    private long limit = QuotaLimits.NONE;
    private final Set<String> subscriptions = new TreeSet<>();
    private int unknown;

    /** What is to be answered, with the numbers that were given out; 0 when nothing was to be done. */
    Outcome<Long> answer(Request request, Outcome<Long> given) {
        long number = given instanceof Outcome.Done<Long>(Long done) ? done : -1;
        return switch (request) {
            case Request.Create(String name) -> create(name, (int) number);
            case Request.Rename(int folder, String name) -> rename(folder, name);
            case Request.Delete(int folder, List<MessageRef> known) -> delete(folder, known);
            case Request.Append(int folder) when !folders.containsKey(folder) -> Outcome.refused(Reason.NO_SUCH_FOLDER);
            case Request.Append _ when messages.size() >= limit -> Outcome.refused(Reason.OVER_QUOTA);
            case Request.Append(int folder) -> {
                messages.put(number >> 32, new Place(folder, number & 0xFFFF_FFFFL, Flags.NONE));
                yield Outcome.done(number);
            }
            case Request.Move move when !folders.containsKey(move.to()) -> Outcome.refused(Reason.NO_SUCH_FOLDER);
            case Request.Move(int folder, MessageRef message, int to)
            when there(folder, message) -> {
                depart(folder, message.uid());
                seen.remove(folder + "/" + message.itemNo());
                messages.computeIfPresent(message.itemNo(), (_, old) -> new Place(to, number, old.flags()));
                yield Outcome.done(number);
            }
            case Request.Expunge(int folder, MessageRef message)
            when there(folder, message) -> {
                depart(folder, message.uid());
                seen.remove(folder + "/" + message.itemNo());
                messages.remove(message.itemNo());
                yield Outcome.done(1L);
            }
            case Request.Flag(int folder, MessageRef message, Flags flag)
            when there(folder, message) -> Outcome.done(flag(message.itemNo(), flag));
            case Request.See(int folder, MessageRef message)
            when there(folder, message) -> Outcome.done(seen.add(folder + "/" + message.itemNo()) ? 1L : 0L);
            case Request.Move _, Request.Expunge _, Request.Flag _, Request.See _ -> Outcome.done(0L);
            case Request.Set(int folder, var _, var _)
            when folder != 0 && !folders.containsKey(folder) -> Outcome.refused(Reason.NO_SUCH_FOLDER);
            case Request.Set(int folder, String name, String value) -> Outcome.done(set(folder, name, value));
            case Request.Limit(long most) -> Outcome.done(limit(most));
            case Request.Subscribe(String name) -> Outcome.done(subscriptions.add(name) ? 1L : 0L);
        };
    }

    private long flag(long itemNo, Flags flag) {
        Place old = messages.getOrDefault(itemNo, new Place(0, 0, Flags.NONE));
        messages.put(itemNo, new Place(old.folder(), old.uid(), old.flags().with(flag)));
        return old.flags().has(flag) ? 0 : 1;
    }

    private long limit(long most) {
        boolean same = most == limit;
        limit = most;
        return same ? 0 : 1;
    }

    private long set(int folder, String name, String value) {
        Map<String, String> own = properties.computeIfAbsent(folder, _ -> new TreeMap<>());
        String before = value.isEmpty() ? own.remove(name) : own.put(name, value);
        if (own.isEmpty()) {
            properties.remove(folder);
        }
        return value.equals(before == null ? "" : before) ? 0 : 1;
    }

    private void depart(int folder, long uid) {
        departed.computeIfAbsent(folder, _ -> new TreeSet<>()).add(uid);
    }

    private boolean there(int folder, MessageRef message) {
        Place place = messages.get(message.itemNo());
        return place != null && place.folder() == folder && place.uid() == message.uid();
    }

    private Outcome<Long> create(String name, int id) {
        if (folders.containsValue(name)) {
            return Outcome.refused(Reason.FOLDER_EXISTS);
        }
        parents(name);
        folders.put(id, name);
        return Outcome.done((long) id);
    }

    private Outcome<Long> rename(int id, String name) {
        String own = folders.get(id);
        if (own == null) {
            return Outcome.refused(Reason.NO_SUCH_FOLDER);
        }
        if (folders.containsValue(name)) {
            return Outcome.refused(Reason.FOLDER_EXISTS);
        }
        if (id == Folder.INBOX || name.startsWith(own + "/")) {
            return Outcome.refused(Reason.INVALID_NAME);
        }
        folders.replaceAll(
                (_, old) -> old.equals(own) || old.startsWith(own + "/") ? name + old.substring(own.length()) : old);
        parents(name);
        return Outcome.done((long) id);
    }

    private Outcome<Long> delete(int id, List<MessageRef> known) {
        String own = folders.get(id);
        if (own == null) {
            return Outcome.refused(Reason.NO_SUCH_FOLDER);
        }
        if (folders.values().stream().anyMatch(other -> other.startsWith(own + "/"))) {
            return Outcome.refused(Reason.FOLDER_HAS_CHILDREN);
        }
        Set<Long> inside = messages.entrySet().stream()
                .filter(message -> message.getValue().folder() == id)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        known.stream()
                .filter(message -> there(id, message))
                .map(MessageRef::itemNo)
                .forEach(inside::remove);
        if (!inside.isEmpty()) {
            return Outcome.refused(Reason.FOLDER_GREW);
        }
        messages.values().removeIf(place -> place.folder() == id);
        seen.removeIf(mark -> mark.startsWith(id + "/"));
        folders.remove(id);
        properties.remove(id);
        seen.removeIf(mark -> mark.startsWith(id + "/"));
        return Outcome.done((long) id);
    }

    /** Nobody is told their numbers: some that no folder has stand for them. */
    private void parents(String name) {
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
            String parent = name.substring(0, end);
            if (!folders.containsValue(parent)) {
                folders.put(--unknown, parent);
            }
        }
    }

    /** The names of folders, the places of messages, those they had before, the subscriptions: in words. */
    List<String> told() {
        return List.of(
                new TreeSet<>(folders.values()).toString(),
                new TreeMap<>(messages).toString(),
                departed.toString(),
                properties.toString(),
                "at most " + limit,
                seen.toString(),
                subscriptions.toString());
    }

    /** The same of what is stored. */
    static AccountModel of(
            AccountHead.State state,
            List<Item> items,
            List<Departed> departures,
            List<PropertyState> properties,
            List<SeenBy> marks) {
        AccountModel model = new AccountModel();
        FolderTree tree = new FolderTree(state.folders());
        for (FolderState folder : state.folders().values()) {
            model.folders.put(folder.folderId(), tree.folder(folder).name());
        }
        items.forEach(item -> model.messages.put(item.itemNo(), new Place(item.folderId(), item.uid(), item.flags())));
        for (Departed left : departures) {
            left.uids()
                    .forEach(range -> LongStream.rangeClosed(range.first(), range.last())
                            .forEach(uid -> model.depart(left.folderId(), uid)));
        }
        properties.forEach(property -> model.set(
                property.key().folderId(),
                property.key().name(),
                property.value().text()));
        model.limit = state.quota()
                .getOrDefault(QuotaLimits.key(PropertyKey.ACCOUNT, QuotaLimits.MESSAGES), QuotaLimits.NONE);
        marks.forEach(mark -> model.seen.add(mark.folderId() + "/" + mark.itemNo()));
        model.subscriptions.addAll(state.subscriptions().names());
        return model;
    }
}
