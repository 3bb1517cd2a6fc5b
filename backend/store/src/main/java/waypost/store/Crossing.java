package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.message.Octets;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;
import waypost.store.StateRecord.SeenBy;

/**
 * The way of messages from a folder of one account to a folder of another, by somebody who may look into both. On one volume it is one commit, and the bytes
 * stay where they are; to another volume they are copied, all messages in one commit there, and what moves is expunged here after that: a crash
 * between leaves them in both places. The new messages have numbers of their own; \Seen is what he sees on both sides.
 */
public record Crossing(Access from, int folderId, Access to, int toFolder) {
    private enum Source {
        STAYS,
        GOES
    }

    /** All of them or none (RFC 3501 §6.4.7). */
    public Outcome<Copied> copy(List<MessageRef> messages) throws IOException {
        return carry(messages, Source.STAYS);
    }

    /** All, or none when there are some that he may not take away. */
    public Outcome<Copied> move(List<MessageRef> messages) throws IOException {
        return carry(messages, Source.GOES);
    }

    /**
     * Another message comes for one that goes (RFC 8508 §3). Between volumes it is there before that goes: what ends in between leaves both.
     *
     * @param arrival its body is of the account to which it comes
     */
    public Outcome<Appended> replace(MessageRef replaced, Arrival arrival) throws IOException {
        Optional<Reason> unreadable = from.refusal(folderId, Right.READ);
        if (unreadable.isPresent() || !from.mayRemove(folderId, replaced)) {
            return Outcome.refused(unreadable.orElse(Reason.NO_RIGHT));
        }
        return switch (to.signed(arrival.message())) {
            case Outcome.Done<NewMessage>(NewMessage message) -> put(replaced, new Arrival(arrival.body(), message));
            case Outcome.Refused<NewMessage>(Reason reason) -> Outcome.refused(reason);
        };
    }

    private Outcome<Appended> put(MessageRef replaced, Arrival arrival) throws IOException {
        if (from.account().volume() == to.account().volume()) {
            return to.account()
                    .volume()
                    .deliveries()
                    .replace(
                            from.account().id(),
                            folderId,
                            replaced,
                            to.account().id(),
                            arrival);
        }
        if (read(List.of(replaced)).isEmpty()) {
            return Outcome.refused(Reason.NO_SUCH_MESSAGE);
        }
        Outcome<Appended> arrived = to.account().append(arrival.body(), arrival.message());
        boolean there = arrived instanceof Outcome.Done<Appended>;
        return there
                        && from.expunge(folderId, List.of(replaced), Flags.NONE)
                                instanceof Outcome.Refused<List<Long>>(Reason reason)
                ? Outcome.refused(reason)
                : arrived;
    }

    private Outcome<Copied> carry(List<MessageRef> messages, Source source) throws IOException {
        Optional<Reason> unreadable = from.refusal(folderId, Right.READ);
        Optional<Reason> refused = unreadable.isPresent() ? unreadable : to.refusal(toFolder, Right.CREATE);
        if (refused.isPresent()) {
            return Outcome.refused(refused.get());
        }
        if (messages.size() > ItemParts.COMMIT_ITEMS) {
            return Outcome.refused(Reason.TOO_MANY_MESSAGES);
        }
        boolean together = from.account().volume() == to.account().volume();
        return together ? within(messages, source) : across(messages, source);
    }

    private Outcome<Copied> within(List<MessageRef> messages, Source source) throws IOException {
        List<AccountHead> heads = List.of(from.account().head(), to.account().head());
        VisitorCommits commits = from.commits(folderId);
        Flags settable = VisitorCommits.changeable(to.rights(toFolder));
        Map<Integer, Flags> keywords =
                keywords(read(messages).stream().map(ItemCommits.Listed::item).toList(), settable);
        return from.account().volume().commits().run(heads, Change.Growth.GROWS, drafts -> {
            Draft leaving = draft(drafts, from.account());
            Draft arriving = draft(drafts, to.account());
            if (!leaving.serves() || !arriving.serves()) {
                return Outcome.refused(Reason.NOT_OWNER);
            }
            List<ItemCommits.Listed> listed = ItemCommits.listed(leaving, folderId, messages);
            List<Item> items = listed.stream().map(ItemCommits.Listed::item).toList();
            if (source == Source.GOES && !items.stream().allMatch(item -> removable(commits, item))) {
                return Outcome.refused(Reason.NO_RIGHT);
            }
            Map<Long, SeenBy> marks =
                    from.owner() ? Map.of() : leaving.head().marks(folderId, commits.principal(), items);
            List<Appended> arrived = new ArrayList<>();
            for (Item item : items) {
                NewMessage message = message(item, marks, keywords, settable, item.prefix());
                List<Long> links = item.history().threading().links();
                switch (ItemCommits.append(arriving, to.account().standardQuota(), message, item.body(), links)) {
                    case Outcome.Done<Appended>(Appended one) -> arrived.add(one);
                    case Outcome.Refused<Appended>(Reason reason) -> {
                        return Outcome.refused(reason);
                    }
                }
            }
            if (source == Source.GOES) {
                leave(leaving, items);
            }
            return Outcome.done(copied(listed, arrived));
        });
    }

    private boolean removable(VisitorCommits commits, Item item) {
        return from.owner() || commits.removable(item);
    }

    private void leave(Draft leaving, List<Item> items) {
        for (Item item : items) {
            leaving.depart(item.folderId(), item.uid());
            leaving.touch(item.folderId());
            leaving.put(
                    item,
                    new ItemGone(leaving.account(), leaving.modseq(), item.itemNo(), item.folderId(), item.uid()));
        }
    }

    private static Draft draft(List<Draft> drafts, Account account) {
        return drafts.stream()
                .filter(draft -> draft.account() == account.id().value())
                .findFirst()
                .orElseThrow();
    }

    private Outcome<Copied> across(List<MessageRef> messages, Source source) throws IOException {
        VisitorCommits commits = from.commits(folderId);
        List<ItemCommits.Listed> listed = read(messages);
        List<Item> items = listed.stream().map(ItemCommits.Listed::item).toList();
        if (source == Source.GOES && !items.stream().allMatch(item -> removable(commits, item))) {
            return Outcome.refused(Reason.NO_RIGHT);
        }
        List<Arrival> arrivals = new ArrayList<>();
        try {
            Outcome<List<Appended>> arrived = arrive(items, commits.principal(), arrivals);
            if (source == Source.GOES && arrived instanceof Outcome.Done<List<Appended>>) {
                List<MessageRef> gone = listed.stream()
                        .map(one -> new MessageRef(one.item().itemNo(), one.uid()))
                        .toList();
                if (from.expunge(folderId, gone, Flags.NONE) instanceof Outcome.Refused<List<Long>>(Reason reason)) {
                    return Outcome.refused(reason);
                }
            }
            return arrived.map(there -> copied(listed, there));
        } finally {
            arrivals.forEach(arrival -> arrival.body().close());
        }
    }

    private Outcome<List<Appended>> arrive(List<Item> items, String principal, List<Arrival> arrivals)
            throws IOException {
        Map<Long, SeenBy> marks = new HashMap<>();
        if (!from.owner()) {
            AccountReads.marks(
                            from.account().volume().table(), from.account().id().value(), folderId, principal, items)
                    .forEach(mark -> marks.put(mark.itemNo(), mark));
        }
        Flags settable = VisitorCommits.changeable(to.rights(toFolder));
        Map<Integer, Flags> keywords = keywords(items, settable);
        for (Item item : items) {
            switch (body(new Message(
                    item,
                    from.account().volume().journal(),
                    from.account().volume().index()))) {
                case Outcome.Done<ReceivedBody>(ReceivedBody body) ->
                    arrivals.add(new Arrival(body, message(item, marks, keywords, settable, "")));
                case Outcome.Refused<ReceivedBody>(Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return items.isEmpty() ? Outcome.done(List.of()) : to.account().append(arrivals);
    }

    private Outcome<ReceivedBody> body(Message message) throws IOException {
        List<Reason> refused = new ArrayList<>();
        try (Upload upload = to.account().upload()) {
            Octets octets = message.octets();
            octets.read(0, octets.length(), slice -> write(upload, slice, refused));
            if (!refused.isEmpty()) {
                return Outcome.refused(refused.getFirst());
            }
            ReceivedBody body = upload.finish();
            if (body.settle() instanceof Outcome.Refused<Long>(Reason reason)) {
                body.close();
                return Outcome.refused(reason);
            }
            return Outcome.done(body);
        }
    }

    private static void write(Upload upload, ByteBuffer slice, List<Reason> refused) throws IOException {
        if (refused.isEmpty() && upload.write(slice) instanceof Outcome.Refused<Long>(Reason reason)) {
            refused.add(reason);
        }
    }

    /** Those that are there, as the index has them. */
    private List<ItemCommits.Listed> read(List<MessageRef> messages) throws IOException {
        List<Item> items = AccountReads.items(
                        from.account().volume().table(),
                        from.account().id().value(),
                        messages.stream().map(MessageRef::itemNo).distinct().toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
        boolean search = from.account()
                .folder(folderId)
                .filter(folder -> folder.role() == FolderRole.SEARCH)
                .isPresent();
        return ItemCommits.listed(items, folderId, search, messages);
    }

    /** What the items' keywords are called is the account's own. One that finds no room there is left behind, as is one that he may not set. */
    private Map<Integer, Flags> keywords(List<Item> items, Flags settable) throws IOException {
        if (!to.owner() && !settable.has(Flags.keyword(0))) {
            return Map.of();
        }
        Flags used = items.stream().map(Item::flags).reduce(Flags.NONE, Flags::with);
        List<String> names = from.account().keywords();
        Map<Integer, Flags> keywords = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (used.has(Flags.keyword(i))
                    && to.account().keywords(List.of(names.get(i))) instanceof Outcome.Done<Flags>(Flags there)) {
                keywords.put(i, there);
            }
        }
        return keywords;
    }

    private NewMessage message(
            Item item, Map<Long, SeenBy> marks, Map<Integer, Flags> keywords, Flags settable, String prefix) {
        boolean seen = from.owner()
                ? item.flags().has(Flags.SEEN)
                : Optional.ofNullable(marks.get(item.itemNo()))
                        .filter(SeenBy::seen)
                        .isPresent();
        Flags flags = item.flags().and(Flags.SYSTEM).without(Flags.SEEN);
        for (Map.Entry<Integer, Flags> keyword : keywords.entrySet()) {
            flags = item.flags().has(Flags.keyword(keyword.getKey())) ? flags.with(keyword.getValue()) : flags;
        }
        NewMessage message = new NewMessage(
                toFolder,
                prefix,
                seen ? flags.with(Flags.SEEN) : flags,
                item.receivedAt().date(),
                item.kind(),
                "",
                item.properties());
        return to.owner() ? message : message.by(to.visitor().principal().text(), settable);
    }

    private Copied copied(List<ItemCommits.Listed> listed, List<Appended> arrived) {
        return new Copied(
                to.account().folder(toFolder).map(Folder::uidValidity).orElse(0L),
                listed.stream().map(ItemCommits.Listed::uid).toList(),
                arrived.stream().map(Appended::uid).toList());
    }
}
